package io.clientele.lake;

import static org.apache.spark.sql.functions.lit;

import io.clientele.failure.ConfigurationException;
import io.clientele.table.QuarantineTable;
import io.clientele.table.TableSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The refused rows of the last attempt that a gate refused, beside the tables of the lake: a place
 * that no reader takes for published. Each base keeps one attempt.
 */
public final class RefusedRows {
  /** At most so many rows are kept. */
  public static final int KEPT = 10_000;

  private static final String VIEW = "refused";

  private final SparkSession spark;
  private final Lake lake;
  private final String base;
  private final Path directory;

  /** The refused rows of one base. */
  public RefusedRows(SparkSession spark, Lake lake, String base) {
    this.spark = spark;
    this.lake = lake;
    this.base = base;
    this.directory = new Path(new Path(lake.location(), "_refused"), base);
  }

  /**
   * Keeps the rows of an attempt and lets go those of earlier ones.
   *
   * @param refused as the table quarantine has them, without base, date and run
   * @return the kept rows
   */
  public Dataset<Row> keep(Dataset<Row> refused, LocalDate asOf, String runId, String attempt) {
    Path own = new Path(directory, attempt.replace('/', '-'));
    refused
        .limit(KEPT)
        .withColumn(TableSpec.BASE, lit(base))
        .withColumn(TableSpec.AS_OF, lit(asOf))
        .withColumn(TableSpec.RUN_ID, lit(runId))
        .select(
            QuarantineTable.SPEC.columnNames().stream()
                .map(functions::col)
                .toArray(org.apache.spark.sql.Column[]::new))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(own.toString());
    try {
      for (FileStatus other : attempts()) {
        if (!other.getPath().getName().equals(own.getName())) {
          files().delete(other.getPath(), true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(own);
  }

  /** Removes what is kept. */
  public void clear() {
    try {
      files().delete(directory, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Registers the view {@code refused}.
   *
   * @throws ConfigurationException if the last run of the base was not refused
   */
  public void register() {
    Optional<Path> newest;
    try {
      newest =
          Arrays.stream(attempts())
              .max(Comparator.comparingLong(FileStatus::getModificationTime))
              .map(FileStatus::getPath);
    } catch (IOException e) {
      throw ConfigurationException.unreachable("lake: " + lake.location(), "read", e);
    }
    read(newest.orElseThrow(
            () ->
                new ConfigurationException(
                    "The lake "
                        + lake.location()
                        + " keeps no refused rows of base '"
                        + base
                        + "': its last run was not refused by a gate. The refused rows of a"
                        + " published run are in the view quarantine, without --refused.")))
        .createOrReplaceTempView(VIEW);
  }

  private Dataset<Row> read(Path attempt) {
    return spark.read().schema(QuarantineTable.SPEC.schema()).parquet(attempt.toString());
  }

  private FileStatus[] attempts() throws IOException {
    try {
      return files().listStatus(directory);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private FileSystem files() throws IOException {
    return directory.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }
}
