package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.support.Comparers;
import io.clientele.support.Computed;
import io.clientele.support.Results;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.support.Sparks;
import io.clientele.table.CustomerTables;
import io.clientele.table.SummaryTables;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public Online Retail data set. The figures were computed independently with exact decimals:
 * Gini = 2·Σ(i·x)/(n·Σx) − (n+1)/n, top 20 % = the ⌈0.2·n⌉ customers with most revenue.
 */
class OnlineRetailTest {
  @TempDir static Path temporary;
  private static Path data;
  private static Computed purchases;

  @BeforeAll
  static void run_the_example() throws IOException {
    data = SharedData.directory("online_retail");
    purchases = example("online-retail").compute();
  }

  @Test
  void purchases_give_the_known_figures() {
    Row revenue = concentration(purchases, "revenue");
    assertThat((long) revenue.getAs("customers")).isEqualTo(4_338);
    assertThat((BigDecimal) revenue.getAs("total")).isEqualByComparingTo("8911407.904");
    assertThat((BigDecimal) revenue.getAs("top_20_share"))
        .isBetween(new BigDecimal("0.7461705"), new BigDecimal("0.7461715"));
    assertThat((BigDecimal) revenue.getAs("gini"))
        .isBetween(new BigDecimal("0.7151395"), new BigDecimal("0.7151405"));
    assertThat((BigDecimal) concentration(purchases, "orders").getAs("total"))
        .isEqualByComparingTo("18532");
    Row features =
        purchases
            .table(CustomerTables.FEATURES)
            .selectExpr(
                "percentile(recency_days, 0.5)",
                "max(recency_days)",
                "count_if(frequency = 1)",
                "max(frequency)",
                "count_if(frequency = 4)",
                "count_if(frequency = 4 and purchase_days < 4)")
            .head();
    assertThat(features.getDouble(0)).isEqualTo(51);
    assertThat(features.getLong(1)).isEqualTo(374);
    assertThat(features.getLong(2)).isEqualTo(1_493);
    assertThat(features.getLong(3)).isEqualTo(209);
  }

  @Test
  void the_lifecycle_and_rfm_segments_have_the_known_sizes() {
    assertThat(sizes(purchases, "lifecycle_9"))
        .containsAllEntriesOf(
            Map.of(
                "new_active",
                429L,
                "new_sleeping",
                210L,
                "new_lost",
                854L,
                "promising_active",
                697L,
                "promising_sleeping",
                182L,
                "promising_lost",
                464L,
                "regular_active",
                1_229L,
                "regular_sleeping",
                128L,
                "regular_lost",
                145L))
        .containsEntry("no_purchase", 0L);
    assertThat(sizes(purchases, "rfm"))
        .containsAllEntriesOf(
            Map.of(
                "hibernating",
                1_349L,
                "loyal",
                708L,
                "champion",
                577L,
                "about_to_sleep",
                475L,
                "potential_loyalist",
                474L,
                "at_risk",
                372L,
                "promising",
                167L,
                "need_attention",
                116L,
                "new_customer",
                63L,
                "cannot_lose",
                37L));
  }

