package io.clientele.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.DataRefusedException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTableTest {
  private static final LocalDate FRIDAY = LocalDate.of(2024, 3, 1);

  @Test
  void the_rate_of_friday_holds_over_the_weekend_until_monday_has_its_own() {
    RateTable table =
        new RateTable(
            "EUR", List.of(rate("USD", FRIDAY, "0.92"), rate("USD", FRIDAY.plusDays(3), "0.93")));

    for (int days = 0; days <= 2; days++) {
      assertThat(value(table, "USD", FRIDAY.plusDays(days))).isEqualByComparingTo("0.92");
      assertThat(carried(table, "USD", FRIDAY.plusDays(days))).isEqualTo(days);
    }
    assertThat(value(table, "USD", FRIDAY.plusDays(3))).isEqualByComparingTo("0.93");
    assertThat(carried(table, "USD", FRIDAY.plusDays(3))).isZero();
    assertThat(carried(table, "USD", FRIDAY.plusDays(400))).isEqualTo(397);
  }

  @Test
  void before_its_first_rate_a_currency_is_worth_nothing_that_is_known() {
    RateTable table =
        new RateTable(
            "EUR", List.of(rate("AUD", FRIDAY.minusDays(9), "0.6"), rate("USD", FRIDAY, "0.92")));

    assertThat(place(table, "USD", FRIDAY.minusDays(1))).isNull();
    assertThat(place(table, "CHF", FRIDAY)).isNull();
    assertThat(table.place(null, 3)).isNull();
    assertThat(table.place("USD", null)).isNull();
  }

  @Test
  void the_own_currency_needs_no_rate_and_looks_at_none() {
    RateTable table = new RateTable("EUR", List.of(rate("EUR", FRIDAY, "2")));

    assertThat(place(table, "EUR", FRIDAY)).isEqualTo(RateTable.OWN);
    assertThat(table.place("EUR", null)).isEqualTo(RateTable.OWN);
    assertThat(table.currencies()).containsExactly("EUR");
    assertThat(table.rate("EUR", FRIDAY)).isEmpty();
  }

  @Test
  void every_day_of_random_tables_gets_the_rate_that_a_plain_search_finds() {
    Random random = new Random(7);
    List<RateTable.Rate> rates = new ArrayList<>();
    List<String> currencies = List.of("AAA", "BBB", "CCC", "DDD");
    for (String currency : currencies) {
      for (int day = 0; day < 200; day++) {
        if (random.nextInt(3) == 0) {
          rates.add(rate(currency, FRIDAY.plusDays(day), "1." + random.nextInt(1000)));
        }
      }
    }
    Collections.shuffle(rates, random);
    RateTable table = new RateTable("EUR", rates);

    for (String currency : currencies) {
      for (int day = -3; day < 230; day++) {
        LocalDate date = FRIDAY.plusDays(day);
        RateTable.Rate latest = null;
        for (RateTable.Rate rate : rates) {
          if (rate.currency().equals(currency)
              && !rate.date().isAfter(date)
              && (latest == null || rate.date().isAfter(latest.date()))) {
            latest = rate;
          }
        }
        if (latest == null) {
          assertThat(place(table, currency, date)).isNull();
        } else {
          assertThat(value(table, currency, date)).isEqualTo(latest.value());
          assertThat(table.currencies().get(table.currency(place(table, currency, date))))
              .isEqualTo(currency);
          assertThat(table.rate(currency, latest.date())).contains(latest.value());
        }
      }
    }
  }

  @Test
  void more_rates_than_every_task_should_hold_are_refused_with_their_number() {
    assertThatThrownBy(() -> RateTable.checkSize(100_001))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("sources.exchange_rates has 100001 rates before the as-of date")
        .hasMessageContaining("at most 100000")
        .hasMessageContaining("sources.exchange_rates.where");
    RateTable.checkSize(100_000);
  }

  @Test
  void an_amount_is_rounded_once_and_half_away_from_zero_on_both_sides() {
    // 0.5 · 0.25 = 0.125
    assertThat(converted("0.5", "0.25", 2)).isEqualTo(1_300);
    assertThat(converted("-0.5", "0.25", 2)).isEqualTo(-1_300);
    // 0.745; rounded to cents before the rate it would be 0.01 · 50 = 0.5.
    assertThat(converted("0.0149", "50", 2)).isEqualTo(7_500);
    // −12.340617
    assertThat(converted("-12.34", "1.00005", 4)).isEqualTo(-123_406);
    assertThat(converted("3", "0.333333333333333333", 4)).isEqualTo(10_000);
    assertThat(CurrencyConversion.converted(new BigDecimal("1e15"), new BigDecimal("1e4"), 4))
        .isNull();
  }

  private static long converted(String amount, String rate, int scale) {
    Long units = CurrencyConversion.converted(new BigDecimal(amount), new BigDecimal(rate), scale);
    assertThat(units).isNotNull();
    return units;
  }

  private static Integer place(RateTable table, String currency, LocalDate date) {
    return table.place(currency, (int) date.toEpochDay());
  }

  private static BigDecimal value(RateTable table, String currency, LocalDate date) {
    return table.value(place(table, currency, date));
  }

  private static int carried(RateTable table, String currency, LocalDate date) {
    return (int) date.toEpochDay() - table.day(place(table, currency, date));
  }

  private static RateTable.Rate rate(String currency, LocalDate date, String value) {
    return new RateTable.Rate(currency, date, new BigDecimal(value));
  }
}
