package io.clientele.rule;

import io.clientele.feature.Features;
import java.math.BigDecimal;
import java.util.List;

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
public record PercentileThreshold(String feature, boolean strict, BigDecimal constant) {
  /** The features that rules may compare with a constant only. */
  static final List<String> FEATURES =
      List.of(
          Features.MONETARY_RANK_SHARE,
          Features.MARGIN_RANK_SHARE,
          Features.VALUE_RANK_SHARE,
          Features.VALUE_TOP_SHARE,
          Features.MONETARY_PERCENTILE);

  /** 0.8 and 0.80 are the same cut. */
  public PercentileThreshold {
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
      case Features.VALUE_RANK_SHARE, Features.VALUE_TOP_SHARE -> Features.VALUE_365D;
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
  public boolean fromTop() {
    return !feature.equals(Features.MONETARY_PERCENTILE);
  }

  /** Whether it is a share of the positive sum; only positive values can lie above such a cut. */
  public boolean sums() {
    return fromTop() && !feature.equals(Features.VALUE_TOP_SHARE);
  }
}
