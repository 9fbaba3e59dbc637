package io.clientele.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Where a run keeps intermediate rows that are read more than once. */
@FunctionalInterface
public interface Workspace {
  /**
   * Keeps rows.
   *
   * @param name unique within the workspace
   * @return the same rows; reading them does not compute them again
   */
  Dataset<Row> keep(String name, Dataset<Row> rows);

  /** A part of this workspace with names of its own. */
  default Workspace within(String part) {
    return (name, rows) -> keep(part + "/" + name, rows);
  }

  /** Parquet files below a directory that every executor can reach. */
  static Workspace files(SparkSession spark, String directory) {
    return (name, rows) -> {
      String place = directory + "/" + name;
      // Mostly numbers that differ from row to row, read whole a few times and thrown away: neither
      // a dictionary nor statistics would save what they cost.
      rows.write()
          .option("parquet.enable.dictionary", "false")
          .option("parquet.column.statistics.enabled", "false")
          .parquet(place);
      return spark.read().schema(rows.schema()).parquet(place);
    };
  }

  /** Keeps nothing: small rows are computed whenever they are read. */
  static Workspace none() {
    return (name, rows) -> rows;
  }

  /** Spark's own cache, spilling to disk. */
  final class Cache implements Workspace, AutoCloseable {
    private final List<Dataset<Row>> kept = new ArrayList<>();

    @Override
    public Dataset<Row> keep(String name, Dataset<Row> rows) {
      Dataset<Row> cached = rows.persist(StorageLevel.MEMORY_AND_DISK());
      kept.add(cached);
      return cached;
    }

    @Override
    public void close() {
      kept.forEach(Dataset::unpersist);
      kept.clear();
    }
  }
}
