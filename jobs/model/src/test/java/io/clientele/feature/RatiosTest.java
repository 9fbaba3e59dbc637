package io.clientele.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RatiosTest {

  @Property(tries = 2000)
  void a_ratio_is_what_big_decimals_say(
      @ForAll long numerator, @ForAll long denominator, @ForAll @IntRange(max = 6) int decimals) {
    long n = numerator / 4_000_000;
    if (denominator == 0) {
      assertThat(Ratios.scaled(n, denominator, decimals)).isNull();
      return;
    }
    BigDecimal expected =
        BigDecimal.valueOf(n)
            .movePointRight(decimals)
            .divide(BigDecimal.valueOf(denominator), 0, RoundingMode.HALF_UP);

    assertThat(BigDecimal.valueOf(Ratios.scaled(n, denominator, decimals)))
        .isEqualByComparingTo(expected);
  }

  @Property(tries = 2000)
  void a_product_over_a_divisor_is_what_big_decimals_say(
      @ForAll int a, @ForAll long b, @ForAll int divisor) {
    if (divisor == 0) {
      return;
    }
    BigDecimal expected =
        BigDecimal.valueOf(a)
            .multiply(BigDecimal.valueOf(b >> 33))
            .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_UP);

    assertThat(BigDecimal.valueOf(Ratios.product(a, b >> 33, divisor)))
        .isEqualByComparingTo(expected);
  }

  @Test
  void halves_go_away_from_zero() {
    assertThat(Ratios.scaled(5, 2, 0)).isEqualTo(3);
    assertThat(Ratios.scaled(-5, 2, 0)).isEqualTo(-3);
    assertThat(Ratios.scaled(1, 3, 6)).isEqualTo(333_333);
  }
}
