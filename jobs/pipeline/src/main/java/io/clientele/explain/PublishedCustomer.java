package io.clientele.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A customer as a run published it: features, scores and segments.
 *
 * @param schema of the columns
 * @param values by name of the column, in the order of the schema
 */
record PublishedCustomer(StructType schema, Map<String, @Nullable Object> values) {

  /** The columns of several rows of one customer side by side; of equal names the first counts. */
  static PublishedCustomer of(List<Row> rows) {
    StructType schema = new StructType();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Row row : rows) {
      for (StructField field : row.schema().fields()) {
        if (!values.containsKey(field.name())) {
          schema = schema.add(field);
          values.put(field.name(), row.getAs(field.name()));
        }
      }
    }
    return new PublishedCustomer(schema, values);
  }

  /** The value of a column; null where it is, or where there is no such column. */
  @Nullable Object value(String name) {
    return values.get(name);
  }

  /** Computes columns over the customer's, without a Spark job. */
  Row compute(SparkSession spark, List<Column> columns) {
    List<Row> one = List.of(RowFactory.create(values.values().toArray()));
    return spark.createDataFrame(one, schema).select(columns.toArray(Column[]::new)).head();
  }
}
