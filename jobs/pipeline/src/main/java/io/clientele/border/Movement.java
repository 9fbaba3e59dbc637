package io.clientele.border;

import io.clientele.config.NearBorderConfig;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.rule.CustomerValues;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one feature can move: in which steps, down to where, and what counts as near.
 *
 * @param feature its name
 * @param step the least difference between two values
 * @param measure what its distances are measured in
 */
record Movement(String feature, BigDecimal step, Measure measure) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What distances are measured in. */
  enum Measure {
    /** Days of time. */
    DAYS,
    /** Orders, purchase days, lines, products. */
    COUNT,
    /** A share of the customer's own value. */
    RELATIVE
  }

  private static final BigDecimal FEW = BigDecimal.valueOf(3);

  /** Counts of purchases: a buyer has one at least, and nobody else can have one alone. */
  private static final List<String> PURCHASES = List.of(Features.FREQUENCY, "purchase_days");

  static Movement of(Feature feature) {
    BigDecimal step =
        switch (feature.type()) {
          case INTEGER -> BigDecimal.ONE;
          case SHARE -> new BigDecimal("0.000001");
          default -> new BigDecimal("0.0001");
        };
    boolean days = feature.unit().equals("days") && !feature.name().startsWith("purchase_days");
    Measure measure =
        days
            ? Measure.DAYS
            : feature.type() == FeatureType.INTEGER ? Measure.COUNT : Measure.RELATIVE;
    return new Movement(feature.name(), step, measure);
  }

  /** The least value that a customer can have; null where there is no floor. */
  @Nullable BigDecimal least(Map<String, @Nullable Object> customer) {
    if (feature.equals(Features.TENURE_DAYS)) {
      return CustomerValues.number(customer, Features.RECENCY_DAYS);
    }
    if (feature.equals(Features.RECENCY_DAYS) || PURCHASES.contains(feature)) {
      return BigDecimal.ONE;
    }
    return step.equals(BigDecimal.ONE) ? BigDecimal.ZERO : null;
  }

  /** Whether the feature of this customer can move alone. */
  boolean isPossible(Map<String, @Nullable Object> customer) {
    BigDecimal value = CustomerValues.number(customer, feature);
    return value != null && (!PURCHASES.contains(feature) || value.signum() > 0);
  }

  /** Whether the values up to an end are so few that each can be tried. */
  boolean isFew(BigDecimal value, BigDecimal end) {
    return step.equals(BigDecimal.ONE) && end.subtract(value).abs().compareTo(FEW) <= 0;
  }

  /** The values after one up to an end that is included, nearest first. */
  List<BigDecimal> each(BigDecimal value, BigDecimal end) {
    BigDecimal by = end.compareTo(value) > 0 ? step : step.negate();
    List<BigDecimal> each = new ArrayList<>();
    for (BigDecimal at = value.add(by);
        at.subtract(end).signum() * by.signum() <= 0;
        at = at.add(by)) {
      each.add(at);
    }
    return each;
  }

  /** How far away a border is near, from a value. */
  BigDecimal margin(NearBorderConfig config, BigDecimal value) {
    return switch (measure) {
      case DAYS -> BigDecimal.valueOf(config.days());
      case COUNT -> BigDecimal.valueOf(config.orders());
      case RELATIVE -> value.abs().multiply(config.share());
    };
  }
}
