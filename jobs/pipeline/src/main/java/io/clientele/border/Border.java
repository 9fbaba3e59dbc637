package io.clientele.border;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The nearest border in one direction.
 *
 * @param feature that moves
 * @param direction in which
 * @param value where the customer is
 * @param border the first value with another segment
 * @param neighbour that segment
 * @param daysUntil days until time alone brings the customer there; null where it does not
 */
public record Border(
    String feature,
    Direction direction,
    BigDecimal value,
    BigDecimal border,
    String neighbour,
    @Nullable Integer daysUntil) {

  /** From the value to the border, positive. */
  public BigDecimal distance() {
    return border.subtract(value).abs();
  }
}
