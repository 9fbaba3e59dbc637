package io.clientele.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;

import io.clientele.feature.Features;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The customers with a purchase, and the values that are looked at.
 *
 * @param rows a row a customer with all its features
 * @param features that customers are clustered by
 * @param described that clusters are described by: those features, then others
 */
public record Buyers(Dataset<Row> rows, List<String> features, List<String> described) {
  static final String HASH = "hash";
  static final String VALUES = "values";
  static final String ID = Features.CUSTOMER_ID;

  /**
   * The buyers of a base.
   *
   * @param customers a row a customer with every published feature
   */
  public static Buyers of(Dataset<Row> customers, List<String> features, List<String> described) {
    return new Buyers(customers.filter(col(Features.FREQUENCY).gt(0)), features, described);
  }

  /** Identity, hash and values of each. */
  Dataset<Row> hashed() {
    return rows.select(col(ID), sha2(col(ID), 256).as(HASH), values(described).as(VALUES));
  }

  /** The values of features as one column of floating-point numbers. */
  static Column values(List<String> features) {
    List<Column> values = new ArrayList<>();
    for (String feature : features) {
      values.add(col(feature).cast("double").as("v" + values.size()));
    }
    return struct(values.toArray(Column[]::new));
  }

  /** The numbers of {@link #values}; NaN where there is none. */
  static double[] numbers(Row values) {
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.isNullAt(i) ? Double.NaN : values.getDouble(i);
    }
    return numbers;
  }
}
