package io.clientele.scoring;

import io.clientele.rule.PercentileThreshold;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the value is found at which a comparison with a place in the base turns. */
final class ThresholdQuery {
  private ThresholdQuery() {}

  /**
   * The question whose answer is the edge; none where the series has nothing to cut.
   *
   * @param buyers how many buyers there are, with or without a value
   */
  static Optional<RankQuery> of(
      PercentileThreshold cut, int series, @Nullable SeriesTotals totals, long buyers) {
    if (totals == null || totals.customers() == 0) {
      return Optional.empty();
    }
    if (cut.sums()) {
      BigInteger sum = totals.positiveSum();
      if (sum.signum() <= 0) {
        return Optional.empty();
      }
      // sum above < c·P  ⇔  sum above < ⌈c·P⌉;   sum above ≤ c·P  ⇔  sum above < ⌊c·P⌋ + 1
      return Optional.of(
          new RankQuery.AtTopSum(series, upTo(cut, new BigDecimal(sum), cut.strict())));
    }
    if (cut.fromTop()) {
      // rank ≤ c·n  ⇔  fewer than ⌊c·n⌋ have more;   rank < c·n  ⇔  fewer than ⌈c·n⌉ − 1 have more
      BigInteger places =
          upTo(cut, BigDecimal.valueOf(buyers), cut.strict()).subtract(BigInteger.ONE);
      if (places.signum() <= 0) {
        return Optional.empty();
      }
      long below = totals.customers() - places.longValueExact();
      return Optional.of(new RankQuery.AtRank(series, Math.max(0, below) + 1));
    }
    BigInteger rank = upTo(cut, BigDecimal.valueOf(totals.customers()), !cut.strict());
    return Optional.of(new RankQuery.AtRank(series, rank.longValueExact()));
  }

  /**
   * The least value on the upper side of the cut, in whole units; none where no customer is there.
   */
  static @Nullable Long edge(
      PercentileThreshold cut, Optional<RankQuery> question, OrderStatistics.Answers answers) {
    if (question.isEmpty()) {
      return null;
    }
    TieGroup group = answers.find(question.get()).orElse(null);
    if (group == null) {
      return null;
    }
    return cut.fromTop() ? Long.valueOf(group.value()) : group.next();
  }

  /** The least whole number, at least 1, that is not below the part, or that is above it. */
  private static BigInteger upTo(PercentileThreshold cut, BigDecimal whole, boolean notBelow) {
    BigDecimal part = whole.multiply(cut.constant());
    return notBelow
        ? part.setScale(0, RoundingMode.CEILING).toBigIntegerExact().max(BigInteger.ONE)
        : part.setScale(0, RoundingMode.FLOOR).toBigIntegerExact().add(BigInteger.ONE);
  }
}
