package io.clientele.run;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.lake.RefusedRows;
import io.clientele.support.Computed;
import io.clientele.support.Results;
import io.clientele.support.Shop;
import io.clientele.support.Sparks;
import io.clientele.table.CustomerTables;
import io.clientele.table.LedgerTables;
import io.clientele.table.OrderLinesTable;
import io.clientele.table.QuarantineTable;
import io.clientele.table.ReconciliationTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to input of every kind: a clear error, or a row with its reasons in quarantine. */
class ContractTest {
  private static final String HEADER = "order_id,customer_id,day,amount";
  private static final String GOOD = "o1,c1,2024-06-01,10.00";

  @TempDir Path directory;

  @Test
  void accepted_lines_are_kept_where_that_is_asked_for() {
    Shop shop =
        new Shop(directory)
            .lines(
                "a.csv",
                "id,order_id,customer_id,day,amount,qty,cost,country,channel",
                "1,o1,c1,2024-05-01,10.50,2,6.00,PL,web",
                "1,o1,c1,2024-05-01,10.50,2,6.00,PL,web",
                "2,o2,c1,2024-05-02,-3.00,1,,,shop",
                "3,o3,,2024-05-02,3.00,1,,,",
                "4,o4,c2,2026-05-02,3.00,1,,,",
                "5,o5,c2,nonsense,3.00,1,,,")
            .set(
                "sources.transactions.schema=id STRING, order_id STRING, customer_id STRING, day"
                    + " DATE, amount DECIMAL(12,2), qty INT, cost DECIMAL(12,2), country STRING,"
                    + " channel STRING",
                "sources.transactions.columns.transaction_id=id",
                "sources.transactions.columns.quantity=qty",
                "sources.transactions.columns.cost=cost",
                "sources.transactions.columns.country=country",
                "sources.transactions.columns.channel=channel",
                "keep_lines=true");

    Computed run = shop.compute();

    assertThat(
            run.table(OrderLinesTable.SPEC).orderBy("transaction_id").collectAsList().stream()
                .map(Row::toString))
        .containsExactly(
            "[c1,o1,1,2024-05-01,sale,null,10.5000,2.0000,6.0000,0.0000,PL,null,web]",
            "[c1,o2,2,2024-05-02,return,null,-3.0000,-1.0000,null,0.0000,null,null,shop]");
    assertThat(shop.set("keep_lines=false").compute().fills(OrderLinesTable.SPEC)).isFalse();
  }

  @Test
  void every_broken_line_is_refused_with_its_reason_and_its_text_and_every_cent_is_counted() {
    Shop shop =
        new Shop(directory)
            .lines(
                "a.csv",
                HEADER,
                GOOD,
                "o2,c1,2024-07-01,20.00",
                "o3,,2024-07-01,5.00",
                "o4,c2,2025-01-01,7.00",
                "o5,c2,2011-02-30,8.00",
                "o6,c2,2024-07-01,\"1,234.50\"",
                ",c2,2024-07-01,9.00",
                "o8,c2,2024-07-01,",
                "o9,c2,,11.00",
                "o10,c2,9999-12-31,12.00",
                "o11,c2,2024-07-01,99999999999999.00",
                "o12,c3,2024-07-02,-3.00",
                "o13,c4,2024-07-02,0",
                "o14,c2,2024-07-01,12.00,too,many",
                "o15,c2,2024-07-01,123456789012345678901234567890");

    Computed run = shop.compute();

    Map<String, Row> items = reconciliation(run);
    assertThat((long) items.get("read").getAs(ReconciliationTable.ROWS)).isEqualTo(15);
    assertThat((long) items.get("accepted").getAs(ReconciliationTable.ROWS)).isEqualTo(4);
    assertMoney(items.get("accepted"), "27.00");
    assertMoney(items.get("anonymous"), "5.00");
    assertMoney(items.get("unseen"), "7.00");
    assertThat((long) items.get("quarantined").getAs(ReconciliationTable.ROWS)).isEqualTo(9);
    assertThat(reasons(run, "o5")).containsExactly("unparsable_ordered_at");
    assertThat(reasons(run, "o6"))
        .containsExactly("unparsable_revenue", "thousands_separator_revenue");
    assertThat(reasons(run, "9.00")).containsExactly("missing_order_id");
    assertThat(reasons(run, "o8")).containsExactly("missing_revenue");
    assertThat(reasons(run, "o9")).containsExactly("missing_ordered_at");
    assertThat(reasons(run, "o10")).containsExactly("implausible_ordered_at");
    assertThat(reasons(run, "o11")).containsExactly("out_of_range_revenue");
    assertThat(reasons(run, "o14")).containsExactly("malformed_row");
    assertThat(reasons(run, "o15")).containsExactly("unparsable_revenue");
    assertThat(source(run, "o6")).contains("\"amount\":\"1,234.50\"");
    assertThat(source(run, "o5")).contains("\"day\":\"2011-02-30\"");
    // Returned or got for nothing only: known, without a purchase.
    assertThat(frequency(run, "c3")).isZero();
    assertThat(frequency(run, "c4")).isZero();
    assertThat(frequency(run, "c1")).isEqualTo(2);
  }

