package io.clientele.notebook;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.clientele.cluster.Buyers;
import io.clientele.cluster.ClusterModel;
import io.clientele.cluster.Clusters;
import io.clientele.cluster.FeatureChoice;
import io.clientele.cluster.Fitting;
import io.clientele.cluster.Trial;
import io.clientele.config.ClusterConfig;
import io.clientele.partition.Contingency;
import io.clientele.partition.PartitionMetrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Tries several numbers of clusters on the customers of a run, beside the run: the same sample,
 * transforms and fit, nothing is published.
 */
final class ClusterTrials {
  private static final String NUMBER = "DECIMAL(20,6)";
  private static final int PLACES = 6;
  private static final String COUNT = "n";

  private final Dataset<Row> customers;
  private final List<String> schemes;

  /**
   * Trials over customers.
   *
   * @param customers a row a customer: features and a column a scheme
   * @param schemes which the clusters are held against
   */
  ClusterTrials(Dataset<Row> customers, List<String> schemes) {
    this.customers = customers;
    this.schemes = List.copyOf(schemes);
  }

  /**
   * A row for each number of clusters: its silhouette (squared Euclidean, of the sample), the sum
   * of squares within, and by scheme the adjusted Rand index of all buyers.
   *
   * @param config with the numbers to try
   */
  Dataset<Row> rows(ClusterConfig config) {
    List<String> features = FeatureChoice.clustered(config);
    Buyers buyers = Buyers.of(customers, features, features);
    Fitting fitting = Clusters.of(buyers, config, Optional.empty(), false).fitting().orElseThrow();
    TreeMap<Integer, Trial> closest = new TreeMap<>();
    for (Trial trial : fitting.trials()) {
      closest.merge(trial.k(), trial, (best, next) -> next.within() < best.within() ? next : best);
    }
    List<Row> cells = cells(features, fitting.model(), closest.values());
    List<Row> rows = new ArrayList<>();
    for (Trial trial : closest.values()) {
      List<Object> values = new ArrayList<>();
      values.add(trial.k());
      values.add(trial.silhouette().isPresent() ? decimal(trial.silhouette().getAsDouble()) : null);
      values.add(decimal(trial.within()));
      for (String scheme : schemes) {
        Contingency table = crossed(cells, clustersOf(trial), scheme);
        values.add(decimal(PartitionMetrics.of(table).adjustedRand()));
      }
      rows.add(RowFactory.create(values.toArray()));
    }
    return customers.sparkSession().createDataFrame(rows, type());
  }

  private StructType type() {
    StructType type =
        new StructType()
            .add("k", DataType.fromDDL("INT"))
            .add("silhouette", DataType.fromDDL(NUMBER))
            .add("within_sum_of_squares", DataType.fromDDL(NUMBER));
    for (String scheme : schemes) {
      type = type.add(scheme, DataType.fromDDL(NUMBER));
    }
    return type;
  }

  /** Customers by the clusters of every trial and the segments of every scheme, in one pass. */
  private List<Row> cells(List<String> features, ClusterModel model, Collection<Trial> trials) {
    Dataset<Row> placed = customers;
    List<Column> by = new ArrayList<>();
    for (Trial trial : trials) {
      ClusterModel other = new ClusterModel(model.featureSet(), model.scaling(), trial.division());
      placed =
          new Clusters(other, Optional.empty(), List.of(), 0, 0)
              .assign(Buyers.of(placed, features, features))
              .withColumnRenamed(Clusters.CLUSTER, clustersOf(trial))
              .drop(Clusters.DISTANCE);
      by.add(col(clustersOf(trial)));
    }
    schemes.stream().map(functions::col).forEach(by::add);
    return placed.groupBy(by.toArray(Column[]::new)).agg(count(lit(1)).as(COUNT)).collectAsList();
  }

  private static String clustersOf(Trial trial) {
    return "clusters_of_" + trial.k();
  }

  private static Contingency crossed(List<Row> cells, String clusters, String scheme) {
    List<Integer> numbers =
        cells.stream().map(row -> row.<Integer>getAs(clusters)).distinct().toList();
    List<String> segments =
        cells.stream().map(row -> row.<String>getAs(scheme)).distinct().toList();
    long[][] counts = new long[numbers.size()][segments.size()];
    for (Row cell : cells) {
      int row = numbers.indexOf(cell.<Integer>getAs(clusters));
      counts[row][segments.indexOf(cell.<String>getAs(scheme))] += cell.<Long>getAs(COUNT);
    }
    return Contingency.of(counts);
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(PLACES, RoundingMode.HALF_UP);
  }
}
