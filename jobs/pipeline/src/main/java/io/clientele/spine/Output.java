package io.clientele.spine;

import io.clientele.history.History;
import io.clientele.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * Something that a run publishes. It computes rows from the spine's records and knows neither the
 * lake nor the clock; the loop over the outputs writes, times and reports.
 */
public interface Output {
  /** The name of the step in progress, timings and messages. */
  String name();

  /** The tables that it fills, as the catalogue shows them; empty for one that only notes. */
  List<TableSpec> tables();

  /**
   * Whether this configuration can fill the tables. Decided without data, so that a table does not
   * come and go with them.
   */
  default boolean applies(Plan plan) {
    return true;
  }

  /** The tables with the columns that they have under this configuration. */
  default List<TableSpec> tables(Plan plan) {
    return tables();
  }

  /**
   * The columns of {@link ScoredBase#customers} that it reads in {@link SegmentedBase#customers}.
   */
  default List<String> reads(ScoredBase scored) {
    return List.of();
  }

  /** What it needs added up for each segment, by name; decimals over the customers. */
  default Map<String, Column> sums(Plan plan) {
    return Map.of();
  }

  /**
   * Checks the configuration before anything is read.
   *
   * @throws io.clientele.failure.ConfigurationException if it asks for what cannot be had
   */
  default void check(Plan plan, History history) {}

  /** What of earlier runs decides its rows: part of the run's identity. */
  default List<String> dependsOn(Plan plan, History history) {
    return List.of();
  }

  /** Computes the rows; large ones lazily. */
  Produced of(SegmentedBase base);
}