  @Test
  void equal_lines_without_an_identity_are_different_lines() {
    Shop shop = new Shop(directory).lines("a.csv", HEADER, GOOD, GOOD);

    Computed run = shop.compute();

    assertMoney(reconciliation(run).get("accepted"), "20.00");
    assertThat(frequency(run, "c1")).isEqualTo(1);
  }

  @Test
  void the_newest_version_counts_once_and_conflicting_versions_are_refused() {
    Shop shop =
        identified()
            .lines(
                "a.csv",
                "id,version,order_id,customer_id,day,amount,kind",
                "1,1,o1,c1,2024-06-01,10.00,sale",
                "1,2,o1,c1,2024-06-01,11.00,sale",
                "2,1,o2,c1,2024-06-02,5.00,sale",
                "2,1,o2,c1,2024-06-02,5.00,sale",
                "3,1,o3,c2,2024-06-03,7.00,sale",
                "3,1,o3,c2,2024-06-03,8.00,sale",
                "4,1,o4,c2,2024-06-03,1.00,sale",
                ",1,o5,c2,2024-06-03,1.00,sale",
                "6,1,o6,c2,2024-06-03,1.00,gift",
                "7,1,o7,c2,2024-06-03,-1.00,sale",
                "8,1,o8,c2,2024-06-03,1.00,return");

    Computed run = shop.compute();

    Map<String, Row> items = reconciliation(run);
    assertMoney(items.get("accepted"), "17.00");
    assertThat((long) items.get("duplicate").getAs(ReconciliationTable.ROWS)).isEqualTo(2);
    assertMoney(items.get("duplicate"), "15.00");
    assertThat((long) items.get("quarantined").getAs(ReconciliationTable.ROWS)).isEqualTo(6);
    assertThat(run.table(QuarantineTable.SPEC).count()).isEqualTo(6);
    assertThat(
            run.table(QuarantineTable.SPEC)
                .filter(array_contains(col(QuarantineTable.REASONS), "version_conflict"))
                .count())
        .isEqualTo(2);
    assertThat(reasons(run, "o5")).containsExactly("missing_transaction_id");
    assertThat(reasons(run, "o6")).containsExactly("unknown_kind");
    assertThat(reasons(run, "o7")).containsExactly("sale_with_negative_revenue");
    assertThat(reasons(run, "o8")).containsExactly("return_with_positive_revenue");
  }

