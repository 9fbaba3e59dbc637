package io.clientele.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.clientele.config.ClusterConfig;
import io.clientele.config.ClusterFeature;
import io.clientele.config.ClusterMethod;
import io.clientele.failure.DataRefusedException;
import io.clientele.partition.AdjustedRandIndex;
import io.clientele.partition.Contingency;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clusters that were planted, and what must not change them. */
class ClustersTest {
  private static final int LABELS = 1_559_781_624;

  private static ClusterConfig config(int fewest, int most) {
    return config(ClusterMethod.KMEANS, fewest, most, 2, 2, 200_000);
  }

  private static ClusterConfig config(
      ClusterMethod method, int fewest, int most, int seeds, int bootstraps, int sample) {
    return new ClusterConfig(
        Planted.FEATURES.stream().map(ClusterFeature::described).toList(),
        null,
        method,
        fewest,
        most,
        seeds,
        bootstraps,
        sample,
        false,
        null);
  }

  private static Buyers buyers(Dataset<Row> customers) {
    return Buyers.of(customers, Planted.FEATURES, Planted.FEATURES);
  }

  private static Clusters fit(Dataset<Row> customers, ClusterConfig config) {
    return Clusters.of(buyers(customers), config, Optional.empty(), false);
  }

  /** Adjusted Rand index of the clusters of all customers and the planted ones. */
  private static double recovered(Dataset<Row> customers, Clusters clusters) {
    List<Row> rows = clusters.assign(buyers(customers)).select("truth", "cluster").collectAsList();
    int[] truth = rows.stream().mapToInt(row -> row.getInt(0)).toArray();
    int[] found = rows.stream().mapToInt(row -> row.getInt(1)).toArray();
    return AdjustedRandIndex.of(Contingency.ofLabels(truth, found));
  }

  /** All labels in one number: the hash of the text "id=cluster, id=cluster, …". */
  private static int clustersOnly(Map<String, String> labels) {
    Map<String, String> clusters = new TreeMap<>();
    labels.forEach((id, label) -> clusters.put(id, label.substring(0, label.indexOf(' '))));
    return clusters.toString().hashCode();
  }

  private static Map<String, String> labels(Dataset<Row> customers, Clusters clusters) {
    Map<String, String> labels = new TreeMap<>();
    clusters
        .assign(buyers(customers))
        .select("customer_id", "cluster", "distance")
        .collectAsList()
        .forEach(row -> labels.put(row.getString(0), row.getInt(1) + " " + row.getDecimal(2)));
    return labels;
  }

  @Test
  void planted_clusters_are_found_with_their_number_and_are_stable() {
    Dataset<Row> customers = Planted.customers(5_000).repartition(3);

    Clusters clusters = fit(customers, config(3, 6));

    assertThat(clusters.model().numbers()).containsExactly(1, 2, 3, 4, 5);
    assertThat(recovered(customers, clusters)).isGreaterThan(0.95);
    Fitting fitting = clusters.fitting().get();
    assertThat(fitting.trials()).hasSize(8);
    assertThat(fitting.bootstraps().values()).hasSize(2).allMatch(index -> index > 0.95);
    // Numbers follow the first feature: from the most recent centre to the one longest away.
    assertThat(clusters.model().division().centres())
        .isSortedAccordingTo(Comparator.comparingDouble(centre -> centre.position()[0]));
    ClusterProfile first = clusters.portraits().get(0);
    assertThat(first.typical().get("recency_days")).isEqualTo(8, within(1.0));
    assertThat(first.typical().get("monetary")).isEqualTo(9000, within(900.0));
    assertThat(first.name()).contains("recent").contains("frequent").contains("big spend");
    assertThat(clusters.portraits()).extracting(ClusterProfile::name).doesNotHaveDuplicates();
    assertThat(first.representatives()).hasSize(3);
  }

  @Test
  @Tag("nightly")
  void planted_clusters_are_found_among_a_hundred_thousand_from_a_sample() {
    Dataset<Row> customers = Planted.customers(100_000).repartition(7);

    Clusters clusters = fit(customers, config(ClusterMethod.KMEANS, 2, 8, 5, 5, 20_000));

    assertThat(clusters.sampled()).isEqualTo(20_000);
    assertThat(clusters.customers()).isEqualTo(100_000);
    assertThat(clusters.model().numbers()).hasSize(5);
    assertThat(recovered(customers, clusters)).isGreaterThan(0.95);
  }

  @Test
  void the_other_methods_find_them_too() {
    Dataset<Row> customers = Planted.customers(600);

    for (ClusterMethod method : List.of(ClusterMethod.BISECTING, ClusterMethod.GAUSSIAN_MIXTURE)) {
      Clusters clusters = fit(customers, config(method, 5, 5, 2, 0, 200_000));
      assertThat(recovered(customers, clusters)).as(method.name()).isGreaterThan(0.95);
      ClusterModel again = ModelJson.read(ModelJson.write(clusters.model(), Map.of("run_id", "r")));
      assertThat(again.numbers(values(customers)))
          .isEqualTo(clusters.model().numbers(values(customers)));
    }
  }

  private static double[][] values(Dataset<Row> customers) {
    return customers.select(Buyers.values(Planted.FEATURES)).collectAsList().stream()
        .map(row -> Buyers.numbers(row.getStruct(0)))
        .toArray(double[][]::new);
  }

