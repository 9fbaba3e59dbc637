package io.clientele.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.BaseConfig;
import io.clientele.config.ScoreMethod;
import io.clientele.failure.DataRefusedException;
import io.clientele.scheme.SchemeFile;
import io.clientele.support.Calibrations;
import io.clientele.support.Shop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);
  @TempDir Path directory;

  @Test
  void a_base_proposes_limits_edges_and_files_and_nothing_changes() {
    Shop shop = shop("shop", 120);

    CalibrationReport report = Calibrations.of(shop);

    assertThat(Files.exists(shop.directory().resolve("lake"))).isFalse();
    assertThat(report.customers()).isEqualTo(120);
    for (Effect effect : report.schemes()) {
      for (int variant = 0; variant < effect.variants().size(); variant++) {
        assertThat(effect.total(variant)).as(effect.subject()).isEqualTo(120);
      }
    }
    for (String score : List.of("recency_score", "frequency_score", "monetary_score")) {
      assertThat(Calibrations.sizes(report.scores(), score, "quantile"))
          .as(score)
          .isEqualTo(Calibrations.sizes(report.scores(), score, "now"));
    }
    assertThat(report.files()).containsOnlyKeys("lifecycle_9.yaml", "survival.svg", "scores.yaml");
    assertThat(report.files().get("lifecycle_9.yaml"))
        .contains("base shop as of 2025-01-01")
        .contains("# Edit active_days and sleeping_days to the rhythm of your goods");
  }

  @Test
  void what_is_written_is_accepted_and_has_the_effect_that_was_shown() {
    Shop shop = shop("shop", 120);
    CalibrationReport before = Calibrations.of(shop);
    Limits limits = before.limits().orElseThrow();

    Shop next = shop("next", 120);
    next.file("schemes/lifecycle_9.yaml", before.files().get("lifecycle_9.yaml"));
    next.append(before.files().get("scores.yaml"));
    CalibrationReport after = Calibrations.of(next);

    SchemeFile written = after.lifecycle().scheme().file();
    assertThat(written.version()).isEqualTo(4);
    assertThat(written.parameters()).containsAllEntriesOf(limits.parameters());
    assertThat(Calibrations.sizes(after.schemes(), "lifecycle_9", "now"))
        .isEqualTo(Calibrations.sizes(before.schemes(), "lifecycle_9", "proposed"));
    assertThat(next.config().scores().byDefault().feature("frequency").method())
        .isEqualTo(ScoreMethod.FIXED);
    for (Effect score : before.scores()) {
      assertThat(Calibrations.sizes(after.scores(), score.subject(), "now"))
          .isEqualTo(Calibrations.sizes(before.scores(), score.subject(), "quantile"));
    }
    assertThat(Calibrations.sizes(after.schemes(), "rfm", "now"))
        .isEqualTo(Calibrations.sizes(before.schemes(), "rfm", "quantile"));
  }

  @Test
  void scores_that_ties_left_empty_stay_empty_when_frozen() {
    // Six of ten buyers bought once: frequency has no scores 2 and 3.
    Shop shop = new Shop(directory.resolve("ties"));
    List<String> lines = new ArrayList<>(List.of("order_id,customer_id,day,amount"));
    int[] purchases = {1, 1, 1, 1, 1, 1, 2, 2, 3, 9};
    for (int customer = 0; customer < purchases.length; customer++) {
      for (int order = 0; order < purchases[customer]; order++) {
        lines.add(line(customer, order, 10 + order));
      }
    }
    shop.lines("a.csv", lines.toArray(String[]::new));

    CalibrationReport report = Calibrations.of(shop);

    assertThat(Calibrations.sizes(report.scores(), "frequency_score", "quantile"))
        .containsExactlyEntriesOf(
            new TreeMap<>(Map.of("1", 6L, "2", 0L, "3", 0L, "4", 2L, "5", 2L)));
    assertThat(report.files().get("scores.yaml"))
        .contains("frequency: {method: fixed, edges: [1.33, 1.67, 2, 3]}");
    // Everybody bought last ten days ago: only the score 1, and no natural breaks.
    assertThat(report.files().get("scores.yaml"))
        .contains("recency: {method: fixed, edges: [9.25, 9.5, 9.75, 10]}")
        .doesNotContain("#  recency");
    BaseConfig config = shop.append(report.files().get("scores.yaml")).config();
    assertThat(config.scores().byDefault().feature("recency").edges()).hasSize(4);
  }

  @Test
  void dollars_at_their_rate_give_the_same_proposals_as_the_euros_they_are_worth() {
    Shop euros = shop("euros", 60);
    Shop dollars = shop("dollars", 60);
    dollars
        .set(
            "sources.transactions.columns.revenue=IF(order_id LIKE '%1', amount * 2, amount)",
            "sources.transactions.columns.currency=IF(order_id LIKE '%1', 'usd', 'EUR')",
            "sources.exchange_rates.format=csv",
            "sources.exchange_rates.path=rates.csv",
            "sources.exchange_rates.options={header: true}",
            "sources.exchange_rates.schema=currency STRING, day DATE, rate DECIMAL(18,6)",
            "sources.exchange_rates.columns={currency: currency, date: day, rate: rate}")
        .file("rates.csv", "currency,day,rate\nUSD,2020-01-01,0.5\n");

    assertThat(Calibrations.of(dollars).files()).isEqualTo(Calibrations.of(euros).files());
  }

  @Test
  void partitions_do_not_matter() {
    Shop shop = shop("parts", 60);
    String before = shop.spark().conf().get("spark.sql.shuffle.partitions");
    try {
      shop.spark().conf().set("spark.sql.shuffle.partitions", "1");
      CalibrationReport one = Calibrations.of(shop);
      shop.spark().conf().set("spark.sql.shuffle.partitions", "7");
      CalibrationReport seven = Calibrations.of(shop);

      assertThat(seven.gaps()).isEqualTo(one.gaps());
      assertThat(seven.files()).isEqualTo(one.files());
      assertThat(seven.scores()).isEqualTo(one.scores());
      assertThat(seven.schemes()).isEqualTo(one.schemes());
      assertThat(seven.naturals()).isEqualTo(one.naturals());
    } finally {
      shop.spark().conf().set("spark.sql.shuffle.partitions", before);
    }
  }

  @Test
  void where_nobody_came_back_only_edges_are_proposed() {
    Shop shop = new Shop(directory.resolve("once"));
    shop.lines("a.csv", "order_id,customer_id,day,amount", line(1, 0, 5), line(2, 0, 50));

    CalibrationReport report = Calibrations.of(shop);

    assertThat(report.limits()).isEmpty();
    assertThat(report.files()).containsOnlyKeys("survival.svg", "scores.yaml");
    assertThat(report.notes())
        .contains("nobody bought on a second day: there is nothing to take limits from");
    assertThat(report.schemes()).extracting(Effect::subject).containsExactly("rfm");
  }

  @Test
  void one_customer_and_customers_without_a_purchase_are_bases_too() {
    Shop one = new Shop(directory.resolve("one"));
    one.lines("a.csv", "order_id,customer_id,day,amount", line(1, 0, 5), line(1, 1, 12));
    Shop returns = new Shop(directory.resolve("returns"));
    returns.lines("a.csv", "order_id,customer_id,day,amount", "r,c,2024-12-01,-5");

    assertThat(Calibrations.of(one).limits()).contains(new Limits(7, 8));
    CalibrationReport none = Calibrations.of(returns);
    assertThat(none.customers()).isEqualTo(1);
    assertThat(none.files()).isEmpty();
    assertThat(none.gaps().customers()).isZero();
  }

  @Test
  void the_gates_of_a_run_hold() {
    Shop shop = shop("gate", 10).set("as_of=2001-01-01");

    assertThatThrownBy(() -> Calibrations.of(shop))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("counts as of 2001-01-01");
  }

  @Test
  void a_scheme_of_ones_own_keeps_its_other_overrides() {
    Shop shop = shop("own", 40);
    shop.file(
        "schemes/pulse.yaml",
        """
        scheme: pulse
        version: 7
        parameters: {often: 2, active_days: 5, sleeping_days: 9}
        segments:
          - {name: often_active, when: "frequency >= ${often} AND recency_days < ${active_days}"}
          - {name: awake, when: "recency_days < ${sleeping_days}"}
        otherwise: gone
        """);
    shop.set("schemes=[pulse]", "parameters.pulse.often=1", "parameters.pulse.active_days=6");

    CalibrationReport report = Calibrations.of(shop, "pulse");

    assertThat(report.lifecycle().scheme().file().parameters()).containsEntry("active_days", "6");
    assertThat(report.files().get("pulse.yaml")).contains("version: 8").contains("often: 2");
    assertThat(report.schemes()).extracting(Effect::subject).containsExactly("pulse");
    long active = Calibrations.sizes(report.schemes(), "pulse", "proposed").get("often_active");
    Limits limits = report.limits().orElseThrow();
    shop.set("parameters.pulse.active_days=" + limits.activeDays());
    shop.set("parameters.pulse.sleeping_days=" + limits.sleepingDays());
    assertThat(Calibrations.sizes(Calibrations.of(shop, "pulse").schemes(), "pulse", "now"))
        .containsEntry("often_active", active);
  }

  private Shop shop(String name, int customers) {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>(List.of("order_id,customer_id,day,amount"));
    for (int customer = 0; customer < customers; customer++) {
      int orders = 1 + random.nextInt(1 + random.nextInt(12));
      for (int order = 0; order < orders; order++) {
        lines.add(line(customer, order, 1 + random.nextInt(500)));
      }
    }
    return new Shop(directory.resolve(name)).lines("a.csv", lines.toArray(String[]::new));
  }

  private static String line(int customer, int order, int daysBack) {
    return String.format(
        "o%d-%d,c%d,%s,%d.50",
        customer, order, customer, AS_OF.minusDays(daysBack), 3 + (customer * 7 + order) % 50);
  }
}
