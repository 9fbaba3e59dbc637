package io.clientele.notebook;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.clientele.agreement.Agreement;
import io.clientele.agreement.Contingency;
import io.clientele.cluster.Buyers;
import io.clientele.cluster.Clusters;
import io.clientele.cluster.FeatureChoice;
import io.clientele.cluster.Trial;
import io.clientele.config.ClusterConfig;
import io.clientele.failure.DataRefusedException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
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
   * of squares within, and by scheme the adjusted Rand index of all buyers. Ends before the first
   * number that the base has too few different customers for.
   *
   * @throws DataRefusedException if not even the first number fits
   */
  Dataset<Row> rows(int from, int to, IntFunction<ClusterConfig> configs) {
    StructType type =
        new StructType()
            .add("k", DataType.fromDDL("INT"))
            .add("silhouette", DataType.fromDDL(NUMBER))
            .add("within_sum_of_squares", DataType.fromDDL(NUMBER));
    for (String scheme : schemes) {
      type = type.add(scheme, DataType.fromDDL(NUMBER));
    }
    List<Row> rows = new ArrayList<>();
    for (int k = from; k <= to; k++) {
      try {
        rows.add(row(k, configs.apply(k)));
      } catch (DataRefusedException e) {
        if (rows.isEmpty()) {
          throw e;
        }
        break;
      }
    }
    return customers.sparkSession().createDataFrame(rows, type);
  }

  private Row row(int k, ClusterConfig config) {
    List<String> features = FeatureChoice.clustered(config);
    Buyers buyers = Buyers.of(customers, features, features);
    Clusters clusters = Clusters.of(buyers, config, Optional.empty(), false);
    Trial trial = clusters.fitting().orElseThrow().chosen();
    List<Object> values = new ArrayList<>();
    values.add(k);
    values.add(trial.silhouette().isPresent() ? decimal(trial.silhouette().getAsDouble()) : null);
    values.add(decimal(trial.within()));
    if (!schemes.isEmpty()) {
      List<Row> cells = cells(clusters.assign(buyers));
      for (String scheme : schemes) {
        values.add(decimal(Agreement.of(crossed(cells, scheme)).adjustedRand()));
      }
    }
    return RowFactory.create(values.toArray());
  }

  private List<Row> cells(Dataset<Row> placed) {
    List<Column> by = new ArrayList<>(List.of(col(Clusters.CLUSTER)));
    schemes.stream().map(functions::col).forEach(by::add);
    return placed.groupBy(by.toArray(Column[]::new)).agg(count(lit(1)).as("n")).collectAsList();
  }

  private static Contingency crossed(List<Row> cells, String scheme) {
    List<Integer> clusters = cells.stream().map(row -> row.getInt(0)).distinct().toList();
    List<String> segments =
        cells.stream().map(row -> row.<String>getAs(scheme)).distinct().toList();
    long[][] counts = new long[clusters.size()][segments.size()];
    for (Row cell : cells) {
      counts[clusters.indexOf(cell.getInt(0))][segments.indexOf(cell.<String>getAs(scheme))] +=
          cell.<Long>getAs("n");
    }
    return Contingency.of(counts);
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(PLACES, RoundingMode.HALF_UP);
  }
}