  @Test
  void too_many_refused_lines_publish_nothing_and_leave_the_last_good_run() {
    Shop shop = new Shop(directory).set("gates.max_quarantined_share=0.4");
    shop.lines("a.csv", HEADER, GOOD, "o2,c1,2024-06-02,5.00");
    RunReport good = shop.run();

    shop.lines("b.csv", HEADER, "o3,c1,nonsense,1.00", "o4,c1,nonsense,1.00");

    assertThatThrownBy(shop::run)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("50.00 % of the lines (2)")
        .hasMessageContaining("allows 40.00 %")
        .hasMessageContaining("unparsable_ordered_at 2")
        .hasMessageContaining("day is 'nonsense', {\"order_id\":\"o3\"")
        .hasMessageContaining("in b.csv")
        .hasMessageContaining("bin/clientele sql --refused \"SELECT * FROM refused\"");
    assertThat(shop.pointer().read().current().get(LocalDate.of(2025, 1, 1)))
        .isEqualTo(good.runId());
    assertThat(shop.pointer().read().owner()).isNull();
    assertMoney(reconciliation(shop).get("accepted"), "15.00");
    // What was refused can be looked at; the ledger of the lake does not hold it.
    new RefusedRows(Sparks.session(), shop.lake(), "shop").register();
    assertThat(
            Sparks.session()
                .sql("SELECT base, source, reasons[0], source_row FROM refused ORDER BY source_row")
                .collectAsList())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("[shop,transactions,unparsable_ordered_at,{")
        .contains("\"order_id\":\"o3\"");
    assertThat(
            shop.lake()
                .read(LedgerTables.ATTEMPTS)
                .filter(col("message").contains("nonsense"))
                .count())
        .isZero();
  }

  @Test
  void an_empty_source_is_refused() {
    assertThatThrownBy(() -> new Shop(directory).lines("a.csv", HEADER).compute())
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("has no lines");
  }

  @Test
  void a_source_of_unseen_lines_only_says_which_dates_it_has() {
    assertThatThrownBy(
            () ->
                new Shop(directory).lines("a.csv", HEADER, GOOD).compute(LocalDate.of(2020, 1, 1)))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("as of 2020-01-01: 1 dated on or after that day");
  }

  @Test
  void a_missing_file_and_an_unknown_column_are_configuration_errors() {
    Shop shop = new Shop(directory);
    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no " + directory + "/lines");

    shop.lines("a.csv", HEADER, GOOD)
        .set(
            "sources.transactions.columns.revenue=ammount", "sources.transactions.where=prize > 0");
    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.transactions.columns.revenue: 'ammount' reads the column")
        .hasMessageContaining("did you mean 'amount'?")
        .hasMessageContaining("sources.transactions.where: 'prize > 0'")
        .hasMessageContaining("The columns are: order_id, customer_id, day, amount");
  }

