package io.clientele.border;

import io.clientele.config.NearBorderConfig;
import io.clientele.rule.CustomerValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far each feature of one customer may move to be near, found once for all schemes. */
final class Reach {
  private static final int FEATURES = 32;

  /**
   * Of one feature.
   *
   * @param value where the customer is
   * @param margin how far is near
   * @param lowest the last value downwards
   * @param highest the last value upwards
   */
  record Span(BigDecimal value, BigDecimal margin, BigDecimal lowest, BigDecimal highest) {

    BigDecimal end(boolean up) {
      return up ? highest : lowest;
    }
  }

  private final Map<String, @Nullable Object> customer;
  private final NearBorderConfig config;
  private @Nullable Span[] spans = new Span[FEATURES];
  private boolean[] asked = new boolean[FEATURES];

  Reach(Map<String, @Nullable Object> customer, NearBorderConfig config) {
    this.customer = customer;
    this.config = config;
  }

  Map<String, @Nullable Object> customer() {
    return customer;
  }

  /**
   * The reach of a feature; null where it cannot move.
   *
   * @param number of the feature, the same for all schemes: this is asked too often for its name
   */
  @Nullable Span of(int number, Movement movement) {
    if (number >= spans.length) {
      spans = Arrays.copyOf(spans, 2 * number);
      asked = Arrays.copyOf(asked, 2 * number);
    }
    if (!asked[number]) {
      spans[number] = span(movement);
      asked[number] = true;
    }
    return spans[number];
  }

  private @Nullable Span span(Movement movement) {
    BigDecimal value = CustomerValues.number(customer, movement.feature());
    if (value == null || !movement.isPossible(customer)) {
      return null;
    }
    BigDecimal margin = movement.margin(config, value);
    // At the scale of the feature: numbers of one scale are compared many times faster.
    int scale = movement.step().scale();
    BigDecimal lowest = value.subtract(margin).setScale(scale, RoundingMode.CEILING);
    BigDecimal highest = value.add(margin).setScale(scale, RoundingMode.FLOOR);
    BigDecimal floor = movement.least(customer);
    return new Span(
        value.setScale(scale, RoundingMode.HALF_UP),
        margin,
        floor == null ? lowest : lowest.max(floor),
        highest);
  }
}
