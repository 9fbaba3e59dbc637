package io.clientele.table;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a table that grows with the base, lazily.
 *
 * @param rows have the table's own columns, in any order: neither base nor as_of nor run_id
 * @param count how many they are; {@link #NOT_COUNTED} where unknown
 */
public record TableRows(TableSpec table, Dataset<Row> rows, long count) {
  /** Stands for a number that is not known before the rows are written. */
  public static final long NOT_COUNTED = -1;
}
