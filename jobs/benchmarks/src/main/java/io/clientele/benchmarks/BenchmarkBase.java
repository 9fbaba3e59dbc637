package io.clientele.benchmarks;

import io.clientele.config.BaseConfig;
import io.clientele.generate.Generator;
import io.clientele.generate.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The base that both jobs work on: one clean Parquet file, a configuration over it and a lake, all
 * in one directory.
 *
 * @param directory where they lie
 */
public record BenchmarkBase(Path directory) {
  /** The name of the base in the lake. */
  public static final String NAME = "benchmark";

  /** The day the base is looked at. */
  public static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);

  /** Where a day begins. */
  public static final ZoneId ZONE = ZoneOffset.UTC;

  private static final long SEED = 42;
  private static final LocalDate FROM = LocalDate.of(2023, 1, 1);
  private static final LocalDate TO = LocalDate.of(2025, 1, 15);

  /** The generated lines of so many customers. */
  public static Dataset<Row> lines(SparkSession spark, long customers) {
    Recipe recipe = new Recipe(SEED, customers, FROM, TO, false);
    return new Generator(recipe).dataset(spark, ZONE);
  }

  /**
   * Writes the lines as one file, so that both jobs read the same.
   *
   * @throws IOException if the directory cannot be written
   */
  public void write(Dataset<Row> lines) throws IOException {
    Path parts = directory.resolve("parts");
    Files.createDirectories(directory);
    lines.coalesce(1).write().mode(SaveMode.Overwrite).parquet(parts.toString());
    List<Path> written;
    try (Stream<Path> files = Files.list(parts)) {
      written = files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
    if (written.size() != 1) {
      throw new IOException(parts + " holds " + written.size() + " Parquet files, expected one");
    }
    Files.deleteIfExists(input());
    Files.move(written.get(0), input());
    Directories.delete(parts);
  }

  /** The lines. */
  public Path input() {
    return directory.resolve("transactions.parquet");
  }

  /** What the main job publishes. */
  public Path lake() {
    return directory.resolve("lake");
  }

  /** What the DuckDB job writes. */
  public Path duckdb() {
    return directory.resolve("duckdb");
  }

  /** The configuration, as text. */
  public String yaml() {
    return """
        config_version: 1
        base: %s
        currency: EUR
        time_zone: UTC
        as_of: %s
        lake: %s
        sources:
          transactions:
            format: parquet
            path: %s
            columns:
              order_id: order_id
              customer_id: customer_id
              product_id: product_id
              ordered_at: ordered_at
              quantity: quantity
              revenue: amount
              cost: cost
              discount: discount
              kind: kind
        schemes: [rfm, lifecycle_9, abc, profit_loyalty, value_loyalty]
        """
        .formatted(NAME, AS_OF, lake(), input());
  }

  /** The configuration, parsed. */
  public BaseConfig config() {
    return BaseConfig.parse("benchmark.yaml", yaml(), List.of());
  }

  /**
   * Writes the configuration.
   *
   * @return its file
   * @throws IOException if the directory cannot be written
   */
  public Path writeConfig() throws IOException {
    return Files.writeString(directory.resolve("benchmark.yaml"), yaml());
  }
}
