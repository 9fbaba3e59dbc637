package io.clientele.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.support.Shop;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsFitTest {
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);
  @TempDir Path directory;

  @Test
  void who_is_loyal_by_the_rhythm_of_the_base_and_lost_by_fixed_limits_is_told_with_the_reason() {
    Shop shop = every(120, 100);

    assertThat(notes(shop))
        .contains(
            "200 customers are profitable_loyal in profit_loyalty and lost in lifecycle_9, with"
                + " no purchase for 90 days or more, which is no long silence where a loyalty"
                + " period is 120 days; raise sleeping_days of lifecycle_9, or see what"
                + " bin/clientele calibrate proposes");
    assertThat(notes(shop.set("parameters.lifecycle_9.sleeping_days=180")))
        .noneMatch(note -> note.contains("lost in lifecycle_9"));
  }

  @Test
  void a_lifecycle_that_loses_nearly_all_or_finds_hardly_anybody_active_does_not_fit() {
    assertThat(notes(every(120, 100)))
        .contains(
            "lifecycle_9: its limits do not fit this base (99.5 % lost, 0.0 % active); try"
                + " bin/clientele calibrate with the same --config");
    assertThat(notes(every(20, 10))).noneMatch(note -> note.contains("do not fit"));
  }

  @Test
  void a_year_that_holds_less_than_two_loyalty_periods_is_too_short_for_its_profit() {
    assertThat(notes(every(200, 10)))
        .anyMatch(
            note ->
                note.startsWith("profit_loyalty: 200 days pass between most purchases")
                    && note.contains("add 400 to windows_days"));
    assertThat(notes(every(182, 10))).noneMatch(note -> note.contains("windows_days"));
  }

  @Test
  void nobody_is_loyal_yet_where_the_history_is_short() {
    Shop young = shop();
    List<String> lines = new ArrayList<>(List.of("order_id,customer_id,day,amount"));
    for (int customer = 0; customer < 200; customer++) {
      lines.add(line(customer, 0, 40));
      lines.add(line(customer, 1, 5));
    }

    assertThat(notes(young.lines("a.csv", lines.toArray(String[]::new))))
        .contains(
            "value_loyalty: it is too early to say of 100.0 % of the buyers, whose first purchase"
                + " lies less than two loyalty periods (70 days) back");
  }

  /**
   * Two hundred customers, enough for a loyalty period, who buy at an interval, the last time so
   * many days ago, and one who is asleep.
   */
  private Shop every(int interval, int last) {
    List<String> lines = new ArrayList<>(List.of("order_id,customer_id,day,amount"));
    for (int customer = 0; customer < 200; customer++) {
      for (int order = 0; order < 8; order++) {
        lines.add(line(customer, order, last + order * interval));
      }
    }
    lines.add("x,x," + AS_OF.minusDays(70) + ",1.00");
    return shop().lines("a.csv", lines.toArray(String[]::new));
  }

  private Shop shop() {
    return new Shop(directory.resolve("shop"))
        .set(
            "schemes=[lifecycle_9, value_loyalty, profit_loyalty]",
            "sources.transactions.columns.cost=amount * 0.5")
        .only(new LimitsFit());
  }

  private static List<String> notes(Shop shop) {
    return shop.compute().notes();
  }

  private static String line(int customer, int order, int daysBack) {
    return "o%d-%d,c%d,%s,50.00".formatted(customer, order, customer, AS_OF.minusDays(daysBack));
  }
}
