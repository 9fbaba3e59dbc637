package io.clientele.border;

import io.clientele.config.NearBorderConfig;
import io.clientele.feature.Features;
import io.clientele.rule.CustomerValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one customer stands on the features that have borders, and how far each may move to be
 * near; found once for all schemes.
 */
final class Reach {
  private static final int FEATURES = 32;

  /**
   * Of one feature, in its steps.
   *
   * @param free whether it can move alone
   * @param value where the customer is
   * @param lowest the last value downwards
   * @param highest the last value upwards
   * @param margin how far is near, in the feature's unit
   */
  record Span(boolean free, long value, long lowest, long highest, BigDecimal margin) {

    long end(boolean up) {
      return up ? highest : lowest;
    }
  }

  private final Map<String, @Nullable Object> customer;
  private final @Nullable NearBorderConfig config;
  private final @Nullable BigDecimal tenure;
  private final @Nullable BigDecimal recency;
  private @Nullable Span[] spans = new Span[FEATURES];
  private boolean[] asked = new boolean[FEATURES];

  /** How far the features of a customer may move. */
  Reach(Map<String, @Nullable Object> customer, @Nullable NearBorderConfig config) {
    this.customer = customer;
    this.config = config;
    this.tenure = CustomerValues.number(customer, Features.TENURE_DAYS);
    this.recency = CustomerValues.number(customer, Features.RECENCY_DAYS);
  }

  /** Wherever the features can be. */
  static Reach anywhere(Map<String, @Nullable Object> customer) {
    return new Reach(customer, null);
  }

  Map<String, @Nullable Object> customer() {
    return customer;
  }

  /** Days since the first purchase; null where there is none. */
  @Nullable BigDecimal tenure() {
    return tenure;
  }

  /** Days since the last purchase; null where there is none. */
  @Nullable BigDecimal recency() {
    return recency;
  }

  /**
   * The reach of a feature; null where the customer has no value.
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
    if (value == null) {
      return null;
    }
    boolean free = movement.isPossible(value);
    long at = movement.units(value, RoundingMode.HALF_UP);
    long floor = movement.least(recency);
    if (config == null) {
      return new Span(free, at, floor, Movement.MOST, BigDecimal.ONE);
    }
    BigDecimal margin = movement.margin(config, value);
    long lowest = movement.units(value.subtract(margin), RoundingMode.CEILING);
    long highest = movement.units(value.add(margin), RoundingMode.FLOOR);
    return new Span(free, at, Math.max(lowest, floor), highest, margin);
  }
}