  @Test
  void expressions_that_read_the_clock_or_chance_are_refused() {
    Shop shop = new Shop(directory).lines("a.csv", HEADER, GOOD);

    assertThatThrownBy(shop.set("sources.transactions.where=day < current_date()")::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("reads the clock");
    assertThatThrownBy(shop.set("sources.transactions.where=rand() < 0.5")::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("same value for the same line");
    assertThatThrownBy(
            shop.set(
                    "sources.transactions.where=true",
                    "sources.transactions.columns.customer_id=_metadata.file_name")
                ::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("reads the column '_metadata', which the source does not have");
    assertThatThrownBy(
            shop.set(
                    "sources.transactions.columns.customer_id=customer_id",
                    "sources.transactions.columns.order_id=explode(sequence(1, 1000000000))")
                ::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("aggregates or explodes with explode");
    shop.set(
        "sources.transactions.columns.customer_id=customer_id",
        "sources.transactions.columns.order_id=order_id");
    assertThatThrownBy(
            shop.set("sources.transactions.columns.ordered_at=cast(day as string)")
                    .set("sources.transactions.where=true")
                ::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("yields STRING, expected TIMESTAMP or DATE");
  }

  @Test
  void a_binary_file_and_a_foreign_header_are_recognised_before_reading() throws IOException {
    Path lines = Files.createDirectories(directory.resolve("lines"));
    Files.write(lines.resolve("a.csv"), new byte[] {0x50, 0x4b, 3, 4, 0, 1, 2, 9, (byte) 0xfe});
    assertThatThrownBy(new Shop(directory)::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is not the declared columns")
        .hasMessageContaining("PK");

    Files.writeString(lines.resolve("a.csv"), HEADER + "\n" + GOOD + "\n");
    Files.writeString(
        lines.resolve("b.csv"), "order_id,day,customer_id,amount\no2,2024-01-01,c,1\n");
    assertThatThrownBy(new Shop(directory)::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("b.csv differs from the declared schema");

    Files.write(lines.resolve("b.csv"), new byte[0]);
    Files.delete(lines.resolve("a.csv"));
    assertThatThrownBy(new Shop(directory)::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("b.csv is empty");
  }

  @Test
  void a_truncated_parquet_file_is_refused_by_name() throws IOException {
    Sparks.session()
        .sql(
            "SELECT concat('o', id) order_id, 'c' customer_id, DATE'2024-01-01' day,"
                + " CAST(id AS DECIMAL(12,2)) amount FROM range(20000)")
        .coalesce(1)
        .write()
        .parquet(directory.resolve("whole").toString());
    Path part;
    try (var files = Files.list(directory.resolve("whole"))) {
      part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(part);
    Path lines = Files.createDirectories(directory.resolve("lines"));
    Files.write(lines.resolve("a.parquet"), java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(parquet()::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void floating_point_money_is_rounded_line_by_line_and_said() {
    Sparks.session()
        .sql(
            "SELECT concat('o', id) order_id, 'c' customer_id, DATE'2024-01-01' day,"
                + " 0.1D amount FROM range(30)")
        .coalesce(1)
        .write()
        .parquet(directory.resolve("lines").toString());

    Shop shop = parquet();
    Computed run = shop.compute();

    assertMoney(reconciliation(run).get("accepted"), "3.00");
    assertThat(run.notes()).anyMatch(note -> note.contains("'amount' is floating point"));
  }

  @Test
  void delta_read_as_parquet_and_parquet_read_as_delta_are_told_apart() {
    Sparks.session().range(3).write().format("delta").save(directory.resolve("lines").toString());

    assertThatThrownBy(parquet()::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is a Delta table; write format: delta");
  }

  @Test
  void excluded_lines_are_counted_with_their_money_and_are_not_refused() {
    Shop shop =
        new Shop(directory)
            .lines("a.csv", HEADER, GOOD, "o2,c9,2024-06-01,4.00", "o3,c9,2024-06-01,broken")
            .set("sources.transactions.where=customer_id <> 'c9'");

    Computed run = shop.compute();

    Row excluded = reconciliation(run).get("excluded");
    assertMoney(excluded, "4.00");
    assertThat((long) excluded.getAs(ReconciliationTable.ROWS)).isEqualTo(2);
    assertThat((long) excluded.getAs(ReconciliationTable.UNKNOWN)).isEqualTo(1);
    assertThat((long) reconciliation(run).get("quarantined").getAs(ReconciliationTable.ROWS))
        .isZero();
  }

  @Test
  void a_lake_in_a_source_is_refused_before_anything_is_created() {
    Shop shop =
        new Shop(directory)
            .lines("a.csv", HEADER, GOOD)
            .set("lake=" + directory.resolve("lines/lake"));

    assertThatThrownBy(shop::run)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("lie in each other");
    assertThat(directory.resolve("lines/lake")).doesNotExist();
  }

  @Test
  void lines_that_lie_in_a_circle_of_links_are_refused() throws IOException {
    Shop shop = new Shop(directory).lines("a.csv", HEADER, GOOD);
    Files.createSymbolicLink(directory.resolve("lines/again"), directory.resolve("lines"));

    assertThatThrownBy(shop::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("lines/again is a link to");
  }

  @Test
  void a_moment_inside_of_a_column_is_refused() {
    Shop shop =
        new Shop(directory)
            .lines("a.json", "{}")
            .set(
                "sources.transactions.format=json",
                "sources.transactions.options={}",
                "sources.transactions.schema='order_id STRING, customer_id STRING, day DATE,"
                    + " amount DECIMAL(20,4), at STRUCT<t: TIMESTAMP>'");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("schema: at holds a TIMESTAMP");
  }

  @Test
  void a_file_name_that_spark_would_take_for_a_pattern_is_refused() {
    Shop shop =
        new Shop(directory)
            .lines("orders1.csv", HEADER, GOOD)
            .lines("orders[1].csv", HEADER, "o2,c2,2024-06-01,7000.00");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("orders[1].csv has one of []{}*?")
        .hasMessageContaining("Rename it");
  }

  @Test
  void a_time_without_a_day_is_not_today() {
    Shop shop =
        new Shop(directory)
            .lines("a.csv", HEADER, GOOD, "o2,c2,10:30:00,5.00", "o3,c2,2024,5.00")
            .set(
                "sources.transactions.schema=order_id STRING, customer_id STRING, day TIMESTAMP,"
                    + " amount DECIMAL(12,2)");

    Computed run = shop.compute();

    assertThat(reasons(run, "o2")).containsExactly("unparsable_ordered_at");
    assertThat(reasons(run, "o3")).containsExactly("unparsable_ordered_at");
  }

  @Test
  void ids_that_are_fractions_and_options_that_lose_lines_are_refused() {
    Shop shop =
        new Shop(directory)
            .lines("a.csv", HEADER, GOOD)
            .set(
                "sources.transactions.columns.customer_id=CAST(amount AS DOUBLE)",
                "sources.transactions.columns.order_id=amount");
    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("yields DOUBLE, expected STRING")
        .hasMessageContaining("yields DECIMAL(20,4), expected STRING");
    assertThatThrownBy(
            shop.set("sources.transactions.options={header: true, mode: DROPMALFORMED}")::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'mode' cannot be set");
  }

  @Test
  void a_base_whose_schemes_are_all_skipped_still_has_its_features() {
    Shop shop = new Shop(directory).lines("a.csv", HEADER, GOOD).set("schemes=[profit_loyalty]");

    RunReport report = shop.run();

    assertThat(report.skipped()).containsKey("profit_loyalty");
    assertThat(shop.table(CustomerTables.FEATURES).count()).isEqualTo(1);
    new io.clientele.lake.LakeViews(shop.lake(), "shop").register(shop.pointer().read());
  }

  @Test
  void rules_written_for_five_scores_are_refused_with_ten() {
    assertThatThrownBy(
            new Shop(directory).lines("a.csv", HEADER, GOOD).set("scores.bins=10")::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "written for scores from 1 to 5, the configuration has scores.bins: 10");
  }

  private Shop parquet() {
    return new Shop(directory)
        .yaml(
            """
            base: shop
            currency: EUR
            as_of: 2025-01-01
            lake: %1$s/lake
            sources:
              transactions:
                format: parquet
                path: %1$s/lines
                columns: {order_id: order_id, customer_id: customer_id, ordered_at: day, revenue: amount}
            schemes: [abc]
            """);
  }

  private Shop identified() {
    return new Shop(directory)
        .set(
            "sources.transactions.schema=id STRING, version INT, order_id STRING, customer_id STRING,"
                + " day DATE, amount DECIMAL(12,2), kind STRING",
            "sources.transactions.columns.transaction_id=id",
            "sources.transactions.columns.version=version",
            "sources.transactions.columns.kind=kind");
  }

  private static Map<String, Row> reconciliation(Results shop) {
    Map<String, Row> items = new HashMap<>();
    shop.table(ReconciliationTable.SPEC)
        .collectAsList()
        .forEach(row -> items.put(row.getAs(ReconciliationTable.ITEM), row));
    return items;
  }

  private static void assertMoney(Row item, String expected) {
    assertThat((BigDecimal) item.getAs(ReconciliationTable.REVENUE)).isEqualByComparingTo(expected);
  }

  private static List<String> reasons(Results shop, String marker) {
    return refused(shop, marker).getList(refused(shop, marker).fieldIndex(QuarantineTable.REASONS));
  }

  private static String source(Results shop, String marker) {
    return refused(shop, marker).getAs(QuarantineTable.SOURCE_ROW);
  }

  private static Row refused(Results shop, String marker) {
    return shop.table(QuarantineTable.SPEC)
        .filter(col(QuarantineTable.SOURCE_ROW).contains("\"" + marker + "\""))
        .head();
  }

  private static long frequency(Results shop, String customer) {
    return shop.table(CustomerTables.FEATURES)
        .filter(col(CustomerTables.CUSTOMER_ID).equalTo(customer))
        .head()
        .getAs("frequency");
  }
}
