package io.clientele.segment;

import io.clientele.config.BaseConfig;
import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.rule.Vocabulary;
import io.clientele.score.Score;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Problems problems = new Problems();
    Map<String, SchemeFile> files = new LinkedHashMap<>();
    Map<String, String> origins = new HashMap<>();
    for (String name : config.schemes()) {
      try {
        Map<String, String> overrides = config.schemeParameters().getOrDefault(name, Map.of());
        Source source = find(name);
        SchemeFile file = SchemeFile.parse(source.name(), source.text(), overrides);
        if (files.put(file.scheme(), file) != null) {
          problems.add("schemes", "'" + file.scheme() + "' is listed twice");
        }
        origins.put(file.scheme(), source.name());
      } catch (ConfigurationException e) {
        problems.add(e);
      }
    }
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    for (SchemeFile file : files.values()) {
      try {
        Vocabulary words = vocabulary(config, file, files.values());
        Scheme scheme = Scheme.of(file, words);
        schemes.put(file.scheme(), scheme);
        check(scheme, words, config, String.valueOf(origins.get(file.scheme())), problems);
      } catch (ConfigurationException e) {
        problems.add(e);
      }
    }
    Precedents.checkAcyclic(schemes, problems);
    problems.throwIfAny();
    return List.copyOf(schemes.values());
  }

  /** What the rules of a scheme may name: features, and the other schemes of its population. */
  private static Vocabulary vocabulary(
      BaseConfig config, SchemeFile file, Collection<SchemeFile> files) {
    Features features = Features.declared(Span.of(config.windowsDays()));
    Vocabulary words = Vocabulary.ofCustomers(features.all());
    for (SchemeFile other : files) {
      boolean reachable =
          !other.scheme().equals(file.scheme())
              && other.population().ofCustomers() == file.population().ofCustomers();
      if (reachable) {
        words =
            words.with(
                other.scheme(),
                other.attribute() == null
                    ? other.allSegments().stream().map(SegmentRule::name).toList()
                    : List.of());
      }
    }
    return words;
  }

  private static void check(
      Scheme scheme, Vocabulary words, BaseConfig config, String origin, Problems problems) {
    for (Score score : scheme.needs().scores()) {
      int bins = Objects.requireNonNull(config.scores().get(score.key())).bins();
      if (bins != scheme.file().options().scoreBins()) {
        problems.add(
            origin,
            "its rules are written for scores from 1 to "
                + scheme.file().options().scoreBins()
                + ", the configuration has scores.bins: "
                + bins
                + ". Copy the scheme, rewrite its rules and set score_bins: "
                + bins);
        break;
      }
    }
    boolean taken =
        words.feature(scheme.name()).isPresent()
            || scheme.name().endsWith("_score")
            || scheme.name().startsWith("is_")
            || List.of("base", "as_of", "run_id", "customer_id", "lead_id").contains(scheme.name());
    if (taken) {
      problems.add(origin, "the name '" + scheme.name() + "' is taken by a column; rename it");
    }
  }

  /** The files that ship, as they are. */
  static List<SchemeFile> shipped() {
    SchemeLibrary library = new SchemeLibrary(null);
    return SHIPPED.stream()
        .map(library::find)
        .map(source -> SchemeFile.parse(source.name(), source.text(), Map.of()))
        .filter(file -> file.attribute() == null)
        .toList();
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
