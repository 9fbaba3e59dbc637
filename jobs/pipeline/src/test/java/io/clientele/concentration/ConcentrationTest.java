package io.clientele.concentration;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.scoring.OrderStatistics;
import io.clientele.scoring.RankQuery;
import io.clientele.scoring.SeriesTotals;
import io.clientele.support.Sparks;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ConcentrationTest {
  private static final StructType STACKED =
      new StructType().add("series", DataTypes.IntegerType).add("value", DataTypes.LongType);

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
  void losses_push_the_gini_above_one_and_the_normalised_one_stays_below() {
    Concentration whale = of(100, 50, 0, -10, -40);

    // Lorenz −.4, −.5, −.5, 0, 1: the area below zero is (.2 + .45 + .5 + .25) / 5 = .28.
    assertThat(whale.gini()).hasValueSatisfying(g -> assertEqual(g, "1.36"));
    // 1.36 / 1.56
    assertThat(whale.giniNormalised()).hasValueSatisfying(g -> assertEqual(g, "0.8717948718"));
    assertThat(whale.customersFor100()).hasValue(1L);
    assertThat(whale.customersAtPeak()).isEqualTo(2);
    assertThat(whale.losingCustomers()).isEqualTo(2);
    assertThat(of(2, 0).giniNormalised()).hasValueSatisfying(g -> assertEqual(g, "0.5"));
    Concentration loss = of(-5, 2);
    assertThat(loss.giniNormalised()).isEmpty();
    assertThat(loss.customersFor100()).isEmpty();
    assertThat(loss.customersAtPeak()).isEqualTo(1);
    assertThat(loss.losingCustomers()).isEqualTo(1);
  }

  @Test
  void two_hundred_random_bases_with_losses_and_ties_agree_with_their_definitions() {
    Random random = new Random(20);
    List<long[]> bases = new ArrayList<>();
    List<Row> stacked = new ArrayList<>();
    for (int base = 0; base < 200; base++) {
      int spread = List.of(2, 9, 300, 1_000_000).get(base % 4);
      int shift = random.nextInt(spread);
      long[] values =
          random.longs(1 + random.nextInt(40), shift - spread + 1L, spread).sorted().toArray();
      bases.add(values);
      for (long value : values) {
        stacked.add(RowFactory.create(base, value));
      }
    }
    OrderStatistics series =
        OrderStatistics.ofStacked(Sparks.toys().createDataFrame(stacked, STACKED));
    Map<Integer, SeriesTotals> totals = series.totals();
    List<RankQuery> questions = new ArrayList<>();
    totals.forEach((number, of) -> questions.addAll(Concentration.questions(number, of)));
    OrderStatistics.Answers answers = series.answer(totals, questions, totals.keySet());

    int profitable = 0;
    for (int base = 0; base < bases.size(); base++) {
      Concentration one = new Concentration(Measure.REVENUE, base, totals.get(base), answers);
      Definitions definitions = new Definitions(bases.get(base));
      assertThat(one.customersAtPeak()).isEqualTo(definitions.count(v -> v > 0));
      assertThat(one.losingCustomers()).isEqualTo(definitions.count(v -> v < 0));
      if (definitions.total() <= 0) {
        assertThat(one.gini()).isEmpty();
        assertThat(one.giniNormalised()).isEmpty();
        assertThat(one.customersFor100()).isEmpty();
      } else {
        profitable++;
        assertThat(one.customersFor100()).hasValue(definitions.customersFor(100));
        assertThat(one.customersFor80()).hasValue(definitions.customersFor(80));
        assertThat(one.gini().orElseThrow()).isCloseTo(definitions.gini(), within("1e-10"));
        BigDecimal normalised = one.giniNormalised().orElseThrow();
        assertThat(normalised).isCloseTo(definitions.giniNormalised(), within("1e-10"));
        assertThat(normalised).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
        if (one.losingCustomers() == 0) {
          assertThat(normalised).isEqualTo(one.gini().orElseThrow());
        }
      }
    }
    assertThat(profitable).isBetween(60, 190);
  }

  /** The definitions, as slow and as plain as possible. */
  private record Definitions(long[] ascending) {
    private static final MathContext DIGITS = new MathContext(40);

    long total() {
      return Arrays.stream(ascending).sum();
    }

    long count(LongPredicate which) {
      return Arrays.stream(ascending).filter(which).count();
    }

    long customersFor(int percent) {
      long sum = 0;
      for (int i = 1; i <= ascending.length; i++) {
        sum += ascending[ascending.length - i];
        if (100 * sum >= percent * total()) {
          return i;
        }
      }
      throw new IllegalStateException();
    }

    /** Half the mean difference of two customers over the mean. */
    BigDecimal gini() {
      long differences = 0;
      for (long one : ascending) {
        for (long other : ascending) {
          differences += Math.abs(one - other);
        }
      }
      return BigDecimal.valueOf(differences)
          .divide(BigDecimal.valueOf(2L * ascending.length * total()), DIGITS);
    }

    /** The Gini over 1 + twice the area of the Lorenz polygon below zero. */
    BigDecimal giniNormalised() {
      BigDecimal area = BigDecimal.ZERO;
      BigDecimal before = BigDecimal.ZERO;
      for (long value : ascending) {
        BigDecimal rise = BigDecimal.valueOf(value).divide(BigDecimal.valueOf(total()), DIGITS);
        BigDecimal after = before.add(rise);
        if (before.signum() <= 0 && after.signum() <= 0) {
          area = area.subtract(before.add(after).divide(BigDecimal.valueOf(2), DIGITS));
        } else if (before.signum() < 0) {
          area =
              area.add(
                  before.multiply(before).divide(rise.multiply(BigDecimal.valueOf(2)), DIGITS));
        }
        before = after;
      }
      BigDecimal twice =
          area.multiply(BigDecimal.valueOf(2)).divide(BigDecimal.valueOf(ascending.length), DIGITS);
      return gini().divide(BigDecimal.ONE.add(twice), DIGITS);
    }
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
    long[] scaled = Arrays.stream(values).map(v -> v * 3).toArray();
    long[] twice =
        java.util.stream.LongStream.concat(Arrays.stream(values), Arrays.stream(values)).toArray();

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
    OrderStatistics series =
        OrderStatistics.of(
            Sparks.toys().createDataset(list, Encoders.LONG()).toDF("v"), Map.of(0, col("v")));
    Map<Integer, SeriesTotals> totals = series.totals();
    SeriesTotals own = totals.get(0);
    return new Concentration(
        Measure.REVENUE, 0, own, series.answer(totals, Concentration.questions(0, own), Set.of(0)));
  }
}
