package io.clientele.calibrate;

import io.clientele.config.ScoreConfig;
import io.clientele.config.ScoreMethod;
import io.clientele.score.Score;
import io.clientele.scoring.Histogram;
import io.clientele.scoring.OrderStatistics;
import io.clientele.scoring.ScoreEdges;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Edges of one score that can be written into a configuration.
 *
 * @param score what is scored
 * @param edges bins − 1 strictly ascending values in the feature's own unit, each the first value
 *     of the next bin
 * @param fit the goodness of variance fit of natural breaks; empty for quantiles
 */
public record ScoreProposal(Score score, List<BigDecimal> edges, Optional<BigDecimal> fit) {

  /**
   * Freezes edges by quantile, so that the same customers get the same scores. Where ties leave a
   * score empty two edges are the same; they are told apart by a fraction of a unit, which no value
   * reaches.
   *
   * @param edges as found in the base
   * @param histogram the ordered values of the same score, at least one
   */
  public static ScoreProposal frozen(ScoreEdges edges, Histogram histogram) {
    Score score = edges.score();
    List<Histogram.Bin> bins = histogram.bins();
    BigDecimal unit = unit(score);
    // Scores that nobody reaches begin beyond the best value.
    BigDecimal beyond = score.naturalOf(bins.get(bins.size() - 1).greatest());
    beyond = score.higherIsBetter() ? beyond.add(unit) : beyond;
    List<BigDecimal> ascending = new ArrayList<>();
    for (int k = 2; k <= edges.bins(); k++) {
      BigDecimal edge = score.higherIsBetter() ? edges.lower(k) : edges.upper(k);
      int at = score.higherIsBetter() ? ascending.size() : 0;
      ascending.add(at, edge == null ? beyond : edge);
    }
    return new ScoreProposal(score, apart(ascending, unit), Optional.empty());
  }

  /** Edges at natural breaks of the ordered values; nothing where the base has too few values. */
  public static Optional<ScoreProposal> natural(Score score, Histogram histogram, int bins) {
    return NaturalBreaks.of(histogram, bins)
        .map(
            breaks -> {
              List<BigDecimal> ascending = new ArrayList<>();
              for (int k = 2; k <= bins; k++) {
                BigDecimal edge = score.naturalOf(breaks.classes().get(k - 1).least());
                if (score.higherIsBetter()) {
                  ascending.add(edge);
                } else {
                  ascending.add(0, edge.add(unit(score)));
                }
              }
              return new ScoreProposal(score, List.copyOf(ascending), Optional.of(breaks.fit()));
            });
  }

  /** The edges as text, without needless zeros. */
  public List<String> written() {
    return edges.stream().map(edge -> edge.stripTrailingZeros().toPlainString()).toList();
  }

  /** The edges as a configuration would give them. */
  public ScoreEdges scoreEdges() {
    ScoreConfig config = new ScoreConfig(ScoreMethod.FIXED, edges.size() + 1, edges);
    return ScoreEdges.of(
        score, config, 0, null, new OrderStatistics.Answers(Map.of(), Map.of(), Map.of()));
  }

  private static BigDecimal unit(Score score) {
    return score.money() ? new BigDecimal("0.0001") : BigDecimal.ONE;
  }

  /** Equal values become e − u + u/m, e − u + 2u/m … e: no value lies between e − u and e. */
  private static List<BigDecimal> apart(List<BigDecimal> ascending, BigDecimal unit) {
    List<BigDecimal> apart = new ArrayList<>();
    for (int i = 0; i < ascending.size(); i++) {
      BigDecimal edge = ascending.get(i);
      int first = ascending.indexOf(edge);
      int last = ascending.lastIndexOf(edge);
      if (first == last) {
        apart.add(edge);
      } else {
        BigDecimal part =
            BigDecimal.valueOf(i - first + 1L)
                .divide(BigDecimal.valueOf(last - first + 1L), 2, RoundingMode.HALF_UP);
        apart.add(edge.subtract(unit).add(unit.multiply(part)));
      }
    }
    return List.copyOf(apart);
  }
}
