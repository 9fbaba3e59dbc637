package io.clientele.profit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeversTest {
  private static final MathContext EXACT = new MathContext(40);
  private static final List<List<Integer>> ORDERS =
      List.of(
          List.of(0, 1, 2),
          List.of(0, 2, 1),
          List.of(1, 0, 2),
          List.of(1, 2, 0),
          List.of(2, 0, 1),
          List.of(2, 1, 0));

  @Test
  void the_effects_are_the_average_over_all_orders_and_add_up_exactly() {
    Random random = new Random(11);
    for (int i = 0; i < 500; i++) {
      Levers.Period before = period(random);
      Levers.Period now = period(random);

      Levers levers = Levers.of(before, now).orElseThrow();

      BigDecimal[] expected = bruteForce(before, now);
      BigDecimal half = new BigDecimal("0.00005001");
      assertThat(levers.orders().subtract(expected[0]).abs()).isLessThan(half);
      assertThat(levers.units().subtract(expected[1]).abs()).isLessThan(half);
      assertThat(levers.orders().add(levers.units()).add(levers.price()))
          .isEqualByComparingTo(now.revenue().subtract(before.revenue()));
    }
  }

  @Test
  void a_lever_that_did_not_move_has_no_effect() {
    Levers levers = Levers.of(of("100", 10, "20"), of("150", 15, "30")).orElseThrow();

    assertThat(levers.orders()).isEqualByComparingTo("50");
    assertThat(levers.units()).isEqualByComparingTo("0");
    assertThat(levers.price()).isEqualByComparingTo("0");
  }

  @Test
  void without_units_the_value_of_an_order_takes_their_place() {
    // 10 orders of 10, then 12 of 11: +2 orders at the mean value 10.5, +1 at the mean of 11
    // orders.
    Levers levers = Levers.of(of("100", 10, null), of("132", 12, null)).orElseThrow();

    assertThat(levers.orders()).isEqualByComparingTo("21");
    assertThat(levers.units()).isNull();
    assertThat(levers.price()).isEqualByComparingTo("11");
  }

  @Test
  void where_one_period_has_no_orders_all_is_theirs_and_without_any_nothing_is_said() {
    assertThat(Levers.of(of("0", 0, "0"), of("80", 4, "9")).orElseThrow().orders())
        .isEqualByComparingTo("80");
    assertThat(Levers.of(of("-5", 0, "-1"), of("0", 0, "0"))).isEmpty();
    assertThat(Levers.of(of("5", 1, "0"), of("9", 2, "3"))).isEmpty();
  }

  private static BigDecimal[] bruteForce(Levers.Period before, Levers.Period now) {
    BigDecimal[] old = factors(before);
    BigDecimal[] fresh = factors(now);
    BigDecimal[] effects = {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
    for (List<Integer> order : ORDERS) {
      BigDecimal[] at = old.clone();
      for (int lever : order) {
        BigDecimal value = product(at);
        at[lever] = fresh[lever];
        effects[lever] = effects[lever].add(product(at).subtract(value));
      }
    }
    for (int i = 0; i < 3; i++) {
      effects[i] = effects[i].divide(BigDecimal.valueOf(6), EXACT);
    }
    return effects;
  }

  private static BigDecimal[] factors(Levers.Period period) {
    BigDecimal orders = BigDecimal.valueOf(period.orders());
    return new BigDecimal[] {
      orders, period.units().divide(orders, EXACT), period.revenue().divide(period.units(), EXACT)
    };
  }

  private static BigDecimal product(BigDecimal[] of) {
    return of[0].multiply(of[1]).multiply(of[2]);
  }

  private static Levers.Period period(Random random) {
    return new Levers.Period(
        new BigDecimal(random.nextInt(2_000_000) - 500_000).movePointLeft(2),
        1 + random.nextInt(300),
        new BigDecimal(1 + random.nextInt(5_000)));
  }

  private static Levers.Period of(String revenue, long orders, String units) {
    return new Levers.Period(
        new BigDecimal(revenue).setScale(4), orders, units == null ? null : new BigDecimal(units));
  }
}
