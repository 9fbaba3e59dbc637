package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.analysis.SchemeAnalysis;
import io.clientele.analysis.Severity;
import io.clientele.cluster.ClusterOutput;
import io.clientele.compare.Comparer;
import io.clientele.compare.Comparison;
import io.clientele.compare.ComparisonCharts;
import io.clientele.failure.ConfigurationException;
import io.clientele.lake.RunModels;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.output.SegmentSummaries;
import io.clientele.scheme.LoneScheme;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.table.ClusterTables;
import io.clientele.table.ColumnSpec;
import io.clientele.table.SummaryTables;
import io.clientele.table.TableSpec;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters as a run publishes them and as a comparison reads them. */
class ClusterRunTest {
  private static final String HEADER = "order_id,customer_id,day,amount";
  private static final LocalDate EARLIER = LocalDate.of(2024, 12, 31);

  @TempDir Path directory;

  /** Sixty regulars who spend, sixty who came once long ago and spent little. */
  private static Shop fill(Shop shop) {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < 60; i++) {
      int orders = 8 + random.nextInt(5);
      for (int order = 0; order < orders; order++) {
        lines.add(
            String.format(
                "r%d-%d,regular%d,2024-%02d-%02d,%d.00",
                i, order, i, 12 - order % 12, 1 + random.nextInt(28), 200 + random.nextInt(100)));
      }
      lines.add(
          String.format(
              "o%d,once%d,2023-%02d-10,%d.50",
              i, i, 1 + random.nextInt(6), 10 + random.nextInt(20)));
      if (i % 2 == 0) {
        lines.add(String.format("p%d,once%d,2023-07-10,7.00", i, i));
      }
    }
    return shop.lines("a.csv", lines.toArray(String[]::new));
  }

  private static Shop shop(Path directory) {
    return fill(new Shop(directory))
        .set("clusters.k=2", "clusters.seeds=2", "clusters.bootstraps=1")
        .only(new ClusterOutput());
  }

  private Shop lone() {
    return fill(new Shop(directory)).set("schemes=[rfm]").only(new ClusterOutput());
  }

  private static Map<String, Integer> clusters(Shop shop, LocalDate asOf) {
    Map<String, Integer> clusters = new TreeMap<>();
    shop.table(ClusterTables.CUSTOMER_CLUSTERS, asOf)
        .collectAsList()
        .forEach(row -> clusters.put(row.getAs("customer_id"), row.getAs("cluster")));
    return clusters;
  }

  @Test
  void a_run_publishes_clusters_that_add_up_and_a_comparison_reads_them() throws Exception {
    Shop shop =
        shop(directory)
            .only(
                new CustomerFeatures(),
                new CustomerSegments(),
                new SegmentSummaries(),
                new SchemeDefinitions(),
                new ScoreReferenceOutput(),
                new ClusterOutput());
    RunReport report = shop.run();

    Map<String, Integer> clusters = clusters(shop, shop.config().asOf());
    assertThat(clusters).hasSize(120);
    clusters.forEach(
        (customer, cluster) ->
            assertThat(cluster).as(customer).isEqualTo(customer.startsWith("regular") ? 1 : 2));
    List<Row> profiles =
        shop.table(ClusterTables.CLUSTER_PROFILES).orderBy("cluster").collectAsList();
    Dataset<Row> summary = shop.table(SummaryTables.SEGMENT_SUMMARY);
    BigDecimal revenue =
        summary.filter("scheme = 'abc'").selectExpr("sum(revenue)").head().getDecimal(0);
    assertThat(profiles.stream().map(r -> r.<BigDecimal>getAs("revenue")).reduce(BigDecimal::add))
        .hasValueSatisfying(sum -> assertThat(sum).isEqualByComparingTo(revenue));
    assertThat(profiles.get(0).<String>getAs("name")).contains("recent", "big spend");
    assertThat(profiles.get(0).<Long>getAs("customers")).isEqualTo(60);
    for (String scheme : List.of("rfm", "lifecycle_9", "abc", "value_loyalty")) {
      Dataset<Row> cells =
          shop.table(ClusterTables.CLUSTER_CONTINGENCY).filter(col("scheme").equalTo(scheme));
      assertThat(cells.groupBy("segment").sum("customers").collectAsList())
          .as(scheme)
          .containsExactlyInAnyOrderElementsOf(
              summary
                  .filter(col("scheme").equalTo(scheme).and(col("customers").gt(0)))
                  .select("segment", "customers")
                  .collectAsList());
    }
    assertThat(shop.table(ClusterTables.CLUSTER_CURVE).filter("chosen").count()).isOne();
    assertThat(shop.table(ClusterTables.CLUSTER_STABILITY).count()).isEqualTo(2);
    assertThat(report.notes()).anyMatch(note -> note.startsWith("2 clusters of 120 customers"));
    for (TableSpec table : ClusterTables.ALL) {
      for (ColumnSpec column : table.columns()) {
        assertThat(shop.lake().read(table).schema().apply(column.name()).getComment().get())
            .isEqualTo(column.comment());
      }
    }

    Comparison comparison = comparison(shop);
    assertThat(comparison.draft().fidelity()).isEqualByComparingTo("1");
    assertThat(
            SchemeAnalysis.of(LoneScheme.parse("draft", comparison.draft().text()))
                .of(Severity.ERROR))
        .isEmpty();
    Map<String, String> pictures = new ComparisonCharts(comparison).files();
    assertThat(pictures).containsKeys("clusters_profile.svg", "clusters_rfm.svg");
    for (String svg : pictures.values()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(shop.run().outcome()).isEqualTo(RunReport.Outcome.UNCHANGED);
  }

  private static Comparison comparison(Shop shop) {
    return new Comparer(shop.spark(), shop.lake(), shop.config(), shop.pointer().read())
        .compare(null);
  }

  @Test
  void clusters_go_on_from_the_date_before_and_a_model_can_be_used_again() {
    Shop shop = shop(directory).set("schemes=[rfm]");
    String first = shop.run(EARLIER).runId();
    String second = shop.run().runId();
    RunModels models = new RunModels(shop.spark(), shop.lake(), "shop");

    assertThat(models.find(second).get().get("origin").get("numbers_of_run").asText())
        .isEqualTo(first);
    assertThat(shop.table(ClusterTables.CLUSTER_PROFILES).filter("kept_share = 1").count())
        .isEqualTo(2);

    Shop again = lone().set("clusters.model=" + first);
    String third = again.run().runId();
    assertThat(models.find(third).get().get("origin").get("model_of_run").asText())
        .isEqualTo(first);
    assertThat(models.find(third).get().get("clusters"))
        .isEqualTo(models.find(first).get().get("clusters"));
    assertThat(again.table(ClusterTables.CLUSTER_CURVE).count()).isZero();
    Map<String, Integer> named = clusters(again, again.config().asOf());
    assertThat(named).hasSize(120);

    Shop newest = lone().set("clusters.reuse=true");
    String fourth = newest.run().runId();
    assertThat(models.find(fourth).get().get("origin").get("model_of_run").asText())
        .isEqualTo(first);
    assertThat(newest.table(ClusterTables.CLUSTER_CURVE).count()).isZero();
    assertThat(clusters(newest, newest.config().asOf())).isEqualTo(named);

    Shop other = lone().set("clusters.model=" + first, "clusters.features=[frequency, monetary]");
    assertThatThrownBy(other::run)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the model of run " + first + " was fitted to other features")
        .hasMessageContaining("recency_days clip 0.01..0.99");
    Shop none = lone().set("clusters.model=20240101-no");
    assertThatThrownBy(none::run)
        .hasMessageContaining("there is no model of a run '20240101-no'")
        .hasMessageContaining(fourth);
  }

  @Test
  void what_is_wrong_in_the_configuration_is_said_before_any_work() {
    assertThatThrownBy(() -> shop(directory).set("schemes=[rfm]").set("clusters.k=1").config())
        .hasMessageContaining("clusters.k: '1' is not a whole number from 2 to 50")
        .hasMessageContaining("k: {from: 2, to: 12}");
    assertThatThrownBy(
            () -> shop(directory).set("schemes=[rfm]").set("clusters.k={from: 9, to: 3}").config())
        .hasMessageContaining("from 9 to 3 is no range");
    assertThatThrownBy(
            () ->
                shop(directory)
                    .set("schemes=[rfm]")
                    .set("clusters.transforms={monetary: {clip: [0.9]}}")
                    .config())
        .hasMessageContaining("no pair of ascending quantiles");
    assertThatThrownBy(
            () ->
                shop(directory).set("schemes=[rfm]").set("clusters.features=[frequenzy]").compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no feature 'frequenzy'; did you mean 'frequency'?");
    assertThatThrownBy(
            () ->
                shop(directory)
                    .set("schemes=[rfm]")
                    .set("clusters.features=[gross_margin]")
                    .compute())
        .hasMessageContaining("'gross_margin' needs transactions.cost");
    assertThatThrownBy(
            () ->
                shop(directory)
                    .set("schemes=[rfm]")
                    .set("clusters.features=[first_purchase_on]")
                    .compute())
        .hasMessageContaining("'first_purchase_on' is no number");
  }

  @Test
  void a_run_without_clusters_makes_no_tables_and_a_comparison_says_how_to_get_them() {
    Shop shop =
        fill(new Shop(directory))
            .set("schemes=[rfm]")
            .only(new SegmentSummaries(), new ClusterOutput());
    shop.run();

    assertThat(ClusterTables.ALL).noneMatch(shop.lake()::has);
    assertThatThrownBy(() -> comparison(shop))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no clusters")
        .hasMessageContaining("`clusters: {}` is enough");
    assertThatThrownBy(
            () -> comparison(fill(new Shop(directory)).set("schemes=[rfm]").set("base=nobody")))
        .hasMessageContaining("no complete run of base 'nobody'");
  }

  @Test
  void files_in_another_order_give_identical_clusters() {
    Shop one = shop(directory.resolve("one")).set("schemes=[rfm]");
    Map<String, List<String>> expected = Snapshots.business(one.compute(), ClusterTables.ALL);
    Shop other = shop(directory.resolve("other")).set("schemes=[rfm]");
    List<String> lines = new ArrayList<>();
    try (var read = java.nio.file.Files.lines(directory.resolve("one/lines/a.csv"))) {
      read.skip(1).forEach(lines::add);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    other.lines("a.csv", HEADER, String.join("\n", lines.subList(300, lines.size())));
    other.lines("b.csv", HEADER, String.join("\n", lines.subList(0, 300)));

    assertThat(Snapshots.business(other.compute(), ClusterTables.ALL)).isEqualTo(expected);
    assertThat(expected.get("customer_clusters")).hasSize(120);
  }
}
