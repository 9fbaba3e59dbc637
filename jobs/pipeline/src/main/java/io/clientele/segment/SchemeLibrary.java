package io.clientele.segment;

import io.clientele.config.BaseConfig;
import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.score.Score;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds scheme files: beside the configuration, else those that ship with the product. */
public final class SchemeLibrary {
  /** The schemes that ship, in the order in which a newcomer should meet them. */
  public static final List<String> SHIPPED =
      List.of("rfm", "lifecycle_9", "abc", "profit_loyalty", "value_loyalty");

  private static final String RESOURCES = "/io/clientele/schemes/";

  private final @Nullable Path directory;

  /**
   * A library.
   *
   * @param directory where the user's own scheme files are; null for the shipped ones only
   */
  public SchemeLibrary(@Nullable Path directory) {
    this.directory = directory;
  }

  /**
   * Loads and checks all schemes of a configuration.
   *
   * @throws ConfigurationException naming every problem of every scheme
   */
  public List<Scheme> load(BaseConfig config) {
    Features features = Features.declared(Span.of(config.windowsDays()));
    Problems problems = new Problems();
    List<Scheme> schemes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String name : config.schemes()) {
      try {
        Map<String, String> overrides = config.schemeParameters().getOrDefault(name, Map.of());
        Source source = find(name);
        Scheme scheme =
            Scheme.of(SchemeFile.parse(source.name(), source.text(), overrides), features);
        if (!names.add(scheme.name())) {
          problems.add("schemes", "'" + scheme.name() + "' is listed twice");
        }
        for (Score score : scheme.scores()) {
          int bins = Objects.requireNonNull(config.scores().get(score.key())).bins();
          if (bins != scheme.file().scoreBins()) {
            problems.add(
                source.name(),
                "its rules are written for scores from 1 to "
                    + scheme.file().scoreBins()
                    + ", the configuration has scores.bins: "
                    + bins
                    + ". Copy the scheme, rewrite its rules and set score_bins: "
                    + bins);
            break;
          }
        }
        boolean taken =
            features.find(scheme.name()).isPresent()
                || scheme.name().endsWith("_score")
                || List.of("base", "as_of", "run_id", "customer_id").contains(scheme.name());
        if (taken) {
          problems.add(
              source.name(), "the name '" + scheme.name() + "' is taken by a column; rename it");
        }
        schemes.add(scheme);
      } catch (ConfigurationException e) {
        problems.add(e);
      }
    }
    problems.throwIfAny();
    return schemes;
  }

  private record Source(String name, String text) {}

  private Source find(String name) {
    try {
      boolean path = name.endsWith(".yaml") || name.endsWith(".yml");
      if (path) {
        return new Source(name, Files.readString(Path.of(name)));
      }
      if (directory != null) {
        Path file = directory.resolve(name + ".yaml");
        if (Files.isRegularFile(file)) {
          return new Source(file.toString(), Files.readString(file));
        }
      }
      try (InputStream shipped =
          SchemeLibrary.class.getResourceAsStream(RESOURCES + name + ".yaml")) {
        if (shipped != null) {
          return new Source(
              "conf/schemes/" + name + ".yaml",
              new String(shipped.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new ConfigurationException("scheme " + name + " cannot be read: " + e.getMessage(), e);
    }
    throw new ConfigurationException(
        "schemes: there is no scheme '"
            + name
            + "'"
            + (directory == null ? "" : " in " + directory)
            + Problems.hint(name, SHIPPED));
  }
}
