package io.clientele.scheme;

import io.clientele.config.BaseConfig;
import io.clientele.config.Problems;
import io.clientele.config.ScoreSet;
import io.clientele.config.TextFile;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.feature.LeadFeatures;
import io.clientele.feature.Span;
import io.clientele.rule.Vocabulary;
import io.clientele.table.CustomerTables;
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
import org.jspecify.annotations.Nullable;

/** Finds scheme files: beside the configuration, else those that ship with the product. */
public final class SchemeLibrary {
  /** The schemes that ship, in the order in which a newcomer should meet them. */
  public static final List<String> SHIPPED =
      List.of(
          "rfm",
          "rfm_value",
          "lifecycle_9",
          "abc",
          "abc_margin",
          "profit_loyalty",
          "value_loyalty",
          "customer_types",
          "vip_regular_problem",
          "tenure",
          "purchase_volume",
          "intensity",
          "usage_status",
          "liveness",
          "brand_loyalty",
          "solvency",
          "contactability",
          "readiness",
          "occasion",
          "funnel_stage",
          "buying_stages",
          "affinity",
          "interests",
          "geography",
          "geography_region",
          "geography_city",
          "geography_district",
          "age_band",
          "gender_group",
          "household",
          "occupation_group",
          "income",
          "education_level",
          "acquisition",
          "device",
          "store_group",
          "purchase_channels",
          "owners",
          "lead_sources");

  /** The copy in the jar serves where the product's folders are not: on a cluster. */
  private static final String RESOURCES = "/io/clientele/schemes/";

