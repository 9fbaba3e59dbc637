package io.clientele.concentration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** What is concentrated. */
public enum Measure {
  /** Net revenue. */
  REVENUE(4),
  /** Purchases. */
  ORDERS(0),
  /** Gross margin, of customers whose margin is known. */
  MARGIN(4);

  private final int scale;

  Measure(int scale) {
    this.scale = scale;
  }

  /** The name in the tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The amount that whole units stand for. */
  public BigDecimal amount(BigInteger units) {
    return new BigDecimal(units, scale).setScale(4, java.math.RoundingMode.UNNECESSARY);
  }
}
