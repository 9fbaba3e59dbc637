package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.support.Computed;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.ProfitTables;
import io.clientele.table.ReconciliationTable;
import io.clientele.table.SummaryTables;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worked examples over public data. The figures were counted from the files by scripts of a few
 * lines, without any of this code; each says what it counts.
 */
class RealBasesTest {
  @TempDir Path directory;

  @Test
  void the_schemes_of_rhythm_and_volume_divide_the_gift_wholesaler_as_counted_by_hand() {
    Run run =
        run(
            "online-retail",
            "online_retail",
            "schemes=[purchase_volume, intensity," + " customer_types, tenure, usage_status]");

    // Median units an order against twice and five times the median buyer's 151.
    assertThat(run.sizes("purchase_volume"))
        .containsEntry("retail", 3_533L)
        .containsEntry("small_wholesale", 691L)
        .containsEntry("wholesale", 114L);
    // 30 · orders of the last 365 days / least(365, greatest(tenure, 90)) against 0.5 and 1.
    assertThat(run.sizes("intensity"))
        .containsEntry("light", 2_912L)
        .containsEntry("medium", 946L)
        .containsEntry("heavy", 480L);
    // Three purchase days, silent for more than 60 days and twice the own median gap.
    assertThat(run.table(CustomerTables.SEGMENTS).filter("is_sleeping").count()).isEqualTo(206);
    assertThat(run.sizes("tenure")).containsEntry("long_standing", 0L);
  }

  @Test
  void the_electronics_retailer_keeps_its_customers_without_an_order() {
    Run run =
        run(
            "global-electronics",
            "global_electronics",
            "schemes=[lifecycle_9, usage_status, geography, age_band, gender_group, profit_loyalty]");

    assertThat(run.sizes("usage_status")).containsEntry("potential", 3_379L);
    Row totals =
        run.table(CustomerTables.FEATURES)
            .agg(count_if(col("frequency").gt(0)), expr("sum(monetary)"), expr("sum(gross_margin)"))
            .head();
    assertThat(totals.getLong(0)).isEqualTo(11_887);
    assertThat(totals.getDecimal(1)).isEqualByComparingTo("55755479.59");
    assertThat(totals.getDecimal(2)).isEqualByComparingTo("32662688.38");
    // Counted by the columns of Customers.csv.
    assertThat(run.sizes("geography"))
        .containsEntry("United States", 6_828L)
        .containsEntry("Italy", 645L);
    assertThat(run.sizes("gender_group"))
        .containsEntry("Male", 7_748L)
        .containsEntry("Female", 7_518L);
    assertThat(run.rows("exchange_rates", "accepted")).isEqualTo(11_215);
    // Published with the data, and counted from the lines by country in twenty lines of Python.
    run.assertConcentration("revenue", "base", 11_887, "0.553486", "0.534605");
    run.assertConcentration("revenue", "country=United States", 5_706, "0.539220", "0.519514");
    run.assertConcentration("contribution", "country=Australia", 780, "0.591040", "0.576409");
  }

  @Test
  void the_grocers_mailings_and_coupons_are_events_of_its_households() {
    Run run = run("complete-journey", "complete_journey", "schemes=[liveness, value_loyalty]");

    Row events =
        run.table(CustomerTables.FEATURES)
            .agg(
                count_if(col("frequency").geq(0)),
                expr("sum(interactions_365d)"),
                expr("sum(inbound_contacts_365d)"),
                count_if(expr("map_contains_key(event_days, 'campaign_mailing')")),
                count_if(expr("map_contains_key(event_days, 'coupon_redemption')")))
            .head();
    // Households of the lines; rows of campaigns.csv by the start of their campaign and rows of
    // coupon_redemptions.csv, both of 2017 and of those households; then the households with any.
    assertThat(events.getLong(0)).isEqualTo(2_377);
    assertThat(events.getLong(1)).isEqualTo(8_542);
    assertThat(events.getLong(2)).isEqualTo(2_102);
    assertThat(events.getLong(3)).isEqualTo(1_557);
    assertThat(events.getLong(4)).isEqualTo(410);
  }

