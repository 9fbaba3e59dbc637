package io.clientele.cluster;

import io.clientele.config.ClusterFeature;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.jspecify.annotations.Nullable;

/**
 * One feature's way from its own unit to the space in which distances are measured, with the
 * numbers that the sample gave: fill, clip, log1p, standardise, in this order.
 *
 * @param name the feature
 * @param fill for missing values, in its unit; null where there is none
 * @param low the least value that counts as itself, in its unit
 * @param high the greatest such value
 * @param log1p whether sign(x)·ln(1 + |x|) is taken
 * @param mean subtracted after that; 0 where nothing is standardised
 * @param deviation divided by after that, population standard deviation; 1 where nothing is
 *     standardised, 0 for a feature that is the same for everybody
 */
public record ScaledFeature(
    String name,
    @Nullable Double fill,
    double low,
    double high,
    boolean log1p,
    double mean,
    double deviation)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Takes the numbers from a sample.
   *
   * @param values of the sample in their unit, in its order; NaN where missing
   */
  static ScaledFeature fit(ClusterFeature feature, double[] values) {
    BigDecimal declared = feature.fill();
    Double fill = declared == null ? null : declared.doubleValue();
    double[] known =
        Arrays.stream(values)
            .filter(value -> fill != null || !Double.isNaN(value))
            .map(value -> Double.isNaN(value) && fill != null ? fill : value)
            .toArray();
    if (known.length == 0) {
      return new ScaledFeature(feature.name(), fill, 0, 0, feature.log1p(), 0, 0);
    }
    double[] sorted = known.clone();
    Arrays.sort(sorted);
    ScaledFeature clipped =
        new ScaledFeature(
            feature.name(),
            fill,
            quantile(sorted, feature.clipLow()),
            quantile(sorted, feature.clipHigh()),
            feature.log1p(),
            0,
            1);
    double[] moved = Arrays.stream(known).map(clipped::scale).toArray();
    double mean = new Mean().evaluate(moved);
    double deviation = new StandardDeviation(false).evaluate(moved, mean);
    return feature.standardise() || deviation == 0
        ? new ScaledFeature(
            feature.name(), fill, clipped.low, clipped.high, feature.log1p(), mean, deviation)
        : clipped;
  }

  /** The ⌈q·n⌉-th smallest value, the smallest for q = 0: no interpolation, so it is a real one. */
  private static double quantile(double[] sorted, BigDecimal share) {
    int rank =
        share
            .multiply(BigDecimal.valueOf(sorted.length))
            .setScale(0, java.math.RoundingMode.CEILING)
            .intValue();
    return sorted[Math.max(0, rank - 1)];
  }

  /** Whether a missing value has nothing to count as. */
  boolean refuses(double value) {
    return !Double.isFinite(value) && fill == null;
  }

  /** The scaled value; NaN where the value is missing and nothing fills it. */
  double scale(double value) {
    double known = Double.isNaN(value) && fill != null ? fill : value;
    if (Double.isNaN(known) || deviation == 0) {
      return Double.isNaN(known) ? Double.NaN : 0;
    }
    double clipped = Math.min(high, Math.max(low, known));
    double moved = log1p ? Math.signum(clipped) * Math.log1p(Math.abs(clipped)) : clipped;
    return (moved - mean) / deviation;
  }

  /** The value in its unit whose scaled value is given. */
  double natural(double scaled) {
    double moved = scaled * deviation + mean;
    return log1p ? Math.signum(moved) * Math.expm1(Math.abs(moved)) : moved;
  }
}
