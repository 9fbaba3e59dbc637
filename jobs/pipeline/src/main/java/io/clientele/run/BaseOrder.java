package io.clientele.run;

import static org.apache.spark.sql.functions.col;

import io.clientele.concentration.Concentration;
import io.clientele.concentration.Measure;
import io.clientele.config.BaseConfig;
import io.clientele.config.Input;
import io.clientele.config.TransactionField;
import io.clientele.feature.Features;
import io.clientele.feature.Staged;
import io.clientele.ordering.OrderedSeries;
import io.clientele.ordering.Question;
import io.clientele.ordering.SeriesTotals;
import io.clientele.standing.Demand;
import io.clientele.standing.Grouping;
import io.clientele.standing.Series;
import io.clientele.standing.SeriesPlan;
import io.clientele.standing.SetStanding;
import io.clientele.standing.StandingQuestions;
import io.clientele.standing.Standings;
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
 * are compared within costs one small job more.
 *
 * @param standings by score set
 * @param concentrations by measure
 */
record BaseOrder(Standings standings, List<Concentration> concentrations) {

  /**
   * Finds them.
   *
   * @param demands what the schemes need
   * @param earlier the sets with edges of earlier snapshots, by name
   */
  static BaseOrder of(
      Dataset<Row> staged,
      BaseConfig config,
      Features features,
      List<Demand> demands,
      Map<String, SetStanding> earlier) {
    Dataset<Row> customers =
        staged.filter(col(Staged.ROW_KIND).equalTo(Staged.CUSTOMER).and(Staged.transacting()));
    List<Measure> measures = new ArrayList<>(List.of(Measure.REVENUE, Measure.ORDERS));
    if (config.tells(Input.of(TransactionField.COST))) {
      measures.add(Measure.MARGIN);
    }
    SeriesPlan plan = new SeriesPlan();
    StandingQuestions standing =
        new StandingQuestions(demands, customers, features::find, config.groups(), plan);
    measures.forEach(measure -> plan.add(Grouping.WHOLE, series(measure)));

    OrderedSeries ordered = plan.stack(customers, features::find);
    Map<Integer, SeriesTotals> totals = ordered.totals();
    List<Question> questions = standing.questions(totals);
    Set<Integer> ranked = new LinkedHashSet<>();
    for (Measure measure : measures) {
      int of = plan.number(Grouping.WHOLE, 0, series(measure));
      questions.addAll(Concentration.questions(of, total(totals, of)));
      ranked.add(of);
    }
    OrderedSeries.Answers answers = ordered.answer(totals, questions, ranked);

    List<Concentration> concentrations = new ArrayList<>();
    for (Measure measure : measures) {
      int of = plan.number(Grouping.WHOLE, 0, series(measure));
      concentrations.add(new Concentration(measure, of, total(totals, of), answers));
    }
    return new BaseOrder(standing.standings(totals, answers, earlier), concentrations);
  }

  private static SeriesTotals total(Map<Integer, SeriesTotals> totals, int series) {
    return totals.getOrDefault(series, new SeriesTotals());
  }

  private static Series series(Measure measure) {
    return Series.ofCustomers(
        switch (measure) {
          case REVENUE -> Features.MONETARY;
          case ORDERS -> Features.FREQUENCY;
          case MARGIN -> Features.GROSS_MARGIN;
        });
  }
}
