package io.clientele.run;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.DataRefusedException;
import io.clientele.support.Computed;
import io.clientele.support.Results;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.table.CurrencyTable;
import io.clientele.table.CustomerTables;
import io.clientele.table.QuarantineTable;
import io.clientele.table.ReconciliationTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines in several currencies: every expected amount was worked out by hand beside its line. */
class CurrenciesTest {
  private static final String HEADER =
      "line,version,order_id,customer_id,day,currency,amount,cost,discount,units";

  @TempDir Path directory;

  @Test
  void each_line_is_worth_what_the_rate_of_its_day_or_the_latest_before_it_says() {
    Computed shop = shop().compute();

    Row c1 = customer(shop, "c1");
    // 10 + 100 · 0.9 + 100 · 0.91 (Saturday, the rate of Friday) − 0.5 · 0.91 = −0.455 → −0.46
    assertThat((BigDecimal) c1.getAs("monetary")).isEqualByComparingTo("190.54");
    assertThat((long) c1.getAs("frequency")).isEqualTo(3);
    // Less the costs 6 + 50 · 0.9 + 50 · 0.91 − 0.23, for 0.25 · 0.91 = 0.2275.
    assertThat((BigDecimal) c1.getAs("gross_margin")).isEqualByComparingTo("94.27");
    // 10 · 0.9
    assertThat((BigDecimal) c1.getAs("discount_amount")).isEqualByComparingTo("9");
    Row c2 = customer(shop, "c2");
    // 1000 · 0.006249 = 6.249 → 6.25; −0.4 · 0.006249 rounds to nothing, and still is a return.
    assertThat((BigDecimal) c2.getAs("monetary")).isEqualByComparingTo("6.25");
    assertThat((long) c2.getAs("return_lines")).isEqualTo(1);

    Map<String, Row> currencies = currencies(shop);
    assertThat(currencies.keySet()).containsExactly("EUR", "JPY", "USD");
    assertCurrency(currencies.get("EUR"), 1, "10", "10", 0);
    assertThat(currencies.get("EUR").isNullAt(currencies.get("EUR").fieldIndex("first_rate_on")))
        .isTrue();
    assertCurrency(currencies.get("JPY"), 2, "999.6", "6.25", 1);
    assertThat((int) currencies.get("JPY").getAs("most_days_carried")).isEqualTo(31);
    Row dollars = currencies.get("USD");
    assertCurrency(dollars, 3, "199.5", "180.54", 2);
    assertThat((int) dollars.getAs("most_days_carried")).isEqualTo(2);
    assertThat(dollars.getAs("first_rate_on").toString()).isEqualTo("2024-03-01");
    assertThat(dollars.getAs("last_rate_on").toString()).isEqualTo("2024-03-08");
    assertThat((BigDecimal) dollars.getAs("first_rate")).isEqualByComparingTo("0.9");
    assertThat((BigDecimal) dollars.getAs("last_rate")).isEqualByComparingTo("0.91");

    Map<String, Row> items = items(shop);
    assertThat((BigDecimal) items.get("accepted").getAs(ReconciliationTable.REVENUE))
        .isEqualByComparingTo("196.79");
    Row proof = items.get("lines of all currencies");
    assertThat((BigDecimal) proof.getAs(ReconciliationTable.REVENUE))
        .isEqualByComparingTo("196.79");
    assertThat((long) proof.getAs(ReconciliationTable.ROWS)).isEqualTo(6);
  }

