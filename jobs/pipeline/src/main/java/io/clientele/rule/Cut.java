package io.clientele.rule;

import io.clientele.feature.Features;
import io.clientele.ordering.OrderedSeries;
import io.clientele.ordering.Question;
import io.clientele.ordering.SeriesTotals;
import io.clientele.ordering.TieGroup;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of a customer's place in the base with a constant, such as {@code
 * monetary_rank_share < 0.8}. The place is a monotone function of the value, so the comparison is
 * decided by one edge of the value itself, which a question to the ordered series finds: no rank a
 * customer is ever computed.
 *
 * @param feature the rule-only feature that is compared
 * @param strict for rank shares: {@code <} rather than {@code <=}; for percentiles: {@code >}
 *     rather than {@code >=}
 * @param constant between 0 and 1, both excluded
 */
public record Cut(String feature, boolean strict, BigDecimal constant) {
  /** The features that rules may compare with a constant only. */
  static final List<String> FEATURES =
      List.of(
          Features.MONETARY_RANK_SHARE, Features.MARGIN_RANK_SHARE, Features.MONETARY_PERCENTILE);

  /** As written in a rule, the comparison that its strictness stands for. */
  public String text() {
    String sign = (positiveOnly() ? "<" : ">") + (strict ? " " : "= ");
    return feature + " " + sign + constant.stripTrailingZeros().toPlainString();
  }

  /** The feature whose value decides. */
  public String decidedBy() {
    return feature.equals(Features.MARGIN_RANK_SHARE) ? Features.GROSS_MARGIN : Features.MONETARY;
  }

  /** Whether only positive values can lie above the cut. */
  boolean positiveOnly() {
    return !feature.equals(Features.MONETARY_PERCENTILE);
  }

  /** The question whose answer is the edge; none where the series has nothing to cut. */
  public Optional<Question> question(int series, @Nullable SeriesTotals totals) {
    if (totals == null || totals.customers() == 0) {
      return Optional.empty();
    }
    if (positiveOnly()) {
      BigInteger sum = totals.positiveSum();
      if (sum.signum() <= 0) {
        return Optional.empty();
      }
      // sum above < c·P  ⇔  sum above < ⌈c·P⌉;   sum above ≤ c·P  ⇔  sum above < ⌊c·P⌋ + 1
      return Optional.of(new Question.AtTopSum(series, target(new BigDecimal(sum))));
    }
    BigInteger rank = target(BigDecimal.valueOf(totals.customers()));
    return Optional.of(new Question.AtRank(series, rank.longValueExact()));
  }

  /**
   * The least value on the upper side of the cut, in whole units; none where no customer is there.
   */
  public @Nullable Long edge(Optional<Question> question, OrderedSeries.Answers answers) {
    if (question.isEmpty()) {
      return null;
    }
    TieGroup group = answers.find(question.get()).orElse(null);
    if (group == null) {
      return null;
    }
    return positiveOnly() ? Long.valueOf(group.value()) : group.next();
  }

  private BigInteger target(BigDecimal whole) {
    BigDecimal part = whole.multiply(constant);
    boolean inclusive = strict == positiveOnly();
    return inclusive
        ? part.setScale(0, RoundingMode.CEILING).toBigIntegerExact().max(BigInteger.ONE)
        : part.setScale(0, RoundingMode.FLOOR).toBigIntegerExact().add(BigInteger.ONE);
  }
}
