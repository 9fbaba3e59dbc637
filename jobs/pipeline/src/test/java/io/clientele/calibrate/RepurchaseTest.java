package io.clientele.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RepurchaseTest {
  @Test
  void the_chance_after_each_purchase_is_that_of_a_slow_count_in_any_number_of_partitions() {
    Random random = new Random(5);
    List<TreeSet<Integer>> customers = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      TreeSet<Integer> days = new TreeSet<>();
      int purchases = 1 + random.nextInt(1 + random.nextInt(7));
      while (days.size() < purchases) {
        days.add(1 + random.nextInt(200));
      }
      customers.add(days);
    }

    Repurchase found = Repurchase.of(GapCountsTest.staged(customers, 1), 30);

    assertThat(Repurchase.of(GapCountsTest.staged(customers, 7), 30)).isEqualTo(found);
    assertThat(found.steps()).hasSizeGreaterThan(4);
    for (Repurchase.Step step : found.steps()) {
      long reached = customers.stream().filter(d -> d.size() >= step.purchases()).count();
      assertThat(step.customers()).isEqualTo(reached);
      assertThat(step.chance().doubleValue())
          .as("after " + step.purchases())
          .isEqualTo(slow(customers, step.purchases(), 30), within(0.00006));
    }
  }

  @Test
  void without_open_intervals_that_are_too_young_it_is_the_plain_share() {
    // 100 of 400 came back 10 days after the first purchase; everybody was watched for 200 days.
    List<TreeSet<Integer>> customers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      customers.add(i < 100 ? new TreeSet<>(List.of(200, 190)) : new TreeSet<>(List.of(200)));
    }

    Repurchase found = Repurchase.of(GapCountsTest.staged(customers, 2), 30);

    assertThat(found.steps())
        .containsExactly(
            new Repurchase.Step(1, 400, new BigDecimal("0.2500")),
            new Repurchase.Step(2, 100, new BigDecimal("0.0000")));
    assertThat(found.rows()).isEmpty();
  }

  @Test
  void regular_begins_where_the_chance_stops_rising_and_promising_half_way() {
    assertThat(rows("0.40", "0.55", "0.65", "0.73", "0.82", "0.84", "0.99"))
        .contains(new Repurchase.Rows(3, 5));
    assertThat(rows("0.40", "0.60", "0.62", "0.63")).contains(new Repurchase.Rows(2, 3));
    assertThat(rows("0.10", "0.20", "0.30", "0.40", "0.50")).contains(new Repurchase.Rows(3, 5));
    // A jump at the end only: the row before it is promising.
    assertThat(rows("0.10", "0.15", "0.20", "0.80")).contains(new Repurchase.Rows(3, 4));
  }

  @Test
  void where_it_does_not_rise_or_hardly_anybody_comes_back_nothing_is_proposed() {
    assertThat(rows("0.40", "0.449", "0.80", "0.90")).isEmpty();
    assertThat(rows("0.80", "0.40", "0.30")).isEmpty();
    assertThat(rows("0.40", "0.60")).isEmpty();
    assertThat(rows()).isEmpty();
    assertThat(Repurchase.of(GapCountsTest.staged(List.of(), 1), 30).steps()).isEmpty();
    List<TreeSet<Integer>> few = new ArrayList<>();
    for (int i = 0; i < Repurchase.SUPPORT - 1; i++) {
      few.add(new TreeSet<>(List.of(5, 50, 90)));
    }
    assertThat(Repurchase.of(GapCountsTest.staged(few, 1), 30).steps()).isEmpty();
  }

  private static Optional<Repurchase.Rows> rows(String... chances) {
    List<Repurchase.Step> steps = new ArrayList<>();
    for (String chance : chances) {
      steps.add(new Repurchase.Step(steps.size() + 1, 1_000, new BigDecimal(chance)));
    }
    return new Repurchase(30, steps).rows();
  }

  /** 1 − Π (1 − d/r) over the days, from the customers one by one. */
  private static double slow(List<TreeSet<Integer>> customers, int purchases, int within) {
    double stays = 1;
    for (int day = 1; day <= within; day++) {
      int ended = 0;
      int watched = 0;
      for (TreeSet<Integer> back : customers) {
        List<Integer> oldestFirst = new ArrayList<>(back.descendingSet());
        if (oldestFirst.size() < purchases) {
          continue;
        }
        boolean returned = oldestFirst.size() > purchases;
        int next = returned ? oldestFirst.get(purchases) : 0;
        int length = oldestFirst.get(purchases - 1) - next;
        watched += length >= day ? 1 : 0;
        ended += returned && length == day ? 1 : 0;
      }
      stays *= watched == 0 ? 1 : 1 - (double) ended / watched;
    }
    return 1 - stays;
  }
}