  @Test
  void every_customer_is_in_exactly_one_segment_of_each_scheme() {
    Dataset<Row> segments = purchases.table(CustomerTables.SEGMENTS);

    assertThat(segments.select(CustomerTables.CUSTOMER_ID).distinct().count()).isEqualTo(4_338);
    for (String scheme : List.of("rfm", "lifecycle_9", "abc", "value_loyalty")) {
      assertThat(segments.filter(col(scheme).isNull()).count()).isZero();
      assertThat(sizes(purchases, scheme).values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(4_338);
    }
    assertThat(segments.columns()).doesNotContain("profit_loyalty");
  }

  @Test
  void returns_lower_money_and_nothing_else() throws IOException {
    Computed everything =
        example("online-retail-returns").set("parameters.value_loyalty.strict_four=true").compute();

    Row revenue = concentration(everything, "revenue");
    assertThat((long) revenue.getAs("customers")).isEqualTo(4_372);
    assertThat((BigDecimal) revenue.getAs("total")).isEqualByComparingTo("8300065.814");
    assertThat((BigDecimal) revenue.getAs("top_20_share"))
        .isBetween(new BigDecimal("0.7384705"), new BigDecimal("0.7384715"));
    assertThat((BigDecimal) revenue.getAs("gini"))
        .isBetween(new BigDecimal("0.7092835"), new BigDecimal("0.7092845"));
    assertThat((BigDecimal) concentration(everything, "orders").getAs("total"))
        .isEqualByComparingTo("18532");
    Row idle =
        everything
            .table(CustomerTables.FEATURES)
            .filter("frequency = 0")
            .selectExpr(
                "count(*)", "count_if(return_lines > 0 and lines = 0)", "count_if(lines > 0)")
            .head();
    assertThat(idle).isEqualTo(org.apache.spark.sql.RowFactory.create(34L, 33L, 1L));
    // Top fifth by net revenue against loyalty by spread of purchases, an independent cross-check.
    assertThat(sizes(everything, "value_loyalty"))
        .containsAllEntriesOf(
            Map.of(
                "high_value_loyal",
                737L,
                "high_value_disloyal",
                130L,
                "low_value_loyal",
                765L,
                "low_value_disloyal",
                2_706L,
                "no_purchase",
                34L));
  }

  @Test
  void daily_files_parquet_and_delta_are_business_identical() throws Exception {
    Path unpacked = temporary.resolve("daily");
    Files.createDirectories(unpacked);
    int code =
        new ProcessBuilder(
                "tar",
                "xzf",
                data.resolve("online_retail_by_day.tar.gz").toString(),
                "-C",
                unpacked.toString())
            .start()
            .waitFor();
    assertThat(code).isZero();
    Map<String, List<String>> expected = Snapshots.business(purchases);
    assertThat(expected.get("customer_features")).hasSize(4_338);
    Computed daily = example("online-retail-daily").set("data=" + unpacked).compute();
    assertThat(Snapshots.business(daily)).isEqualTo(expected);
    Comparers.assertSameRows(
        Snapshots.business(purchases.table(CustomerTables.SEGMENTS)),
        Snapshots.business(daily.table(CustomerTables.SEGMENTS)));

    Dataset<Row> raw =
        Sparks.session()
            .read()
            .option("header", true)
            .schema(
                "InvoiceNo STRING, StockCode STRING, Description STRING, Quantity INT, InvoiceDate"
                    + " TIMESTAMP, UnitPrice DECIMAL(12,3), CustomerID STRING, Country STRING")
            .csv(data.resolve("online_retail.csv.gz").toString());
    for (String format : List.of("parquet", "delta")) {
      Path directory = temporary.resolve("as-" + format);
      raw.repartition(format.equals("delta") ? 7 : 64)
          .write()
          .format(format)
          .save(directory.toString());
      Shop other = typed(format).set("data=" + temporary, "sources.transactions.path=as-" + format);
      assertThat(Snapshots.business(other.compute())).isEqualTo(expected);
    }
  }

  private static Shop typed(String format) throws IOException {
    String text =
        Files.readString(SharedData.home().resolve("conf/examples/online-retail.yaml"))
            .replaceAll("(?s)    options:.*?    columns:", "    columns:")
            .replace("format: csv", "format: " + format);
    return new Shop(temporary)
        .yaml(text.replace("%", "%%"))
        .set("lake=" + temporary.resolve("lake"))
        .compiled();
  }

  private static Shop example(String name) {
    return new Shop(temporary).example(name).set("data=" + data).compiled();
  }

  private static Row concentration(Results shop, String measure) {
    return shop.table(SummaryTables.CONCENTRATION_SUMMARY)
        .filter(col("measure").equalTo(measure))
        .head();
  }

  private static Map<String, Long> sizes(Results shop, String scheme) {
    Map<String, Long> sizes = new TreeMap<>();
    shop.table(SummaryTables.SEGMENT_SUMMARY)
        .filter(col("scheme").equalTo(scheme))
        .collectAsList()
        .forEach(row -> sizes.put(row.getAs("segment"), row.getAs("customers")));
    return sizes;
  }
}
