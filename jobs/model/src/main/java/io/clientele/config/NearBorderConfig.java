package io.clientele.config;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * How near a border is near.
 *
 * @param days for features that count days of time
 * @param orders for features that count orders, purchase days, lines or products
 * @param share for money, goods and shares, as a share of the customer's own value
 */
public record NearBorderConfig(int days, int orders, BigDecimal share) implements Serializable {
  private static final long serialVersionUID = 1L;

  static NearBorderConfig read(Section section) {
    NearBorderConfig config =
        new NearBorderConfig(
            section.integer("days", 14, 0, 36_500),
            section.integer("orders", 1, 0, 1000),
            section.share("share", new BigDecimal("0.10")));
    section.close();
    return config;
  }

  /** Canonical text for the fingerprint. */
  @Override
  public String toString() {
    return days + "/" + orders + "/" + share.stripTrailingZeros().toPlainString();
  }
}
