package io.clientele.concentration;

import io.clientele.feature.Features;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** What is concentrated. */
public enum Measure {
  /** Net revenue. */
  REVENUE(Features.MONETARY, 4),
  /** Purchases. */
  ORDERS(Features.FREQUENCY, 0),
  /** Gross margin, of customers whose margin is known. */
  MARGIN(Features.GROSS_MARGIN, 4),
  /** Contribution margin, of customers whose margin is known. */
  CONTRIBUTION(Features.CONTRIBUTION_MARGIN, 4);

  private final String feature;
  private final int scale;

  Measure(String feature, int scale) {
    this.feature = feature;
    this.scale = scale;
  }

  /** Those that can be told without cost. */
  public static List<Measure> withoutCost() {
    return List.of(REVENUE, ORDERS);
  }

  /** The name in the tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The feature of a customer that it sums. */
  public String feature() {
    return feature;
  }

  /** Decimal places of the feature: its values are whole numbers of this unit. */
  public int scale() {
    return scale;
  }

  /** The amount that whole units stand for. */
  public BigDecimal amount(BigInteger units) {
    return new BigDecimal(units, scale).setScale(4, java.math.RoundingMode.UNNECESSARY);
  }
}
