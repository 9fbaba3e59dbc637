package io.clientele.config;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The score sets of a base: the default one and those with a name. */
public final class ScoreSets {
  /** The set whose score columns have no ending. */
  public static final String DEFAULT = "default";

  private static final String WITHIN = "within_";
  private static final List<String> SCORED = List.of("recency", "frequency", "monetary");

  private final Map<String, ScoreSet> byName;

  private ScoreSets(Map<String, ScoreSet> byName) {
    this.byName = byName;
  }

  static ScoreSets read(Section scores, Section named) {
    int bins = scores.integer("bins", 5, 2, 10);
    Map<String, ScoreConfig> features = new LinkedHashMap<>();
    for (String feature : SCORED) {
      features.put(feature, ScoreConfig.read(scores.section(feature), bins));
    }
    LocalDate edgesAsOf = scores.date("edges_as_of");
    scores.close();
    Map<String, ScoreSet> sets = new LinkedHashMap<>();
    ScoreSet base = new ScoreSet(DEFAULT, features, null, edgesAsOf, DEFAULT);
    sets.put(DEFAULT, base);
    // Sets with edges of their own first: the others may take theirs.
    for (String name : named.keys()) {
      Section section = named.section(name);
      if (!section.has("edges_as_of")) {
        checkName(named, name);
        sets.put(name, own(section, name, base));
      }
    }
    for (String name : named.keys()) {
      Section section = named.section(name);
      if (section.has("edges_as_of")) {
        checkName(named, name);
        sets.put(name, frozen(section, name, sets));
      }
    }
    named.close();
    return new ScoreSets(ordered(named, sets));
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
    int bins = section.integer("bins", base.bins(), 2, 10);
    Map<String, ScoreConfig> features = new LinkedHashMap<>();
    for (String feature : SCORED) {
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
              : ScoreConfig.read(section.section(feature), bins));
    }
    String within = section.text("within");
    section.close();
    return new ScoreSet(name, features, within, null, name);
  }

  /** A set with the edges of a snapshot scores as the set that it takes them of. */
  private static ScoreSet frozen(Section section, String name, Map<String, ScoreSet> sets) {
    LocalDate edgesAsOf = section.date("edges_as_of");
    String of = section.text("set", DEFAULT);
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

  /** What can change a result. */
  String fingerprint() {
    return new TreeMap<>(byName).toString();
  }
}
