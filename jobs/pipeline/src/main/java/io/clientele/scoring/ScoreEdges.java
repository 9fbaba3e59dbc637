package io.clientele.scoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.ScoreConfig;
import io.clientele.config.ScoreMethod;
import io.clientele.score.Score;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * The edges of one score. By quantile, score = 1 + ⌊bins · share of buyers strictly worse⌋, at most
 * {@code bins}, so that a tie group is never torn; a score that no tie group reaches stays empty.
 */
public final class ScoreEdges {
  private final Score score;
  private final int bins;

  /** For score k at index k−2: the least ordered value that has it or a better one; null: none. */
  private final List<@Nullable Long> least;

  private ScoreEdges(Score score, int bins, List<@Nullable Long> least) {
    this.score = score;
    this.bins = bins;
    this.least = least;
  }

  /** What must be asked of the score's series before its edges are known; nothing when fixed. */
  public static List<RankQuery> questions(
      ScoreConfig config, int series, @Nullable SeriesTotals totals) {
    List<RankQuery> questions = new ArrayList<>();
    if (config.method() == ScoreMethod.QUANTILE && totals != null) {
      for (int k = 2; k <= config.bins(); k++) {
        questions.add(new RankQuery.AtRank(series, worseFor(k, config.bins(), totals.customers())));
      }
    }
    return questions;
  }

  /** The edges by the configured method, from the answers to {@link #questions}. */
  public static ScoreEdges of(
      Score score,
      ScoreConfig config,
      int series,
      @Nullable SeriesTotals totals,
      OrderStatistics.Answers answers) {
    List<@Nullable Long> least = new ArrayList<>();
    for (int k = 2; k <= config.bins(); k++) {
      if (config.method() == ScoreMethod.FIXED) {
        least.add(fixedEdge(score, config, k));
      } else if (totals == null || totals.customers() == 0) {
        least.add(null);
      } else {
        TieGroup group =
            answers.get(
                new RankQuery.AtRank(series, worseFor(k, config.bins(), totals.customers())));
        least.add(group.next());
      }
    }
    return new ScoreEdges(score, config.bins(), least);
  }

  /**
   * The edges as {@link #lower} and {@link #upper} told them earlier.
   *
   * @param lower the lower edges of the scores from 1
   * @param upper the upper edges likewise
   */
  public static ScoreEdges of(
      Score score, List<@Nullable BigDecimal> lower, List<@Nullable BigDecimal> upper) {
    List<@Nullable Long> least = new ArrayList<>();
    for (int k = 2; k <= lower.size(); k++) {
      BigDecimal edge = score.higherIsBetter() ? lower.get(k - 1) : lessOne(upper.get(k - 1));
      least.add(edge == null ? null : Long.valueOf(score.orderedOf(edge)));
    }
    return new ScoreEdges(score, lower.size(), least);
  }

  private static @Nullable BigDecimal lessOne(@Nullable BigDecimal days) {
    return days == null ? null : days.subtract(BigDecimal.ONE);
  }

  /**
   * The score, of a row with the feature's column; null for those who are no buyers.
   *
   * @param groups the edges of one score in each group, at least one
   * @param group the number of the row's group, from 0; not looked at where there is one
   */
  public static Column apply(List<ScoreEdges> groups, Column group, Column buyer) {
    ScoreEdges first = groups.get(0);
    Column value = col(first.score.feature());
    Column result = lit(1);
    for (int k = 2; k <= first.bins; k++) {
      int at = k;
      if (groups.stream().anyMatch(edges -> edges.edge(at).isPresent())) {
        Column[] edges = groups.stream().map(one -> one.literal(at)).toArray(Column[]::new);
        Column edge = edges.length == 1 ? edges[0] : element_at(array(edges), group.plus(1));
        Column reached = first.score.higherIsBetter() ? value.geq(edge) : value.leq(edge);
        result = when(reached, k).otherwise(result);
      }
    }
    return when(buyer, result);
  }

  private Column literal(int k) {
    BigDecimal natural = edge(k).map(score::naturalOf).orElse(null);
    return lit(natural).cast(score.money() ? TableSpec.MONEY : "bigint");
  }

  /** The score that is described. */
  public Score score() {
    return score;
  }

  /** The number of scores. */
  public int bins() {
    return bins;
  }

  /**
   * The smallest value, in the feature's own unit, that has the score k: values from it up to, not
   * including, {@link #upper} have it. Null where it is open below.
   */
  public @Nullable BigDecimal lower(int k) {
    if (score.higherIsBetter()) {
      return edge(k).map(score::naturalOf).orElse(null);
    }
    // Fewer days are better: the score begins where the next better one ends.
    return edge(k + 1).map(score::naturalOf).map(days -> days.add(BigDecimal.ONE)).orElse(null);
  }

  /** The smallest value beyond the score k; null where it is open above. */
  public @Nullable BigDecimal upper(int k) {
    if (score.higherIsBetter()) {
      return edge(k + 1).map(score::naturalOf).orElse(null);
    }
    return edge(k).map(score::naturalOf).map(days -> days.add(BigDecimal.ONE)).orElse(null);
  }

  private Optional<Long> edge(int k) {
    return k < 2 || k > bins ? Optional.empty() : Optional.ofNullable(least.get(k - 2));
  }

  /** The least number of worse buyers that gives score k: ⌈n·(k−1)/bins⌉. */
  private static long worseFor(int k, int bins, long customers) {
    long worse = Math.multiplyExact(customers, (long) (k - 1));
    return Math.max(1, Math.floorDiv(worse + bins - 1, (long) bins));
  }

  private static @Nullable Long fixedEdge(Score score, ScoreConfig config, int k) {
    if (score.higherIsBetter()) {
      return score.orderedOf(config.edges().get(k - 2));
    }
    // Recency edges ascend in days; score k needs fewer days than the (bins − k + 1)-th edge.
    BigDecimal edge = config.edges().get(config.bins() - k);
    return score.orderedOf(edge) + 1;
  }
}