  @Test
  void a_line_without_a_rate_on_or_before_its_day_and_one_without_a_currency_are_refused() {
    Computed shop = shop().compute();

    Map<String, Row> items = items(shop);
    // The dollar before its first rate, and a currency that has none at all.
    assertThat((long) items.get("missing_exchange_rate").getAs(ReconciliationTable.ROWS))
        .isEqualTo(2);
    assertThat((long) items.get("missing_currency").getAs(ReconciliationTable.ROWS)).isEqualTo(1);
    assertThat(items).doesNotContainKeys("out_of_range_revenue", "missing_revenue");
    // One of the two is worth 7.00 of the base's, which nobody knows; the file's line is kept.
    List<Row> refused =
        shop.table(QuarantineTable.SPEC)
            .filter(array_contains(col(QuarantineTable.REASONS), "missing_exchange_rate"))
            .orderBy(QuarantineTable.SOURCE_ROW)
            .collectAsList();
    assertThat(refused).hasSize(2).allMatch(row -> row.getAs(QuarantineTable.REVENUE) == null);
    assertThat((String) refused.get(0).getAs(QuarantineTable.SOURCE_ROW)).contains("2024-02-29");
    // The newest version of the line counts; a line of the as-of date is not seen.
    assertThat((long) items.get("duplicate").getAs(ReconciliationTable.ROWS)).isEqualTo(1);
    assertThat((long) items.get("unseen").getAs(ReconciliationTable.ROWS)).isEqualTo(1);
  }

  @Test
  void a_rate_dated_on_or_after_the_as_of_date_is_not_seen() {
    Computed shop = shop().compute(LocalDate.of(2024, 3, 8));

    // Before the eighth: 10 + 100 · 0.9.
    assertThat((BigDecimal) customer(shop, "c1").getAs("monetary")).isEqualByComparingTo("100");
    Row dollars = shop.table(CurrencyTable.SPEC).filter("currency = 'USD'").head();
    assertThat(dollars.getAs("last_rate_on").toString()).isEqualTo("2024-03-01");
  }

  @Test
  void rows_of_one_currency_and_day_that_differ_are_refused_also_where_only_the_case_differs() {
    Shop shop =
        shop().file("rates.csv", "currency,day,rate\nUSD,2024-03-01,0.9\nusd,2024-03-01,1\n");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("values of currency, date stand in 2 rows that differ")
        .hasMessageContaining("USD / 2024-03-01");
  }

  @Test
  void without_rates_lines_in_the_own_currency_count_and_all_others_are_refused() {
    Computed shop = shop(YAML.substring(0, YAML.indexOf("  exchange_rates:")) + END).compute();

    assertThat(shop.notes())
        .anyMatch(note -> note.contains("currency is mapped without sources.exchange_rates"));
    assertThat(currencies(shop).keySet()).containsExactly("EUR");
    assertThat((long) items(shop).get("missing_exchange_rate").getAs(ReconciliationTable.ROWS))
        .isEqualTo(8);
  }

  /**
   * The retailer's dollars read as if they were units of the currency of the sale. Counted by a
   * script of thirty lines with decimals of eighty digits: rate = 1 / Exchange to 18 places, each
   * line rounded half up to four; once with the rates of Mondays only.
   */
  @Test
  void five_years_in_five_currencies_agree_with_a_count_of_the_files() throws Exception {
    Path files = SharedData.directory("global_electronics");
    String where = "weekday(to_date(replace(Date, '-', '/'), 'M/d/yyyy')) = 0";

    Map<String, Row> daily = electronics(files);
    assertCurrency(daily.get("AUD"), 2_941, "2708137.61", "1945312.1136", 0);
    assertCurrency(daily.get("EUR"), 12_621, "11367288.06", "12896913.4677", 0);
    assertCurrency(daily.get("USD"), 33_767, "29871631.17", "29871631.17", 0);

    Map<String, Row> mondays = electronics(files, "sources.exchange_rates.where=" + where);
    assertCurrency(mondays.get("CAD"), 5_415, "4724334.63", "3593357.2165", 4_860);
    assertCurrency(mondays.get("GBP"), 8_140, "7084088.12", "9223940.2050", 7_218);
    assertThat((int) mondays.get("GBP").getAs("most_days_carried")).isEqualTo(6);
    assertThat(mondays.get("GBP").getAs("first_rate_on").toString()).isEqualTo("2015-12-28");
    assertThat(mondays.get("GBP").getAs("last_rate_on").toString()).isEqualTo("2021-02-15");
  }

