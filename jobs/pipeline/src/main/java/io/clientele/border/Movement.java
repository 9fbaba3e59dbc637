package io.clientele.border;

import io.clientele.config.NearBorderConfig;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one feature can move: in which steps, down to where, and what counts as near. Its values are
 * whole numbers of its least step here, because these are compared many times faster than decimals.
 *
 * @param feature its name
 * @param scale decimal places of the least difference between two values
 * @param measure what its distances are measured in
 */
record Movement(String feature, int scale, Measure measure) implements Serializable {
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

  /** Below every value. */
  static final long LEAST = -1_000_000_000_000_000_000L;

  /** Above every value. */
  static final long MOST = 1_000_000_000_000_000_000L;

  private static final int DIGITS = 18;
  private static final long FEW = 3;

  /** Counts of purchases: a buyer has one at least, and nobody else can have one alone. */
  private static final List<String> PURCHASES = List.of(Features.FREQUENCY, "purchase_days");

  static Movement of(Feature feature) {
    boolean days = feature.unit().equals("days") && !feature.name().startsWith("purchase_days");
    Measure measure =
        days
            ? Measure.DAYS
            : feature.type() == FeatureType.INTEGER ? Measure.COUNT : Measure.RELATIVE;
    return new Movement(feature.name(), feature.type().scale(), measure);
  }

  /** A value in steps; what has too many digits is {@link #LEAST} or {@link #MOST}. */
  long units(BigDecimal value, RoundingMode rounding) {
    BigDecimal scaled = value.setScale(scale, rounding);
    if (scaled.precision() > DIGITS) {
      return scaled.signum() < 0 ? LEAST : MOST;
    }
    return scaled.unscaledValue().longValue();
  }

  /** The value of so many steps. */
  BigDecimal value(long units) {
    return BigDecimal.valueOf(units, scale);
  }

  /**
   * The least value that a customer can have; {@link #LEAST} where there is no floor.
   *
   * @param recency the customer's; null where there is none
   */
  long least(@Nullable BigDecimal recency) {
    if (feature.equals(Features.TENURE_DAYS)) {
      return recency == null ? LEAST : units(recency, RoundingMode.CEILING);
    }
    if (feature.equals(Features.RECENCY_DAYS) || PURCHASES.contains(feature)) {
      return 1;
    }
    return scale == 0 ? 0 : LEAST;
  }

  /** Whether the feature of a customer who has this value can move alone. */
  boolean isPossible(BigDecimal value) {
    return !PURCHASES.contains(feature) || value.signum() > 0;
  }

  /** Whether the values up to an end are so few that each can be tried. */
  boolean isFew(long value, long end) {
    return scale == 0 && Math.abs(end - value) <= FEW;
  }

  /** The values after one up to an end that is included, nearest first. */
  static long[] each(long value, long end) {
    int by = end > value ? 1 : -1;
    long[] each = new long[(int) Math.abs(end - value)];
    for (int i = 0; i < each.length; i++) {
      each[i] = value + by * (i + 1L);
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
