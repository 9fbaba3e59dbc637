package io.clientele.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SurvivalCurveTest {
  /**
   * Weeks of remission under 6-mercaptopurine, Freireich et al., Blood 21 (1963), the textbook
   * example of the estimate (Kleinbaum and Klein, Survival Analysis, table 2.1); negative: still in
   * remission. In R: {@code survfit(Surv(t, d) ~ 1)} with these t and d.
   */
  private static final int[] MERCAPTOPURINE = {
    6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35
  };

  private static final int[] PLACEBO = {
    1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23
  };

  @Test
  void the_published_survival_of_the_treated_comes_out() {
    SurvivalCurve curve = curve(MERCAPTOPURINE);

    Map<Integer, String> published =
        Map.of(6, "0.857", 7, "0.807", 10, "0.753", 13, "0.690", 16, "0.627", 22, "0.538");
    published.forEach((week, survival) -> assertThat(rounded(curve.at(week))).isEqualTo(survival));
    assertThat(rounded(curve.at(5))).isEqualTo("1.000");
    assertThat(rounded(curve.at(23))).isEqualTo("0.448");
    assertThat(rounded(curve.end())).isEqualTo("0.448");
    assertThat(curve.quantile(50)).isEqualTo(23);
    assertThat(curve.quantile(80)).isNull();
    assertThat(curve.lastDay()).isEqualTo(35);
  }

  @Test
  void without_open_intervals_it_is_the_share_of_longer_ones() {
    SurvivalCurve curve = curve(PLACEBO);

    assertThat(curve.quantile(50)).isEqualTo(8);
    assertThat(curve.quantileOfReturns(50)).isEqualTo(8);
    for (int week = 0; week < 25; week++) {
      int longer = 0;
      for (int weeks : PLACEBO) {
        longer += weeks > week ? 1 : 0;
      }
      assertThat(curve.at(week).doubleValue()).isEqualTo(longer / 21.0, within(1e-12));
    }
    assertThat(curve.end()).isEqualByComparingTo("0");
    assertThat(curve.stillReturning(23)).isEqualByComparingTo("0");
  }

  @Test
  void returns_are_measured_against_those_that_are_seen() {
    // Of four, two are back after 10 and 20 days, two are never seen again within 100.
    SurvivalCurve curve = curve(new int[] {10, 20, -100, -100});

    assertThat(curve.quantile(50)).isEqualTo(20);
    assertThat(curve.quantile(51)).isNull();
    assertThat(curve.quantileOfReturns(50)).isEqualTo(10);
    assertThat(curve.quantileOfReturns(51)).isEqualTo(20);
    assertThat(curve.stillReturning(10)).isEqualByComparingTo("0.333333");
    assertThat(curve.stillReturning(20)).isEqualByComparingTo("0");
  }

  @Test
  void a_share_of_exactly_one_half_is_reached_whatever_the_weights_round_to() {
    Map<Integer, SurvivalCurve.Ended> thirds = new TreeMap<>();
    BigDecimal third = BigDecimal.ONE.divide(BigDecimal.valueOf(3), 40, RoundingMode.HALF_EVEN);
    for (int days : new int[] {1, 2, 3, 4, 5, 6}) {
      thirds.put(days, new SurvivalCurve.Ended(third, BigDecimal.ZERO));
    }

    assertThat(SurvivalCurve.of(thirds).quantile(50)).isEqualTo(3);
  }

  @Test
  void weighted_intervals_agree_with_handing_the_open_ones_on_to_the_longer() {
    Random random = new Random(20_260_102);
    for (int round = 0; round < 200; round++) {
      List<Weighted> intervals = new ArrayList<>();
      int size = 1 + random.nextInt(12);
      for (int i = 0; i < size; i++) {
        int days = 1 + random.nextInt(8);
        intervals.add(new Weighted(days, random.nextBoolean(), 1.0 / (1 + random.nextInt(6))));
      }
      SurvivalCurve curve = curve(intervals);
      for (int day = 0; day <= 9; day++) {
        assertThat(curve.at(day).doubleValue())
            .as("%s at %d", intervals, day)
            .isEqualTo(handedOn(intervals, day), within(1e-9));
      }
    }
  }

  @Test
  void nothing_and_only_open_intervals_give_no_quantile() {
    SurvivalCurve none = SurvivalCurve.of(Map.of());
    SurvivalCurve open = curve(new int[] {-5, -9});

    assertThat(none.end()).isEqualByComparingTo("1");
    assertThat(none.lastDay()).isZero();
    assertThat(none.quantileOfReturns(50)).isNull();
    assertThat(open.at(100)).isEqualByComparingTo("1");
    assertThat(open.quantile(1)).isNull();
    assertThat(open.quantileOfReturns(50)).isNull();
    assertThat(open.stillReturning(3)).isEqualByComparingTo("0");
    assertThatThrownBy(() -> open.quantile(100)).hasMessageContaining("a quantile of 100 %");
  }

  private record Weighted(int days, boolean closed, double weight) {}

  /**
   * Efron's other way to the same estimate (1967): from the shortest on, each open interval hands
   * its mass on to all longer ones in proportion to theirs; S is the mass beyond. At equal length
   * the closed ones come first. What nobody can take stays beyond.
   */
  private static double handedOn(List<Weighted> intervals, int day) {
    List<Weighted> sorted = new ArrayList<>(intervals);
    sorted.sort(
        (a, b) ->
            a.days() != b.days()
                ? Integer.compare(a.days(), b.days())
                : Boolean.compare(b.closed(), a.closed()));
    double[] mass = sorted.stream().mapToDouble(Weighted::weight).toArray();
    double all = sorted.stream().mapToDouble(Weighted::weight).sum();
    double beyond = all;
    for (int i = 0; i < mass.length; i++) {
      if (sorted.get(i).closed()) {
        beyond -= sorted.get(i).days() <= day ? mass[i] : 0;
        continue;
      }
      double right = 0;
      for (int j = i + 1; j < mass.length; j++) {
        right += mass[j];
      }
      for (int j = i + 1; j < mass.length; j++) {
        mass[j] += mass[i] * mass[j] / right;
      }
    }
    return beyond / all;
  }

  private static SurvivalCurve curve(int[] weeks) {
    List<Weighted> intervals = new ArrayList<>();
    for (int week : weeks) {
      intervals.add(new Weighted(Math.abs(week), week > 0, 1));
    }
    return curve(intervals);
  }

  private static SurvivalCurve curve(List<Weighted> intervals) {
    Map<Integer, SurvivalCurve.Ended> ended = new TreeMap<>();
    for (Weighted interval : intervals) {
      BigDecimal weight = new BigDecimal(interval.weight());
      ended.merge(
          interval.days(),
          interval.closed()
              ? new SurvivalCurve.Ended(weight, BigDecimal.ZERO)
              : new SurvivalCurve.Ended(BigDecimal.ZERO, weight),
          SurvivalCurve.Ended::plus);
    }
    return SurvivalCurve.of(ended);
  }

  private static String rounded(BigDecimal share) {
    return share.setScale(3, RoundingMode.HALF_UP).toPlainString();
  }
}
