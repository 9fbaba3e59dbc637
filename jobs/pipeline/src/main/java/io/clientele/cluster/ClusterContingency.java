package io.clientele.cluster;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.clientele.feature.Features;
import io.clientele.partition.Contingency;
import io.clientele.partition.SegmentContingency;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The clusters of the whole base, counted: what they hold, and how they meet the segments. Two jobs
 * whose results grow with clusters and segments only.
 *
 * @param totals by cluster
 * @param crossings by scheme
 */
record ClusterContingency(Map<Integer, Totals> totals, Map<String, SegmentContingency> crossings) {
  private static final int MEAN_SCALE = 6;

  /** What one cluster holds; the means are of the features that some of its customers have. */
  record Totals(long customers, BigDecimal revenue, Map<String, BigDecimal> means) {}

  /**
   * Counts.
   *
   * @param placed a row a buyer: cluster, features and a column a scheme
   * @param clusters all their numbers
   */
  static ClusterContingency of(
      Dataset<Row> placed, List<Integer> clusters, List<String> features, List<Scheme> schemes) {
    Map<String, SegmentContingency> crossings = new LinkedHashMap<>();
    if (!schemes.isEmpty()) {
      List<Row> cells = cells(placed, schemes);
      for (Scheme scheme : schemes) {
        crossings.put(scheme.name(), crossing(scheme, clusters, cells));
      }
    }
    return new ClusterContingency(totals(placed, features), crossings);
  }

  private static Map<Integer, Totals> totals(Dataset<Row> placed, List<String> features) {
    List<Column> columns = new ArrayList<>();
    columns.add(sum(col(Features.MONETARY)).cast("decimal(38,4)").as("revenue"));
    for (String feature : features) {
      columns.add(count(col(feature)).as("known " + feature));
      columns.add(sum(col(feature)).cast("decimal(38,6)").as("sum " + feature));
    }
    Map<Integer, Totals> totals = new TreeMap<>();
    List<Row> rows =
        placed
            .groupBy(col(Clusters.CLUSTER))
            .agg(count(lit(1)).as("customers"), columns.toArray(Column[]::new))
            .collectAsList();
    for (Row row : rows) {
      Map<String, BigDecimal> means = new LinkedHashMap<>();
      for (String feature : features) {
        long known = row.<Long>getAs("known " + feature);
        if (known > 0) {
          means.put(
              feature,
              row.<BigDecimal>getAs("sum " + feature)
                  .divide(BigDecimal.valueOf(known), MathContext.DECIMAL128)
                  .setScale(MEAN_SCALE, RoundingMode.HALF_UP));
        }
      }
      totals.put(
          row.getAs(Clusters.CLUSTER),
          new Totals(row.<Long>getAs("customers"), row.getAs("revenue"), means));
    }
    return totals;
  }

  /** Grouped by all schemes together first: one pass, whatever their number. */
  private static List<Row> cells(Dataset<Row> placed, List<Scheme> schemes) {
    List<Column> by = new ArrayList<>(List.of(col(Clusters.CLUSTER)));
    schemes.forEach(scheme -> by.add(col(scheme.name())));
    Column[] pairs =
        schemes.stream()
            .map(s -> struct(lit(s.name()).as("scheme"), col(s.name()).as("segment")))
            .toArray(Column[]::new);
    return placed
        .groupBy(by.toArray(Column[]::new))
        .agg(count(lit(1)).as("customers"))
        .select(col(Clusters.CLUSTER), explode(array(pairs)).as("pair"), col("customers"))
        .groupBy(col(Clusters.CLUSTER), col("pair.scheme"), col("pair.segment"))
        .agg(sum(col("customers")).as("customers"))
        .collectAsList();
  }

  private static SegmentContingency crossing(
      Scheme scheme, List<Integer> clusters, List<Row> cells) {
    Map<String, Integer> positions = new LinkedHashMap<>();
    for (SegmentRule segment : scheme.file().allSegments()) {
      positions.put(segment.name(), positions.size());
    }
    long[][] counts = new long[clusters.size()][positions.size()];
    for (Row cell : cells) {
      if (scheme.name().equals(cell.getAs("scheme"))) {
        int segment = Objects.requireNonNull(positions.get(cell.<String>getAs("segment")));
        int cluster = clusters.indexOf(cell.<Integer>getAs(Clusters.CLUSTER));
        counts[cluster][segment] = cell.<Long>getAs("customers");
      }
    }
    return new SegmentContingency(
        clusters, List.copyOf(positions.keySet()), Contingency.of(counts));
  }
}
