package io.clientele.scoring;

import io.clientele.config.ScoreSet;
import io.clientele.config.ScoreSets;
import io.clientele.rule.BaseValue;
import io.clientele.rule.PercentileThreshold;
import io.clientele.scheme.Scheme;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs of one score set, and where that stands.
 *
 * @param set the set, by the name that it is published under
 * @param source the set whose edges it has
 * @param edgesAsOf the date of the snapshot that holds them; null where this run finds them
 * @param cuts the cuts of the schemes that compare by the set
 * @param values the numbers of the base that they name
 */
public record ScoreSetRequirement(
    ScoreSet set,
    ScoreSet source,
    @Nullable LocalDate edgesAsOf,
    Set<PercentileThreshold> cuts,
    Set<BaseValue> values) {

  /**
   * The demands of a run: every configured set, and those that grouped schemes bring along.
   *
   * @param asOf the date of the run: a set whose edges are of this very date finds them anew
   */
  public static List<ScoreSetRequirement> of(
      ScoreSets sets, Collection<Scheme> schemes, LocalDate asOf) {
    Map<String, ScoreSetRequirement> demands = new LinkedHashMap<>();
    sets.all().forEach(set -> demands.put(set.name(), resolved(sets, set, asOf)));
    for (Scheme scheme : schemes) {
      ScoreSet set = ofScheme(sets, scheme);
      ScoreSetRequirement demand =
          demands.computeIfAbsent(set.name(), name -> resolved(sets, set, asOf));
      demand.cuts().addAll(scheme.needs().cuts());
      demand.values().addAll(scheme.needs().values());
    }
    return List.copyOf(demands.values());
  }

  /** The set that a scheme compares by. */
  static ScoreSet ofScheme(ScoreSets sets, Scheme scheme) {
    return sets.of(scheme.file().options().within(), scheme.file().options().scores())
        .orElseThrow();
  }

  private static ScoreSetRequirement resolved(ScoreSets sets, ScoreSet set, LocalDate asOf) {
    ScoreSet source =
        set.edgesOf().equals(set.name()) ? set : sets.find(set.edgesOf()).orElseThrow();
    LocalDate date = set.edgesAsOf();
    boolean here = date == null || date.equals(asOf);
    if (here && source != set) {
      ScoreSetRequirement of = resolved(sets, source, asOf);
      source = of.source();
      date = of.edgesAsOf();
    } else if (here) {
      date = null;
    }
    return new ScoreSetRequirement(set, source, date, new LinkedHashSet<>(), new LinkedHashSet<>());
  }

  /** Whether this run finds the edges. */
  public boolean isFresh() {
    return edgesAsOf == null;
  }

  /** The demands on this run's own edges, one a source: what any set needs of it. */
  static List<ScoreSetRequirement> fresh(List<ScoreSetRequirement> demands) {
    Map<String, ScoreSetRequirement> bySource = new LinkedHashMap<>();
    for (ScoreSetRequirement demand : demands) {
      if (demand.isFresh()) {
        ScoreSet source = demand.source();
        ScoreSetRequirement all =
            bySource.computeIfAbsent(
                source.name(),
                name ->
                    new ScoreSetRequirement(
                        source, source, null, new LinkedHashSet<>(), new LinkedHashSet<>()));
        all.cuts().addAll(demand.cuts());
        all.values().addAll(demand.values());
      }
    }
    return List.copyOf(bySource.values());
  }

  /** Where the configuration asks for edges of another date. */
  public String place() {
    boolean own = set.isDefault() || ScoreSets.isImplicit(set);
    return own ? "scores.edges_as_of" : "score_sets." + set.name();
  }

  /** The snapshot's date of a demand that is not fresh. */
  public LocalDate date() {
    return Objects.requireNonNull(edgesAsOf);
  }
}
