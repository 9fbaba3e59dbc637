package io.clientele.calibrate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.ScoreConfig;
import io.clientele.config.ScoreMethod;
import io.clientele.feature.Staged;
import io.clientele.score.Score;
import io.clientele.scoring.Histogram;
import io.clientele.scoring.OrderStatistics;
import io.clientele.scoring.RankQuery;
import io.clientele.scoring.ScoreEdges;
import io.clientele.scoring.SeriesTotals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the base says about its scores, whatever method its configuration has.
 *
 * @param edges by quantile, a score each
 * @param histograms the ordered values, by score
 */
public record QuantileEdges(List<ScoreEdges> edges, Map<Score, Histogram> histograms) {

  /**
   * Three jobs over {@link Staged} rows.
   *
   * @param bins the number of scores
   * @param asOfDay the as-of date in days from 1970-01-01
   */
  public static QuantileEdges of(Dataset<Row> customers, int bins, int asOfDay) {
    Map<Integer, Column> series = new LinkedHashMap<>();
    Map<Score, Integer> numbers = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      numbers.put(score, numbers.size());
      series.put(numbers.size() - 1, ordered(score, asOfDay));
    }
    OrderStatistics ordered = OrderStatistics.of(customers, series);
    Map<Integer, SeriesTotals> totals = ordered.totals();
    ScoreConfig config = new ScoreConfig(ScoreMethod.QUANTILE, bins, List.of());
    List<RankQuery> questions = new ArrayList<>();
    series
        .keySet()
        .forEach(of -> questions.addAll(ScoreEdges.questions(config, of, totals.get(of))));
    OrderStatistics.Answers answers = ordered.answer(totals, questions, Set.of());
    Map<Integer, Histogram> histograms = Histogram.of(customers, series);
    List<ScoreEdges> edges = new ArrayList<>();
    Map<Score, Histogram> byScore = new LinkedHashMap<>();
    for (Map.Entry<Score, Integer> number : numbers.entrySet()) {
      Score score = number.getKey();
      int of = number.getValue();
      edges.add(ScoreEdges.of(score, config, of, totals.get(of), answers));
      byScore.put(score, histograms.getOrDefault(of, new Histogram(List.of())));
    }
    return new QuantileEdges(edges, byScore);
  }

  /** Whole numbers of the buyers, greater is better. */
  private static Column ordered(Score score, int asOfDay) {
    Column value =
        switch (score) {
          case RECENCY -> col(Staged.LAST_DAY).minus(asOfDay).cast("bigint");
          case FREQUENCY -> col(Staged.FREQUENCY);
          case MONETARY -> col(Staged.MONETARY);
        };
    return when(col(Staged.FREQUENCY).gt(0), value);
  }
}
