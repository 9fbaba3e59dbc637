package io.clientele.ingest;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps refused rows where a run publishes nothing, so that a person can look at them. */
@FunctionalInterface
public interface RefusedKeeper {
  /** Keeps nothing: the rows are looked at where they stand. */
  RefusedKeeper NOTHING = rows -> new Kept(rows, "");

  /**
   * Refused rows, and how a person finds them.
   *
   * @param rows as the table quarantine has them
   * @param sentence how to look at them; empty where they were not kept
   */
  record Kept(Dataset<Row> rows, String sentence) {}

  /** Keeps them; where that cannot be, the rows themselves. */
  Kept keep(Dataset<Row> refused);
}
