package io.clientele.concentration;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.ordering.OrderedSeries;
import io.clientele.ordering.SeriesTotals;
import io.clientele.support.Sparks;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

class ConcentrationTest {

  @Test
  void the_gini_of_one_to_four_is_a_quarter() {
    // 2·(1·1+2·2+3·3+4·4)/(4·10) − 5/4 = 60/40 − 5/4 = 0.25
    assertThat(of(1, 2, 3, 4).gini()).hasValueSatisfying(g -> assertEqual(g, "0.25"));
  }

  @Test
  void equal_customers_and_a_lone_customer_have_no_concentration() {
    assertThat(of(7, 7, 7, 7, 7).gini()).hasValueSatisfying(g -> assertEqual(g, "0"));
    assertThat(of(7).gini()).hasValueSatisfying(g -> assertEqual(g, "0"));
    assertThat(of(7).topShare(1)).hasValueSatisfying(s -> assertEqual(s, "1"));
    assertThat(of(7).customersFor80()).hasValue(1L);
  }

  @Test
  void shares_of_nothing_or_of_a_loss_are_undefined() {
    for (Concentration none : List.of(of(0, 0, 0), of(-5, 2), of(-1))) {
      assertThat(none.gini()).isEmpty();
      assertThat(none.topShare(20)).isEmpty();
      assertThat(none.customersFor80()).isEmpty();
      assertThat(none.lorenz(50)).isEmpty();
      assertThat(none.whalePeakShare()).isEmpty();
    }
    assertThat(of(-5, 2).negativeTotal()).isEqualByComparingTo("-0.0005");
  }

  @Test
  void losing_customers_lift_the_whale_curve_above_one() {
    Concentration whale = of(-40, -10, 50, 100);

    // positive 150 of total 100
    assertThat(whale.whalePeakShare()).hasValueSatisfying(s -> assertEqual(s, "1.5"));
    assertThat(whale.descending(50)).hasValueSatisfying(s -> assertEqual(s, "1.5"));
    assertThat(whale.descending(100)).hasValueSatisfying(s -> assertEqual(s, "1"));
    assertThat(whale.customersFor80()).hasValue(1L);
    // 2·(1·−40 + 2·−10 + 3·50 + 4·100)/(4·100) − 5/4 = 980/400 − 1.25
    assertThat(whale.gini()).hasValueSatisfying(g -> assertEqual(g, "1.2"));
  }

  @Test
  void the_lorenz_curve_is_convex_runs_from_zero_to_one_and_lies_below_the_diagonal() {
    Concentration one = of(random(997, 3));
    BigDecimal before = BigDecimal.ZERO;
    BigDecimal rise = BigDecimal.ZERO;
    assertEqual(one.lorenz(0).orElseThrow(), "0");
    for (int step = 1; step <= Concentration.GRID; step++) {
      BigDecimal here = one.lorenz(step).orElseThrow();
      // Ten published places: a rise may fall short of the one before by their rounding.
      assertThat(here.subtract(before))
          .isGreaterThanOrEqualTo(rise.subtract(new BigDecimal("3e-10")));
      assertThat(here).isLessThanOrEqualTo(BigDecimal.valueOf(step, 2));
      rise = here.subtract(before);
      before = here;
    }
    assertEqual(before, "1");
  }

  @Test
  void scaling_everybody_or_doubling_everybody_changes_no_share() {
    long[] values = random(500, 11);
    long[] scaled = java.util.Arrays.stream(values).map(v -> v * 3).toArray();
    long[] twice =
        java.util.stream.LongStream.concat(
                java.util.Arrays.stream(values), java.util.Arrays.stream(values))
            .toArray();

    assertThat(of(scaled).gini()).isEqualTo(of(values).gini());
    assertThat(of(scaled).topShare(20)).isEqualTo(of(values).topShare(20));
    assertThat(of(twice).gini().orElseThrow())
        .isCloseTo(of(values).gini().orElseThrow(), within("0.0000000002"));
    assertThat(of(twice).topShare(20)).isEqualTo(of(values).topShare(20));
  }

  @Test
  void the_first_customer_is_always_in_class_a_and_ties_stay_together() {
    assertThat(of(1000, 1, 1).abcEdgeA()).isEqualByComparingTo("0.1000");
    // 4 · 25 %: above the tie group lies nothing, so all four are A.
    assertThat(of(25, 25, 25, 25).abcEdgeA()).isEqualByComparingTo("0.0025");
    assertThat(of(50, 30, 15, 5).abcEdgeA()).isEqualByComparingTo("0.0030");
    assertThat(of(50, 30, 15, 5).abcEdgeB()).isEqualByComparingTo("0.0015");
  }

  private static org.assertj.core.data.Offset<BigDecimal> within(String tolerance) {
    return org.assertj.core.data.Offset.offset(new BigDecimal(tolerance));
  }

  private static void assertEqual(BigDecimal actual, String expected) {
    assertThat(actual).isEqualByComparingTo(expected);
  }

  private static long[] random(int count, long seed) {
    return new Random(seed).longs(count, 0, 1_000_000).toArray();
  }

  private static Concentration of(long... values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    OrderedSeries series =
        OrderedSeries.of(
            Sparks.session().createDataset(list, Encoders.LONG()).toDF("v"), Map.of(0, col("v")));
    Map<Integer, SeriesTotals> totals = series.totals();
    SeriesTotals own = totals.get(0);
    return new Concentration(
        Measure.REVENUE, 0, own, series.answer(totals, Concentration.questions(0, own), Set.of(0)));
  }
}
