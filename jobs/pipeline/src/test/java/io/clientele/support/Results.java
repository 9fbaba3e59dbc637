package io.clientele.support;

import io.clientele.table.TableSpec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of tables, published or only computed. */
@FunctionalInterface
public interface Results {
  /** The rows of a table for the as-of date. */
  Dataset<Row> table(TableSpec table);
}
