package io.clientele.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clientele.config.ClusterFeature;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScaledFeatureTest {
  private static ClusterFeature feature(
      String low, String high, boolean log1p, boolean standardise) {
    return new ClusterFeature(
        "x", null, new BigDecimal(low), new BigDecimal(high), log1p, standardise);
  }

  @Test
  void quantiles_are_values_of_the_sample_and_clip_what_lies_beyond() {
    double[] hundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> i).toArray();

    ScaledFeature clipped = ScaledFeature.fit(feature("0.05", "0.95", false, false), hundred);

    assertThat(clipped.low()).isEqualTo(5);
    assertThat(clipped.high()).isEqualTo(95);
    assertThat(clipped.scale(1)).isEqualTo(5);
    assertThat(clipped.scale(50)).isEqualTo(50);
    assertThat(clipped.scale(1000)).isEqualTo(95);
  }

  @Test
  void standardised_values_have_mean_nought_and_deviation_one() {
    double[] values = {3, 10, -4, 8, 100, 0.5};

    ScaledFeature feature = ScaledFeature.fit(feature("0", "1", true, true), values);

    double[] scaled = Arrays.stream(values).map(feature::scale).toArray();
    assertThat(Arrays.stream(scaled).average().getAsDouble()).isEqualTo(0, within(1e-12));
    assertThat(Arrays.stream(scaled).map(x -> x * x).average().getAsDouble())
        .isEqualTo(1, within(1e-12));
    for (double value : values) {
      assertThat(feature.natural(feature.scale(value))).isEqualTo(value, within(1e-9));
    }
  }

  @Test
  void the_logarithm_is_signed() {
    ScaledFeature feature =
        ScaledFeature.fit(feature("0", "1", true, false), new double[] {-9, 0, 9});

    assertThat(feature.scale(9)).isEqualTo(Math.log(10), within(1e-15));
    assertThat(feature.scale(-9)).isEqualTo(-Math.log(10), within(1e-15));
    assertThat(feature.scale(0)).isZero();
  }
}