  private Map<String, Row> electronics(Path files, String... more) {
    return currencies(
        new Shop(directory)
            .example("global-electronics")
            .compiled()
            .set(
                "data=" + files,
                "schemes=[lifecycle_9, usage_status]",
                "sources.transactions.columns.currency=currency_code")
            .set(more)
            .compute());
  }

  private static void assertCurrency(
      Row row, long lines, String original, String revenue, long carried) {
    assertThat((long) row.getAs("lines")).isEqualTo(lines);
    assertThat((BigDecimal) row.getAs("original_revenue")).isEqualByComparingTo(original);
    assertThat((BigDecimal) row.getAs("revenue")).isEqualByComparingTo(revenue);
    assertThat((long) row.getAs("carried_lines")).isEqualTo(carried);
  }

  private static Row customer(Results shop, String id) {
    return shop.table(CustomerTables.FEATURES).filter(col("customer_id").equalTo(id)).head();
  }

  private static Map<String, Row> currencies(Results shop) {
    Map<String, Row> rows = new TreeMap<>();
    shop.table(CurrencyTable.SPEC)
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("currency"), row));
    return rows;
  }

  private static Map<String, Row> items(Results shop) {
    Map<String, Row> items = new TreeMap<>();
    shop.table(ReconciliationTable.SPEC)
        .filter("source = 'transactions'")
        .collectAsList()
        .forEach(row -> items.put(row.getAs(ReconciliationTable.ITEM), row));
    return items;
  }

  private Shop shop() {
    return shop(YAML);
  }

  private Shop shop(String yaml) {
    return new Shop(directory)
        .yaml(yaml)
        .lines(
            "a.csv",
            HEADER,
            "l1,1,o1,c1,2024-01-10, eur ,10.00,6.00,0.00,1",
            // Replaced by its second version.
            "l2,1,o2,c1,2024-03-01,USD,77.00,50.00,10.00,1",
            "l2,2,o2,c1,2024-03-01,USD,100.00,50.00,10.00,1",
            "l3,1,o3,c1,2024-03-09,usd,100.00,50.00,0.00,1",
            "l4,1,o3,c1,2024-03-10,USD,-0.50,0.25,0.00,-1",
            "l5,1,o5,c2,2024-03-01,JPY,1000,,,1",
            "l6,1,o6,c2,2024-04-01,JPY,-0.4,,,",
            "l7,1,o7,c2,2024-02-29,USD,7.00,1.00,0.00,1",
            "l8,1,o8,c2,2024-03-05,CHF,7.00,1.00,0.00,1",
            "l9,1,o9,c2,2024-03-05,,7.00,1.00,0.00,1",
            "l10,1,o10,c2,2025-01-01,USD,7.00,1.00,0.00,1")
        .file(
            "rates.csv",
            """
            currency,day,rate
            USD,2024-03-01,0.90
            usd,2024-03-08,0.91
            USD,2024-03-11,0.95
            USD,2025-01-01,5
            JPY,2024-03-01,0.006249
            EUR,2024-03-01,3
            GBP,2024-03-01,1.17
            """);
  }

  private static final String END =
      """
      gates: {max_quarantined_share: 1}
      schemes: [abc]
      """;

  private static final String YAML =
      """
      base: shop
      currency: EUR
      time_zone: UTC
      as_of: 2025-01-01
      money_scale: 2
      lake: %1$s/lake
      data: %1$s
      sources:
        transactions:
          format: csv
          path: lines
          options: {header: true}
          schema: >-
            line STRING, version INT, order_id STRING, customer_id STRING, day DATE,
            currency STRING, amount DECIMAL(12,2), cost DECIMAL(12,2), discount DECIMAL(12,2),
            units INT
          columns:
            transaction_id: line
            version: version
            order_id: order_id
            customer_id: customer_id
            ordered_at: day
            currency: currency
            revenue: amount
            cost: cost
            discount: discount
            quantity: units
        exchange_rates:
          format: csv
          path: rates.csv
          options: {header: true}
          schema: currency STRING, day DATE, rate DECIMAL(18,6)
          columns: {currency: currency, date: day, rate: rate}
      """
          + END;
}
