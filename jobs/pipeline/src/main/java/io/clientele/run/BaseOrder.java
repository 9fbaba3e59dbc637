package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.concentration.Concentration;
import io.clientele.concentration.Measure;
import io.clientele.config.BaseConfig;
import io.clientele.config.ScoreConfig;
import io.clientele.config.TransactionField;
import io.clientele.feature.Features;
import io.clientele.feature.Staged;
import io.clientele.ordering.OrderedSeries;
import io.clientele.ordering.Question;
import io.clientele.ordering.SeriesTotals;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.Constants;
import io.clientele.rule.Cut;
import io.clientele.score.Score;
import io.clientele.score.ScoreEdges;
import io.clientele.segment.Scheme;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Everything that compares customers with each other, found together in two jobs: score edges, the
 * edges of the schemes' cuts, and concentration.
 *
 * @param edges by score
 * @param cuts the least value on the upper side of each cut
 * @param concentrations by measure
 */
record BaseOrder(List<ScoreEdges> edges, Map<Cut, Long> cuts, List<Concentration> concentrations) {

  static BaseOrder of(
      Dataset<Row> staged, BaseConfig config, LocalDate asOf, List<Scheme> schemes) {
    boolean cost = config.transactions().maps(TransactionField.COST);
    Dataset<Row> customers =
        staged.filter(col(Staged.ROW_KIND).equalTo(Staged.CUSTOMER).and(Staged.transacting()));
    Map<Integer, Column> series = new LinkedHashMap<>();
    for (Score score : Score.values()) {
      series.put(score.ordinal(), score.ordered(Math.toIntExact(asOf.toEpochDay())));
    }
    series.put(number(Measure.REVENUE), col(Staged.MONETARY));
    series.put(number(Measure.ORDERS), col(Staged.FREQUENCY));
    series.put(
        number(Measure.MARGIN), cost ? Features.grossMarginUnits() : lit(null).cast("bigint"));
    OrderedSeries ordered = OrderedSeries.of(customers, series);
    Map<Integer, SeriesTotals> totals = ordered.totals();

    List<Measure> measures = new ArrayList<>(List.of(Measure.REVENUE, Measure.ORDERS));
    if (cost) {
      measures.add(Measure.MARGIN);
    }
    List<Question> questions = new ArrayList<>();
    for (Score score : Score.values()) {
      questions.addAll(
          ScoreEdges.questions(
              scoring(config, score), score.ordinal(), totals.get(score.ordinal())));
    }
    Map<Cut, Optional<Question>> cutQuestions = new HashMap<>();
    for (Scheme scheme : schemes) {
      for (Cut cut : scheme.needs().cuts()) {
        int of = series(cut);
        cutQuestions.put(cut, cut.question(of, totals.get(of)));
      }
    }
    cutQuestions.values().forEach(question -> question.ifPresent(questions::add));
    Set<Integer> ranked = new LinkedHashSet<>();
    for (Measure measure : measures) {
      int of = number(measure);
      questions.addAll(Concentration.questions(of, total(totals, of)));
      ranked.add(of);
    }
    OrderedSeries.Answers answers = ordered.answer(totals, questions, ranked);

    List<ScoreEdges> edges = new ArrayList<>();
    for (Score score : Score.values()) {
      int of = score.ordinal();
      edges.add(ScoreEdges.of(score, scoring(config, score), of, totals.get(of), answers));
    }
    Map<Cut, Long> cuts = new HashMap<>();
    cutQuestions.forEach(
        (cut, question) -> {
          Long edge = cut.edge(question, answers);
          if (edge != null) {
            cuts.put(cut, edge);
          }
        });
    List<Concentration> concentrations = new ArrayList<>();
    for (Measure measure : measures) {
      int of = number(measure);
      concentrations.add(new Concentration(measure, of, total(totals, of), answers));
    }
    return new BaseOrder(edges, cuts, concentrations);
  }

  /** The constants that rules compare with. */
  Constants constants() {
    return new BaseConstants(cuts, Map.of());
  }

  private static ScoreConfig scoring(BaseConfig config, Score score) {
    return Objects.requireNonNull(config.scores().get(score.key()));
  }

  private static SeriesTotals total(Map<Integer, SeriesTotals> totals, int series) {
    return totals.getOrDefault(series, new SeriesTotals());
  }

  private static int number(Measure measure) {
    return Score.values().length + measure.ordinal();
  }

  private static int series(Cut cut) {
    if (cut.feature().equals(Features.MARGIN_RANK_SHARE)) {
      return number(Measure.MARGIN);
    }
    return cut.feature().equals(Features.MONETARY_PERCENTILE)
        ? Score.MONETARY.ordinal()
        : number(Measure.REVENUE);
  }
}
