package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.cluster.ClusterOutput;
import io.clientele.compare.Comparer;
import io.clientele.compare.Comparison;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.output.SegmentSummaries;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.table.ClusterTables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public Online Retail data set, clustered and held against rfm and lifecycle_9. */
class OnlineRetailClustersTest {
  @TempDir Path directory;

  @Test
  void five_clusters_agree_with_the_rules_more_than_chance_and_less_than_wholly() throws Exception {
    Path data = SharedData.directory("online_retail");
    Shop shop =
        new Shop(directory)
            .example("online-retail")
            .set("data=" + data)
            .set("schemes=[rfm, lifecycle_9]", "clusters.k=5", "clusters.seeds=3")
            .compiled()
            .only(
                new CustomerFeatures(),
                new CustomerSegments(),
                new SegmentSummaries(),
                new SchemeDefinitions(),
                new ScoreReferenceOutput(),
                new ClusterOutput());
    shop.run();

    List<Row> profiles =
        shop.table(ClusterTables.CLUSTER_PROFILES).orderBy("cluster").collectAsList();
    assertThat(profiles).hasSize(5);
    // Every buyer and every pound is in one cluster: the figures of OnlineRetailTest.
    assertThat(profiles.stream().mapToLong(row -> row.<Long>getAs("customers")).sum())
        .isEqualTo(4_338);
    assertThat(
            profiles.stream()
                .map(row -> row.<BigDecimal>getAs("revenue"))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("8911407.904");
    Map<String, Row> agreement =
        shop.table(ClusterTables.CLUSTER_AGREEMENT).collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getAs("scheme"), row -> row));
    assertThat(agreement).containsOnlyKeys("rfm", "lifecycle_9");
    for (Row row : agreement.values()) {
      for (String index : List.of("adjusted_rand_index", "adjusted_mutual_information")) {
        assertThat(row.<BigDecimal>getAs(index))
            .as(row.getAs("scheme") + " " + index)
            .isBetween(new BigDecimal("0.15"), new BigDecimal("0.85"));
      }
      assertThat(row.<Long>getAs("customers")).isEqualTo(4_338);
    }
    assertThat(
            shop.table(ClusterTables.CLUSTER_STABILITY)
                .filter("against = 'resample'")
                .selectExpr("avg(adjusted_rand_index) > 0.6")
                .head()
                .getBoolean(0))
        .isTrue();
    Comparison comparison =
        new Comparer(shop.spark(), shop.lake(), shop.config(), shop.pointer().read()).compare(null);
    assertThat(comparison.draft().fidelity()).isGreaterThan(new BigDecimal("0.75"));
  }
}
