package io.clientele.rule;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A number that describes the base and that rules compare a customer with. */
public sealed interface BaseValue {

  /** As written in a rule. */
  String text();

  /** What it says, for readers of the number. */
  String meaning();

  /**
   * {@code base_quantile(feature, share)}: the least value that at least this share of the buyers
   * with a value do not exceed; null without such buyers. {@code base_quantile(feature, share,
   * among)} looks only at buyers of whom the feature {@code among} is above 0.
   */
  record Quantile(String feature, BigDecimal share, @Nullable String among) implements BaseValue {
    @Override
    public String text() {
      return "base_quantile("
          + feature
          + ", "
          + share.stripTrailingZeros().toPlainString()
          + (among == null ? "" : ", " + among)
          + ")";
    }

    @Override
    public String meaning() {
      return "the least "
          + feature
          + " that at least "
          + share.stripTrailingZeros().toPlainString()
          + " of the buyers with a value"
          + (among == null ? "" : " whose " + among + " is above 0")
          + " do not exceed; null without such buyers";
    }
  }

  /**
   * {@code base_rate(numerator, denominator)}: the sum of one feature over all buyers divided by
   * the sum of another; null where that is 0.
   */
  record Rate(String numerator, String denominator) implements BaseValue {
    @Override
    public String text() {
      return "base_rate(" + numerator + ", " + denominator + ")";
    }

    @Override
    public String meaning() {
      return "Σ " + numerator + " / Σ " + denominator + " over the buyers; null where that is 0";
    }
  }
}