  /** Where the product lies; its files may have been edited since the jar was built. */
  private static final String HOME = "clientele.home";

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
    checkAttributes(config, problems);
    checkSets(config, problems);
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
    DependencyOrder.checkAcyclic(schemes, problems);
    checkSegments(config, files.values(), problems);
    for (String name : config.precedence()) {
      // A scheme that is left out today may decide tomorrow; one that nobody knows is a mistake.
      if (!files.containsKey(name) && !isKnown(name)) {
        problems.add(
            "precedence",
            "'" + name + "' is none of schemes" + Problems.hint(name, files.keySet()));
      }
    }
    problems.throwIfAny();
    return List.copyOf(schemes.values());
  }

  private boolean isKnown(String name) {
    try {
      find(name);
      return true;
    } catch (ConfigurationException e) {
      return false;
    }
  }

  private static Features features(BaseConfig config) {
    return Features.declared(Span.of(config.windowsDays()), config.attributes());
  }

  /** An attribute of the base's own must not take the name of a feature, a score or a scheme. */
  private static void checkAttributes(BaseConfig config, Problems problems) {
    Features declared = Features.declared(Span.of(config.windowsDays()));
    Vocabulary words = Vocabulary.ofCustomers(declared.all());
    for (String name : config.attributes()) {
      if (words.names().contains(name) || config.schemes().contains(name)) {
        problems.add(
            "sources.customers.attributes." + name,
            "there is a feature, a score or a scheme of this name; choose another");
      }
    }
  }

  /** What the rules of a scheme may name: features, and the other schemes of its population. */
  private static Vocabulary vocabulary(
      BaseConfig config, SchemeFile file, Collection<SchemeFile> files) {
    return vocabulary(features(config), file, files);
  }

  static Vocabulary vocabulary(Features features, SchemeFile file, Collection<SchemeFile> files) {
    Vocabulary words =
        file.population().ofCustomers()
            ? Vocabulary.ofCustomers(features.all())
            : Vocabulary.ofLeads(LeadFeatures.declared());
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
    checkScores(scheme, config, origin, problems);
    checkName(scheme, words, origin, problems);
  }

  /** A scheme is a column beside the others. */
  static void checkName(Scheme scheme, Vocabulary words, String origin, Problems problems) {
    boolean taken =
        words.feature(scheme.name()).isPresent()
            || CustomerTables.isScore(scheme.name())
            || scheme.name().startsWith("is_")
            || List.of("base", "as_of", "run_id", "customer_id", "lead_id").contains(scheme.name());
    if (taken) {
      problems.add(origin, "the name '" + scheme.name() + "' is taken by a column; rename it");
    }
  }

  /** The score set that the scheme compares by, and whether its rules are written for that. */
  private static void checkScores(
      Scheme scheme, BaseConfig config, String origin, Problems problems) {
    SchemeOptions options = scheme.file().options();
    ScoreSet set = config.scores().of(options.within(), options.scores()).orElse(null);
    if (set == null) {
      String name = String.valueOf(options.scores());
      List<String> known = config.scores().all().stream().map(ScoreSet::name).toList();
      problems.add(origin, "scores: '" + name + "' is no score set" + Problems.hint(name, known));
      return;
    }
    if (options.within() != null && !options.within().equals(set.within())) {
      problems.add(
          origin,
          "within: "
              + options.within()
              + " does not fit scores: "
              + set.name()
              + ", whose edges are those of "
              + (set.within() == null ? "the whole base" : "groups by " + set.within())
              + "; leave one of them out");
    }
    if (!scheme.needs().scores().isEmpty() && set.bins() != options.scoreBins()) {
      problems.add(
          origin,
          "its rules are written for scores from 1 to "
              + options.scoreBins()
              + ", the configuration has scores.bins: "
              + set.bins()
              + ". Copy the scheme, rewrite its rules and set score_bins: "
              + set.bins());
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

  /** Groups are the values of a feature that the sources tell. */
  private static void checkSets(BaseConfig config, Problems problems) {
    Features features = features(config);
    for (ScoreSet set : config.scores().all()) {
      String within = set.within();
      if (within != null) {
        checkGroups("score_sets." + set.name() + ".within", within, features, config, problems);
      }
    }
    for (String scope : config.concentration().scopes()) {
      checkGroups("concentration.scopes", scope, features, config, problems);
    }
  }

  private static void checkGroups(
      String key, String name, Features features, BaseConfig config, Problems problems) {
    Feature feature = features.find(name).orElse(null);
    if (feature == null || feature.type() != FeatureType.TEXT) {
      List<String> texts =
          features.all().stream()
              .filter(f -> f.type() == FeatureType.TEXT)
              .map(Feature::name)
              .toList();
      problems.add(
          key, "'" + name + "' is no feature with names as values" + Problems.hint(name, texts));
    } else if (!feature.requires().stream().allMatch(config::provides)) {
      problems.add(key, name + " is not told by the sources, so it makes no groups");
    }
  }

  /** Segments can be measured within where their scheme is there and divides customers. */
  private static void checkSegments(
      BaseConfig config, Collection<SchemeFile> files, Problems problems) {
    List<String> names =
        files.stream()
            .filter(file -> file.population().ofCustomers())
            .map(SchemeFile::scheme)
            .toList();
    for (String name : config.concentration().segments()) {
      if (!names.contains(name)) {
        problems.add(
            "concentration.segments",
            "'" + name + "' is none of the schemes of customers" + Problems.hint(name, names));
      }
    }
  }

  /**
   * Checks one scheme by itself: its rules may name features and scores, no other scheme.
   *
   * @throws ConfigurationException naming every problem
   */
  public static Scheme alone(BaseConfig config, SchemeFile file, String origin) {
    Vocabulary words = vocabulary(config, file, List.of());
    Scheme scheme = Scheme.of(file, words);
    Problems problems = new Problems();
    check(scheme, words, config, origin, problems);
    problems.throwIfAny();
    return scheme;
  }

  /**
   * A scheme file as it lies there.
   *
   * @param name for messages
   * @param text the YAML
   */
  public record Source(String name, String text) {}

  /**
   * Finds a scheme file: a path ending in .yaml, a name beside the configuration, or a shipped one.
   *
   * @throws ConfigurationException if there is none, naming the nearest
   */
  public Source find(String name) {
    try {
      boolean path = name.endsWith(".yaml") || name.endsWith(".yml");
      if (path) {
        return new Source(name, TextFile.read(Path.of(name)));
      }
      if (directory != null) {
        Path file = directory.resolve(name + ".yaml");
        if (Files.isRegularFile(file)) {
          return new Source(file.toString(), TextFile.read(file));
        }
      }
      String home = System.getProperty(HOME);
      if (home != null) {
        Path edited = Path.of(home, "conf", "schemes", name + ".yaml");
        if (Files.isRegularFile(edited)) {
          return new Source("conf/schemes/" + name + ".yaml", TextFile.read(edited));
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
      throw ConfigurationException.unreachable("scheme " + name, "read", e);
    }
    throw new ConfigurationException(
        "schemes: there is no scheme '"
            + name
            + "'"
            + (directory == null ? "" : " in " + directory)
            + Problems.hint(name, SHIPPED));
  }
}