  @Test
  void any_number_of_partitions_gives_the_same_labels_to_the_last_place() {
    Dataset<Row> customers = Planted.customers(2_000);
    ClusterConfig config = config(ClusterMethod.KMEANS, 5, 5, 2, 1, 700);
    Clusters one = fit(customers.repartition(1), config);
    Map<String, String> expected = labels(customers, one);
    // The same number on every version of Spark that this is built for.
    assertThat(clustersOnly(expected)).isEqualTo(LABELS);

    for (int partitions : new int[] {7, 64}) {
      Dataset<Row> spread = customers.repartition(partitions);
      Clusters other = fit(spread, config);
      assertThat(labels(spread, other)).isEqualTo(expected);
      assertThat(other.model()).isEqualTo(one.model()).isNotSameAs(one.model());
      assertThat(other.fitting().get().bootstraps()).isEqualTo(one.fitting().get().bootstraps());
    }
  }

  @Test
  void the_sample_is_the_customers_with_the_smallest_hashes() {
    Dataset<Row> customers = Planted.customers(3_000).repartition(5);
    List<String> expected =
        customers.orderBy(sha2(col("customer_id"), 256)).limit(123).collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();

    try (Sample sample = Sample.of(buyers(customers), Census.of(buyers(customers)), 123)) {
      assertThat(sample.ids()).isEqualTo(expected);
      assertThat(sample.customers()).isEqualTo(3_000);
    }
  }

  @Test
  void the_silhouette_is_the_one_that_spark_computes() {
    Dataset<Row> customers = Planted.customers(800);
    Buyers buyers = buyers(customers);
    Clusters clusters = fit(customers, config(3, 3));
    Scaling scaling = clusters.model().scaling();

    try (Sample sample = Sample.of(buyers, Census.of(buyers), 200_000)) {
      Dataset<Row> labelled =
          sample
              .points(scaling, 0)
              .join(clusters.assign(buyers).select("customer_id", "cluster"), "customer_id");
      double sparks = new ClusteringEvaluator().setPredictionCol("cluster").evaluate(labelled);
      assertThat(clusters.fitting().get().chosen().silhouette().getAsDouble())
          .isEqualTo(sparks, within(1e-9));
    }
  }

  @Test
  void an_earlier_model_lends_its_numbers_or_is_used_as_it_is() {
    Dataset<Row> customers = Planted.customers(1_000);
    Clusters first = fit(customers, config(5, 5));
    // The same clusters under other numbers, as if their order by recency had changed since.
    List<Centroid> renamed = new ArrayList<>();
    for (Centroid centre : first.model().division().centres()) {
      renamed.add(centre.numbered(centre.number() == 5 ? 9 : 5 - centre.number()));
    }
    ClusterModel earlier =
        new ClusterModel(
            first.model().featureSet(),
            first.model().scaling(),
            new CentroidModel(ClusterMethod.KMEANS, renamed));
    Dataset<Row> later = customers.filter("customer_id not like '%7'");

    Clusters continued = Clusters.of(buyers(later), config(5, 5), Optional.of(earlier), false);
    Clusters more = Clusters.of(buyers(later), config(6, 6), Optional.of(earlier), false);
    Clusters reused = Clusters.of(buyers(later), config(5, 5), Optional.of(earlier), true);

    int[] now = continued.model().numbers(values(later));
    int[] before = earlier.numbers(values(later));
    assertThat(now).isEqualTo(before);
    assertThat(continued.portraits()).allMatch(portrait -> portrait.kept() == 1);
    assertThat(more.model().numbers()).containsExactly(1, 2, 3, 4, 9, 10);
    assertThat(reused.model()).isSameAs(earlier);
    assertThat(reused.fitting()).isEmpty();
  }

  @Test
  void what_cannot_be_clustered_is_refused_with_one_clear_message() {
    Dataset<Row> customers = Planted.customers(200);
    Dataset<Row> constant = customers.withColumn("frequency", lit(3L));
    Dataset<Row> missing =
        customers.withColumn(
            "monetary",
            when(col("truth").equalTo(1), lit(null).cast("decimal(18,4)"))
                .otherwise(col("monetary")));
    Dataset<Row> infinite = customers.withColumn("monetary", lit("Infinity").cast("double"));

    assertThatThrownBy(() -> fit(constant, config(2, 2)))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("frequency is 3.0 for every customer of the sample")
        .hasMessageContaining("leave it out");
    assertThatThrownBy(() -> fit(missing, config(2, 2)))
        .hasMessageContaining("no finite value for monetary of 40 of 200 buyers")
        .hasMessageContaining("fill: 0");
    assertThatThrownBy(() -> fit(infinite, config(2, 2)))
        .hasMessageContaining("no finite value for monetary of 200 of 200 buyers");
    assertThatThrownBy(() -> fit(customers.limit(3), config(2, 4)))
        .hasMessageContaining("4 clusters were asked for")
        .hasMessageContaining("the 3 customers of the sample are only 3 distinct points");
    assertThatThrownBy(() -> fit(customers.limit(0), config(2, 2)))
        .hasMessageContaining("the 0 customers of the sample are only 0 distinct points");
  }

  @Test
  void a_declared_fill_takes_the_place_of_what_is_missing() {
    Dataset<Row> customers =
        Planted.customers(500)
            .withColumn(
                "monetary",
                when(col("truth").equalTo(3), lit(null).cast("decimal(18,4)"))
                    .otherwise(col("monetary")));
    ClusterConfig plain = config(5, 5);
    List<ClusterFeature> filled = new ArrayList<>(plain.features());
    filled.set(2, filled.get(2).filled(100.0));
    ClusterConfig config =
        new ClusterConfig(filled, null, ClusterMethod.KMEANS, 5, 5, 2, 0, 1000, false, null);

    assertThat(recovered(customers, fit(customers, config))).isGreaterThan(0.95);
  }
}
