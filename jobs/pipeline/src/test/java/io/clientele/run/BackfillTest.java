package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.Quarantine;
import io.clientele.output.Reconciliation;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several dates over one reading are what each would be alone. */
class BackfillTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);
  private static final LocalDate SECOND = LocalDate.of(2024, 8, 1);
  private static final LocalDate THIRD = LocalDate.of(2025, 1, 1);
  private static final List<LocalDate> DATES = List.of(FIRST, THIRD);

  @TempDir Path directory;

  @Test
  void each_date_is_what_it_would_be_alone() {
    Shop shop = shop("plain");

    assertThat(together(shop, DATES)).isEqualTo(alone(shop));
  }

  @Test
  void lines_with_versions_are_decided_for_each_date_anew() {
    Shop shop =
        shop("versions")
            .set(
                "sources.transactions.columns.transaction_id=id",
                "sources.transactions.columns.version=version");

    Map<LocalDate, Map<String, List<String>>> alone = alone(shop);

    assertThat(together(shop, DATES)).isEqualTo(alone);
    // The corrected line counts from the day of its correction on.
    assertThat(alone.get(FIRST).get("customer_features").toString()).contains("30.0000");
  }

  @Test
  void converted_amounts_are_read_for_each_date() {
    Shop shop =
        shop("currencies")
            .set(
                "sources.transactions.columns.currency=CASE WHEN amount < 25 THEN 'USD' ELSE 'EUR'"
                    + " END",
                "sources.exchange_rates.format=csv",
                "sources.exchange_rates.path=rates.csv",
                "sources.exchange_rates.options={header: true}",
                "sources.exchange_rates.schema=currency STRING, day DATE, rate DECIMAL(18,6)",
                "sources.exchange_rates.columns={currency: currency, date: day, rate: rate}")
            .file("rates.csv", "currency,day,rate\nUSD,2023-12-29,0.9\nUSD,2024-05-01,0.8\n");

    assertThat(together(shop, DATES)).isEqualTo(alone(shop));
  }

  @Test
  void dates_that_are_published_are_recognised_and_others_added() {
    Shop shop = shop("again");
    together(shop, List.of(FIRST, THIRD));

    List<RunReport> again = shop.backfill(Backfill.of(List.of(THIRD, SECOND, FIRST)));

    assertThat(again.stream().map(RunReport::asOf)).containsExactly(FIRST, SECOND, THIRD);
    assertThat(again.stream().map(RunReport::outcome))
        .containsExactly(
            RunReport.Outcome.UNCHANGED, RunReport.Outcome.PUBLISHED, RunReport.Outcome.UNCHANGED);
  }

  @Test
  void nothing_is_left_behind_even_by_a_date_that_fails() throws Exception {
    Shop shop = shop("early");
    List<LocalDate> dates = List.of(LocalDate.of(2020, 1, 1), THIRD);

    assertThatThrownBy(() -> shop.backfill(Backfill.of(dates)))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("counts as of 2020-01-01");

    try (var left = Files.list(directory.resolve("early/lake/_staging"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void months_are_counted_from_the_first_date() {
    Backfill backfill =
        Backfill.between(
            LocalDate.of(2024, 1, 31), LocalDate.of(2024, 4, 30), Backfill.Every.MONTH);

    assertThat(backfill.dates())
        .containsExactly(
            LocalDate.of(2024, 1, 31),
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2024, 3, 31),
            LocalDate.of(2024, 4, 30));
  }

  @Test
  void days_and_weeks_end_with_the_last_date_or_before_it() {
    assertThat(Backfill.between(FIRST, FIRST.plusDays(2), Backfill.Every.DAY).dates()).hasSize(3);
    assertThat(Backfill.between(FIRST, FIRST.plusDays(20), Backfill.Every.WEEK).dates()).hasSize(3);
    assertThat(Backfill.between(FIRST, FIRST, Backfill.Every.MONTH).dates()).containsExactly(FIRST);
  }

  @Test
  void dates_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> Backfill.between(SECOND, FIRST, Backfill.Every.DAY))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("lies before --from");
    assertThatThrownBy(() -> Backfill.of(List.of())).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> Backfill.between(FIRST, LocalDate.of(3024, 1, 1), Backfill.Every.DAY))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("more than 1000 dates");
  }

  private Map<LocalDate, Map<String, List<String>>> together(Shop shop, List<LocalDate> dates) {
    shop.set("lake=" + shop.directory().resolve("lake"));
    shop.backfill(Backfill.of(dates));
    return snapshots(shop, dates);
  }

  private Map<LocalDate, Map<String, List<String>>> alone(Shop shop) {
    shop.set("lake=" + shop.directory().resolve("lake-alone"));
    DATES.forEach(shop::run);
    return snapshots(shop, DATES);
  }

  private static Map<LocalDate, Map<String, List<String>>> snapshots(
      Shop shop, List<LocalDate> dates) {
    Map<LocalDate, Map<String, List<String>>> snapshots = new TreeMap<>();
    dates.forEach(date -> snapshots.put(date, Snapshots.business(shop, date)));
    return snapshots;
  }

  private Shop shop(String name) {
    List<String> lines = new ArrayList<>();
    lines.add("id,version,order_id,customer_id,day,amount");
    int id = 0;
    for (int customer = 0; customer < 40; customer++) {
      for (int order = 0; order <= customer % 5; order++) {
        lines.add(
            String.format(
                "%d,1,o%d-%d,c%d,2024-%02d-%02d,%d.%02d",
                id++,
                customer,
                order,
                customer,
                1 + (customer * 3 + order * 4) % 12,
                1 + (customer * 7 + order) % 28,
                5 + customer * (order + 1) % 37,
                customer % 100));
      }
    }
    // A line that is corrected in July, one sent twice, and two of the same version that differ.
    lines.add("k1,1,k1,corrected,2024-01-10,30.00");
    lines.add("k1,2,k1,corrected,2024-07-10,31.00");
    lines.add("k2,1,k2,twice,2024-02-10,12.00");
    lines.add("k2,1,k2,twice,2024-02-10,12.00");
    lines.add("k3,1,k3,differing,2024-02-11,12.00");
    lines.add("k3,1,k3,differing,2024-09-11,13.00");
    lines.add("x1,1,o,c,nonsense,1.00");
    lines.add("x2,1,o,,2024-01-01,1.00");
    lines.add("x3,1,o,,2024-09-01,1.00");
    return new Shop(directory.resolve(name))
        .only(new CustomerFeatures(), new Reconciliation(), new Quarantine())
        .lines("a.csv", lines.toArray(String[]::new))
        .set(
            "sources.transactions.schema=id STRING, version INT, order_id STRING, customer_id"
                + " STRING, day DATE, amount DECIMAL(12,2)");
  }
}
