package io.clientele.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The customers with the smallest SHA-256 of their ids, in that order: the same ones in any number
 * of partitions, and nearly the same ones when the base has grown a little. Held here and, as one
 * sorted partition, by Spark; both are bounded by the size of the sample.
 */
public final class Sample implements AutoCloseable {
  static final String POINT = "features";

  private final Dataset<Row> rows;
  private final List<String> ids;
  private final double[][] values;
  private final long customers;

  private Sample(Dataset<Row> rows, List<String> ids, double[][] values, long customers) {
    this.rows = rows;
    this.ids = ids;
    this.values = values;
    this.customers = customers;
  }

  /**
   * Draws the sample.
   *
   * @param census of the same buyers
   * @param size at most so many
   */
  static Sample of(Buyers buyers, Census census, int size) {
    @Nullable String threshold = census.threshold(buyers, size);
    Dataset<Row> hashed = buyers.hashed();
    Dataset<Row> chosen =
        threshold == null ? hashed : hashed.filter(col(Buyers.HASH).leq(threshold));
    Dataset<Row> sorted =
        chosen
            .coalesce(1)
            .sortWithinPartitions(col(Buyers.HASH))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<Row> rows = sorted.select(col(Buyers.ID), col(Buyers.VALUES)).collectAsList();
    double[][] values = new double[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = Buyers.numbers(rows.get(i).getAs(Buyers.VALUES));
    }
    List<String> ids = rows.stream().map(row -> row.<String>getAs(Buyers.ID)).toList();
    return new Sample(sorted, ids, values, census.customers());
  }

  /** The customers, in the order of their hashes. */
  public List<String> ids() {
    return ids;
  }

  /**
   * Their values: a row a customer, the features that are clustered by first; NaN where missing.
   */
  public double[][] values() {
    return values;
  }

  /** How many buyers the base has. */
  public long customers() {
    return customers;
  }

  /** The rows of the sample for Spark, one sorted partition: id, hash and values. */
  Dataset<Row> rows() {
    return rows;
  }

  /**
   * The points of the sample for Spark ML, one sorted partition: id and vector.
   *
   * @param shift added to every coordinate
   */
  Dataset<Row> points(Scaling scaling, double shift) {
    return rows.select(
        col(Buyers.ID),
        udf(
                (UDF1<Row, Vector>)
                    values -> Vectors.dense(shifted(scaling.point(Buyers.numbers(values)), shift)),
                SQLDataTypes.VectorType())
            .apply(col(Buyers.VALUES))
            .as(POINT));
  }

  /** The same point beside. */
  static double[] shifted(double[] point, double shift) {
    double[] beside = point.clone();
    for (int d = 0; d < beside.length; d++) {
      beside[d] += shift;
    }
    return beside;
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
