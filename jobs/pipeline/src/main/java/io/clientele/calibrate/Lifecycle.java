package io.clientele.calibrate;

import io.clientele.config.BaseConfig;
import io.clientele.config.Input;
import io.clientele.failure.ConfigurationException;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeFile;
import io.clientele.scheme.SchemeLibrary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scheme whose limits are calibrated.
 *
 * @param source its file
 * @param scheme the file with the overrides of the configuration, checked
 * @param overrides what the configuration lays over the file's parameters
 */
public record Lifecycle(SchemeLibrary.Source source, Scheme scheme, Map<String, String> overrides) {

  /**
   * Loads a scheme that has the two limits as parameters.
   *
   * @param name as the configuration would name it
   * @throws ConfigurationException if it has other parameters, names other schemes or cannot run on
   *     these sources
   */
  public static Lifecycle load(SchemeLibrary library, BaseConfig config, String name) {
    SchemeLibrary.Source source = library.find(name);
    Map<String, String> overrides = config.schemeParameters().getOrDefault(name, Map.of());
    SchemeFile file = SchemeFile.parse(source.name(), source.text(), overrides);
    for (String limit : List.of(Limits.ACTIVE_DAYS, Limits.SLEEPING_DAYS)) {
      if (!file.parameters().containsKey(limit)) {
        throw new ConfigurationException(
            source.name()
                + ": there is no parameter "
                + limit
                + " to calibrate; it has "
                + (file.parameters().isEmpty()
                    ? "none"
                    : String.join(", ", file.parameters().keySet()))
                + ". Name the two limits active_days and sleeping_days, as"
                + " conf/schemes/lifecycle_9.yaml does.");
      }
    }
    Scheme scheme = SchemeLibrary.alone(config, file, source.name());
    List<String> missing = scheme.missing(config::provides).stream().map(Input::text).toList();
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          source.name()
              + ": needs "
              + String.join(", ", missing)
              + ", which the sources do not tell. Map these fields or calibrate another scheme with"
              + " --scheme.");
    }
    return new Lifecycle(source, scheme, overrides);
  }

  /** Whether the scheme says by parameters from how many purchases its rows begin. */
  public boolean hasRows() {
    return scheme
        .file()
        .parameters()
        .keySet()
        .containsAll(List.of(Repurchase.Rows.PROMISING_FROM, Repurchase.Rows.REGULAR_FROM));
  }

  /** The text of the scheme's file with other parameters and the next version. */
  public String copy(Map<String, String> parameters, List<String> header) {
    return SchemeCopy.of(source, header, parameters);
  }

  /** The scheme that a text of {@link #copy} with these parameters makes in this configuration. */
  public Scheme proposed(BaseConfig config, String copy, Map<String, String> parameters) {
    Map<String, String> others = new LinkedHashMap<>(overrides);
    others.keySet().removeAll(parameters.keySet());
    String name = "the copy of " + source.name();
    return SchemeLibrary.alone(config, SchemeFile.parse(name, copy, others), name);
  }
}
