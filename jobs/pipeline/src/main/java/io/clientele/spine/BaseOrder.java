package io.clientele.spine;

import io.clientele.concentration.Concentration;
import io.clientele.concentration.Measure;
import io.clientele.concentration.Scoped;
import io.clientele.config.BaseConfig;
import io.clientele.config.Input;
import io.clientele.config.TransactionField;
import io.clientele.feature.Features;
import io.clientele.feature.Staged;
import io.clientele.scoring.GroupSizes;
import io.clientele.scoring.Grouping;
import io.clientele.scoring.OrderStatistics;
import io.clientele.scoring.RankQuery;
import io.clientele.scoring.ReferenceQueries;
import io.clientele.scoring.ScoreReference;
import io.clientele.scoring.ScoreReferences;
import io.clientele.scoring.ScoreSetRequirement;
import io.clientele.scoring.Series;
import io.clientele.scoring.SeriesPlan;
import io.clientele.scoring.SeriesTotals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Everything that compares customers with each other, found together in two jobs: score edges, the
 * edges of the schemes' cuts, the numbers of the base, and concentration. Each feature whose groups
 * are compared or measured within costs one small job more.
 *
 * @param standings by score set
 * @param concentrations of the whole base by measure, then of each part that holds a customer
 */
public record BaseOrder(ScoreReferences standings, List<Scoped> concentrations) {

  /**
   * Finds them.
   *
   * @param demands what the schemes need
   * @param earlier the sets with edges of earlier snapshots, by name
   * @param scopes features by whose values concentration is measured too
   */
  public static BaseOrder of(
      Dataset<Row> folded,
      BaseConfig config,
      Features features,
      List<ScoreSetRequirement> demands,
      Map<String, ScoreReference> earlier,
      List<String> scopes) {
    Dataset<Row> customers = folded.filter(Staged.transacting());
    List<Grouping> groupings = new ArrayList<>(List.of(Grouping.WHOLE));
    for (String scope : scopes) {
      groupings.add(GroupSizes.of(customers, features.find(scope).orElseThrow(), config.groups()));
    }
    SeriesPlan plan = new SeriesPlan();
    ReferenceQueries standing =
        new ReferenceQueries(demands, customers, features::find, config.groups(), plan);
    List<Measure> measures = measures(config);
    groupings.forEach(
        grouping -> measures.forEach(measure -> plan.add(grouping, series(measure, features))));

    OrderStatistics ordered = plan.stack(customers, features::find);
    Map<Integer, SeriesTotals> totals = ordered.totals();
    Set<RankQuery> questions = new LinkedHashSet<>(standing.questions(totals));
    List<Part> parts = new ArrayList<>();
    for (Grouping grouping : groupings) {
      for (int group = 0; group < grouping.size(); group++) {
        for (Measure measure : measures) {
          int number = plan.number(grouping, group, series(measure, features));
          if (grouping.feature() == null || totals.containsKey(number)) {
            parts.add(new Part(grouping, group, measure, number));
          }
        }
      }
    }
    Set<Integer> ranked = new LinkedHashSet<>();
    for (Part part : parts) {
      questions.addAll(Concentration.questions(part.number(), total(totals, part.number())));
      ranked.add(part.number());
    }
    OrderStatistics.Answers answers = ordered.answer(totals, questions, ranked);
    List<Scoped> concentrations =
        parts.stream().map(part -> part.of(total(totals, part.number()), answers)).toList();
    return new BaseOrder(standing.standings(totals, answers, earlier), concentrations);
  }

  /** One measure within one part of the base, and the number of its series. */
  private record Part(Grouping grouping, int group, Measure measure, int number) {
    Scoped of(SeriesTotals totals, OrderStatistics.Answers answers) {
      String by = grouping.feature();
      return new Scoped(
          by == null ? Scoped.BASE : by,
          grouping.names().get(group),
          new Concentration(measure, number, totals, answers));
    }
  }

  /** What can be measured: margins need the cost of goods. */
  public static List<Measure> measures(BaseConfig config) {
    return config.provides(Input.of(TransactionField.COST))
        ? List.of(Measure.values())
        : Measure.withoutCost();
  }

  private static SeriesTotals total(Map<Integer, SeriesTotals> totals, int series) {
    return totals.getOrDefault(series, new SeriesTotals());
  }

  /** Where no cost beside the goods is told, both margins are one series and sorted once. */
  private static Series series(Measure measure, Features features) {
    boolean same = measure == Measure.CONTRIBUTION && !features.tellsCostsBelow();
    return Series.ofCustomers(same ? Measure.MARGIN.feature() : measure.feature());
  }
}
