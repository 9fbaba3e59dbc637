package io.clientele.config;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The score sets of a base: the default one and those with a name. */
public final class ScoreSets {
  /** The set whose score columns have no ending. */
  public static final String DEFAULT = "default";

  private static final String WITHIN = "within_";

  private static final Key BINS = Key.integer("bins", 2, 10, "the number of scores").orElse("5");

  private static final Key EDGES_AS_OF =
      Key.date("edges_as_of", "use the edges of that date's snapshot, so that scores do not move");

  private static final Key WITHIN_FEATURE =
      Key.text("within", "a feature whose groups have edges of their own");

  private static final Key SET =
      Key.text("set", "with edges_as_of: the set of that snapshot").orElse(DEFAULT);

  private static final Map<String, Keys> SCORED = scored();

  static final Keys SCORES =
      Keys.of(
          "scores",
          "the default score set",
          BINS,
          EDGES_AS_OF,
          ScoreConfig.keys("recency"),
          ScoreConfig.keys("frequency"),
          ScoreConfig.keys("monetary"));

  static final Keys SETS =
      Keys.of(
          "score_sets",
          Keys.Shape.NAMED,
          "further score sets; what is not said is as in scores",
          BINS,
          EDGES_AS_OF,
          WITHIN_FEATURE,
          SET,
          ScoreConfig.keys("recency"),
          ScoreConfig.keys("frequency"),
          ScoreConfig.keys("monetary"));

  private final Map<String, ScoreSet> byName;

  private ScoreSets(Map<String, ScoreSet> byName) {
    this.byName = byName;
  }

  static ScoreSets read(Section scores, Section named) {
    int bins = scores.integer(BINS);
    Map<String, ScoreConfig> features = new LinkedHashMap<>();
    SCORED.forEach(
        (feature, keys) -> features.put(feature, ScoreConfig.read(scores.section(keys), bins)));
    LocalDate edgesAsOf = scores.optionalDate(EDGES_AS_OF);
    scores.close();
    Map<String, ScoreSet> sets = new LinkedHashMap<>();
    ScoreSet base = new ScoreSet(DEFAULT, features, null, edgesAsOf, DEFAULT);
    sets.put(DEFAULT, base);
    // Sets with edges of their own first: the others may take theirs.
    named
        .named()
        .forEach(
            (name, section) -> {
              if (!section.has(EDGES_AS_OF)) {
                checkName(named, name);
                sets.put(name, own(section, name, base));
              }
            });
    named
        .named()
        .forEach(
            (name, section) -> {
              if (section.has(EDGES_AS_OF)) {
                checkName(named, name);
                sets.put(name, frozen(section, name, sets));
              }
            });
    return new ScoreSets(ordered(named, sets));
  }

  private static Map<String, Keys> scored() {
    Map<String, Keys> scored = new LinkedHashMap<>();
    for (String feature : List.of("recency", "frequency", "monetary")) {
      scored.put(feature, ScoreConfig.keys(feature));
    }
    return scored;
  }

  private static void checkName(Section named, String name) {
    if (!Names.isShort(name)) {
      named.problem(name, "a set's name must be lower-case letters, digits and '_', at most 40");
    } else if (name.equals(DEFAULT) || name.startsWith(WITHIN)) {
      named.problem(
          name, "the name is taken: scores: is the default set, within_… are the schemes' own");
    }
  }

  private static ScoreSet own(Section section, String name, ScoreSet base) {
    int bins = section.integer(BINS.orElse(Integer.toString(base.bins())));
    Map<String, ScoreConfig> features = new LinkedHashMap<>();
    for (Map.Entry<String, Keys> scored : SCORED.entrySet()) {
      String feature = scored.getKey();
      ScoreConfig inherited = base.feature(feature);
      boolean inherits = !section.has(feature);
      if (inherits && inherited.method() == ScoreMethod.FIXED && inherited.bins() != bins) {
        section.problem(
            "bins", "scores." + feature + " has fixed edges for " + inherited.bins() + " scores");
      }
      features.put(
          feature,
          inherits
              ? new ScoreConfig(inherited.method(), bins, inherited.edges())
              : ScoreConfig.read(section.section(scored.getValue()), bins));
    }
    String within = section.optionalText(WITHIN_FEATURE);
    section.close();
    return new ScoreSet(name, features, within, null, name);
  }

  /** A set with the edges of a snapshot scores as the set that it takes them of. */
  private static ScoreSet frozen(Section section, String name, Map<String, ScoreSet> sets) {
    LocalDate edgesAsOf = section.optionalDate(EDGES_AS_OF);
    String of = section.text(SET);
    ScoreSet source = sets.get(of);
    if (source == null || source.edgesAsOf() != null && !source.isDefault()) {
      List<String> known = new ArrayList<>();
      sets.values().stream()
          .filter(set -> set.isDefault() || set.edgesAsOf() == null)
          .forEach(set -> known.add(set.name()));
      section.problem(
          "set", "'" + of + "' is no set with edges of its own" + Problems.hint(of, known));
      source = Objects.requireNonNull(sets.get(DEFAULT));
    }
    for (String key : List.of("within", "bins", "recency", "frequency", "monetary")) {
      if (section.has(key)) {
        section.problem(
            key, "a set with edges_as_of scores as the set whose edges it uses; name that in set:");
      }
    }
    section.close();
    return new ScoreSet(name, source.features(), source.within(), edgesAsOf, source.name());
  }

  private static Map<String, ScoreSet> ordered(Section named, Map<String, ScoreSet> sets) {
    Map<String, ScoreSet> ordered = new LinkedHashMap<>();
    ordered.put(DEFAULT, Objects.requireNonNull(sets.get(DEFAULT)));
    named.keys().forEach(name -> ordered.put(name, Objects.requireNonNull(sets.get(name))));
    return ordered;
  }

  /** All sets, the default one first, the others as written. */
  public Collection<ScoreSet> all() {
    return byName.values();
  }

  /** A set by its name. */
  public Optional<ScoreSet> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The set of plain score columns. */
  public ScoreSet byDefault() {
    return Objects.requireNonNull(byName.get(DEFAULT));
  }

  /** The default set alone, with edges found anew whatever snapshot it names. */
  public ScoreSets fresh() {
    ScoreSet base = byDefault();
    Map<String, ScoreSet> only = new LinkedHashMap<>();
    only.put(DEFAULT, new ScoreSet(DEFAULT, base.features(), base.within(), null, DEFAULT));
    return new ScoreSets(only);
  }

  /** The default set's ways within the groups of a feature: what a grouped scheme scores by. */
  public ScoreSet within(String feature) {
    ScoreSet base = byDefault();
    String name = WITHIN + feature;
    return new ScoreSet(name, base.features(), feature, base.edgesAsOf(), name);
  }

  /** Whether a set is nowhere written but brought along by a grouped scheme. */
  public static boolean isImplicit(ScoreSet set) {
    return set.name().startsWith(WITHIN);
  }

  /**
   * The set that a scheme compares by.
   *
   * @param within what the scheme says; null where it says nothing
   * @param scores likewise
   * @return nothing where there is no such set
   */
  public Optional<ScoreSet> of(@Nullable String within, @Nullable String scores) {
    if (scores != null) {
      return find(scores);
    }
    return Optional.of(within == null ? byDefault() : within(within));
  }

  /** The name of the set that a scheme compares by. */
  public static String name(@Nullable String within, @Nullable String scores) {
    if (scores != null) {
      return scores;
    }
    return within == null ? DEFAULT : WITHIN + within;
  }
}
