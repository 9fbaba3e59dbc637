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
 * @param strict for shares from the top: {@code <} rather than {@code <=}; for percentiles: {@code
 *     >} rather than {@code >=}
 * @param constant between 0 and 1, both excluded
 */
public record Cut(String feature, boolean strict, BigDecimal constant) {
  /** The features that rules may compare with a constant only. */
  static final List<String> FEATURES =
      List.of(
          Features.MONETARY_RANK_SHARE,
          Features.MARGIN_RANK_SHARE,
          Features.VALUE_RANK_SHARE,
          Features.VALUE_TOP_SHARE,
          Features.MONETARY_PERCENTILE);

  /** 0.8 and 0.80 are the same cut. */
  public Cut {
    constant = constant.stripTrailingZeros();
  }

  /** As written in a rule, by the side that lies on the edge. */
  public String text() {
    String than = fromTop() ? "<" : ">";
    return feature + " " + than + (strict ? " " : "= ") + constant.toPlainString();
  }

  /** The feature whose value decides. */
  public String decidedBy() {
    return switch (feature) {
      case Features.MARGIN_RANK_SHARE -> Features.GROSS_MARGIN;
      case Features.VALUE_RANK_SHARE, Features.VALUE_TOP_SHARE -> Features.CONTRIBUTION_MARGIN_365D;
      default -> Features.MONETARY;
    };
  }

  /** What its edge is. */
  public String meaning() {
    return "the least "
        + decidedBy()
        + " on the upper side of this comparison; null where nobody is there";
  }

  /** Whether it is a place among the buyers only. */
  public boolean amongBuyers() {
    return !sums();
  }

  /** Whether the place is counted from the greatest value: a small share is a great value. */
  boolean fromTop() {
    return !feature.equals(Features.MONETARY_PERCENTILE);
  }

  /** Whether it is a share of the positive sum; only positive values can lie above such a cut. */
  boolean sums() {
    return fromTop() && !feature.equals(Features.VALUE_TOP_SHARE);
  }

  /**
   * The question whose answer is the edge; none where the series has nothing to cut.
   *
   * @param buyers how many buyers there are, with or without a value
   */
  public Optional<Question> question(int series, @Nullable SeriesTotals totals, long buyers) {
    if (totals == null || totals.customers() == 0) {
      return Optional.empty();
    }
    if (sums()) {
      BigInteger sum = totals.positiveSum();
      if (sum.signum() <= 0) {
        return Optional.empty();
      }
      // sum above < c·P  ⇔  sum above < ⌈c·P⌉;   sum above ≤ c·P  ⇔  sum above < ⌊c·P⌋ + 1
      return Optional.of(new Question.AtTopSum(series, upTo(new BigDecimal(sum), strict)));
    }
    if (fromTop()) {
      // rank ≤ c·n  ⇔  fewer than ⌊c·n⌋ have more;   rank < c·n  ⇔  fewer than ⌈c·n⌉ − 1 have more
      BigInteger places = upTo(BigDecimal.valueOf(buyers), strict).subtract(BigInteger.ONE);
      if (places.signum() <= 0) {
        return Optional.empty();
      }
      long below = totals.customers() - places.longValueExact();
      return Optional.of(new Question.AtRank(series, Math.max(0, below) + 1));
    }
    BigInteger rank = upTo(BigDecimal.valueOf(totals.customers()), !strict);
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
    return fromTop() ? Long.valueOf(group.value()) : group.next();
  }

  /** The least whole number, at least 1, that is not below the part, or that is above it. */
  private BigInteger upTo(BigDecimal whole, boolean notBelow) {
    BigDecimal part = whole.multiply(constant);
    return notBelow
        ? part.setScale(0, RoundingMode.CEILING).toBigIntegerExact().max(BigInteger.ONE)
        : part.setScale(0, RoundingMode.FLOOR).toBigIntegerExact().add(BigInteger.ONE);
  }
}
