package io.clientele.scoring;

import io.clientele.config.GroupFloor;
import io.clientele.feature.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What all score sets of a run ask of the ordered series. */
public final class ReferenceQueries {
  private final List<ScoreSetRequirement> demands;
  private final Map<String, SetQueries> sets = new LinkedHashMap<>();

  /**
   * Adds the series of every set that this run finds the edges of. Each feature that customers are
   * grouped by costs a job of its own.
   *
   * @param customers staged rows of customers
   * @param features finds declarations
   * @param plan collects the series
   */
  public ReferenceQueries(
      List<ScoreSetRequirement> demands,
      Dataset<Row> customers,
      Function<String, Optional<Feature>> features,
      GroupFloor floor,
      SeriesPlan plan) {
    this.demands = demands;
    Map<String, Grouping> groupings = new HashMap<>();
    for (ScoreSetRequirement demand : ScoreSetRequirement.fresh(demands)) {
      String within = demand.set().within();
      Grouping grouping =
          within == null
              ? Grouping.WHOLE
              : groupings.computeIfAbsent(
                  within,
                  name -> GroupSizes.of(customers, features.apply(name).orElseThrow(), floor));
      sets.put(demand.set().name(), new SetQueries(demand, grouping, plan, features));
    }
  }

  /** The questions, given the totals of the series. */
  public List<RankQuery> questions(Map<Integer, SeriesTotals> totals) {
    List<RankQuery> questions = new ArrayList<>();
    sets.values().forEach(set -> questions.addAll(set.questions(totals)));
    return questions;
  }

  /**
   * What customers are compared with.
   *
   * @param earlier the sets with the edges of earlier snapshots, by name
   */
  public ScoreReferences standings(
      Map<Integer, SeriesTotals> totals,
      OrderStatistics.Answers answers,
      Map<String, ScoreReference> earlier) {
    Map<String, ScoreReference> found = new HashMap<>();
    sets.forEach((name, set) -> found.put(name, set.standing(totals, answers)));
    return ScoreReferences.of(demands, found, earlier);
  }
}
