package io.clientele.standing;

import io.clientele.config.GroupFloor;
import io.clientele.feature.Feature;
import io.clientele.ordering.OrderedSeries;
import io.clientele.ordering.Question;
import io.clientele.ordering.SeriesTotals;
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
public final class StandingQuestions {
  private final List<Demand> demands;
  private final Map<String, SetQuestions> sets = new LinkedHashMap<>();

  /**
   * Adds the series of every set that this run finds the edges of. Each feature that customers are
   * grouped by costs a job of its own.
   *
   * @param customers staged rows of customers
   * @param features finds declarations
   * @param plan collects the series
   */
  public StandingQuestions(
      List<Demand> demands,
      Dataset<Row> customers,
      Function<String, Optional<Feature>> features,
      GroupFloor floor,
      SeriesPlan plan) {
    this.demands = demands;
    Map<String, Grouping> groupings = new HashMap<>();
    for (Demand demand : Demand.fresh(demands)) {
      String within = demand.set().within();
      Grouping grouping =
          within == null
              ? Grouping.WHOLE
              : groupings.computeIfAbsent(
                  within,
                  name -> GroupSizes.of(customers, features.apply(name).orElseThrow(), floor));
      sets.put(demand.set().name(), new SetQuestions(demand, grouping, plan, features));
    }
  }

  /** The questions, given the totals of the series. */
  public List<Question> questions(Map<Integer, SeriesTotals> totals) {
    List<Question> questions = new ArrayList<>();
    sets.values().forEach(set -> questions.addAll(set.questions(totals)));
    return questions;
  }

  /**
   * What customers are compared with.
   *
   * @param earlier the sets with the edges of earlier snapshots, by name
   */
  public Standings standings(
      Map<Integer, SeriesTotals> totals,
      OrderedSeries.Answers answers,
      Map<String, SetStanding> earlier) {
    Map<String, SetStanding> found = new HashMap<>();
    sets.forEach((name, set) -> found.put(name, set.standing(totals, answers)));
    return Standings.of(demands, found, earlier);
  }
}