  @Test
  void invoices_paid_after_the_date_are_unpaid_on_it() {
    Run run = run("receivables", "receivables", "schemes=[solvency]");

    assertThat(run.sizes("solvency")).containsEntry("bad_debt", 0L).containsEntry("no_credit", 0L);
    // Days late weighted by amount: the 50th, 75th and 95th of the hundred customers in order.
    List<BigDecimal> late =
        run.table(CustomerTables.FEATURES).orderBy("weighted_days_late").collectAsList().stream()
            .map(row -> (BigDecimal) row.getAs("weighted_days_late"))
            .toList();
    assertThat(late).hasSize(100);
    assertThat(late.get(49)).isEqualByComparingTo("1.6011");
    assertThat(late.get(74)).isEqualByComparingTo("5.5566");
    assertThat(late.get(94)).isEqualByComparingTo("12.9032");
    Row sums =
        run.table(CustomerTables.FEATURES).selectExpr("sum(invoices)", "sum(unpaid_amount)").head();
    assertThat(sums.getLong(0)).isEqualTo(2_466);
    // Thirteen invoices were settled on 1 January 2014 or later.
    assertThat(sums.getDecimal(1)).isEqualByComparingTo("761.90");
  }

  @Test
  void invoices_are_summed_up_as_they_were_known_on_the_date() {
    // Over the whole file as its publisher counts them, then counted again by a script that sees
    // only what happened before 2013.
    assertReceivables("2014-06-01", 2_466, 0, 877, 561, "3.442417", "26.444850");
    assertReceivables("2013-01-01", 1_277, 99, 458, 279, "3.542678", "27.602716");
  }

  private void assertReceivables(
      String asOf,
      long invoices,
      long unpaid,
      long late,
      long disputed,
      String meanLate,
      String meanSettled) {
    Run run = run("receivables", "receivables", "schemes=[solvency]", "as_of=" + asOf);
    Row row = run.table(ProfitTables.RECEIVABLE_SUMMARY).head();
    assertThat((long) row.getAs("invoices")).isEqualTo(invoices);
    assertThat((long) row.getAs("unpaid_invoices")).isEqualTo(unpaid);
    assertThat((long) row.getAs("late_invoices")).isEqualTo(late);
    assertThat((long) row.getAs("disputed_invoices")).isEqualTo(disputed);
    assertThat((BigDecimal) row.getAs("mean_days_late")).isEqualByComparingTo(meanLate);
    assertThat((BigDecimal) row.getAs("mean_days_to_settle")).isEqualByComparingTo(meanSettled);
  }

  private record Run(Computed computed) {
    Dataset<Row> table(TableSpec table) {
      return computed.table(table);
    }

    Map<String, Long> sizes(String scheme) {
      Map<String, Long> sizes = new TreeMap<>();
      table(SummaryTables.SEGMENT_SUMMARY)
          .filter(col("scheme").equalTo(scheme))
          .select("segment", "customers")
          .collectAsList()
          .forEach(row -> sizes.put(row.getString(0), row.getLong(1)));
      return sizes;
    }

    void assertConcentration(
        String measure, String scope, long customers, String topFifth, String gini) {
      Row row =
          table(SummaryTables.CONCENTRATION_SUMMARY)
              .filter(col("measure").equalTo(measure).and(col("scope").equalTo(scope)))
              .head();
      assertThat((long) row.getAs("customers")).isEqualTo(customers);
      assertThat(sixPlaces(row, "top_20_share")).isEqualTo(topFifth);
      assertThat(sixPlaces(row, "gini")).isEqualTo(gini);
      // Nobody loses.
      assertThat((BigDecimal) row.getAs("gini_normalised"))
          .isEqualByComparingTo((BigDecimal) row.getAs("gini"));
    }

    private static String sixPlaces(Row row, String column) {
      BigDecimal share = row.getAs(column);
      return share.setScale(6, RoundingMode.HALF_UP).toPlainString();
    }

    long rows(String source, String item) {
      return table(ReconciliationTable.SPEC)
          .filter(col(ReconciliationTable.SOURCE).equalTo(source))
          .filter(col(ReconciliationTable.ITEM).equalTo(item))
          .head()
          .getAs(ReconciliationTable.ROWS);
    }
  }

  private Run run(String example, String data, String... overrides) {
    return new Run(
        new Shop(directory)
            .example(example)
            .set("data=" + SharedData.directory(data))
            .set(overrides)
            .compiled()
            .compute());
  }
}
