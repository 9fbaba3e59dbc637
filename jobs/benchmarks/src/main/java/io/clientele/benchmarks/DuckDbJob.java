package io.clientele.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The main job's results for a clean Parquet file, by hand-written SQL on DuckDB: customer
 * features, scores and segments, segment summary and concentration, written as Parquet. It shares
 * no line with the pipeline.
 */
public final class DuckDbJob {
  private static final List<String> SCRIPTS =
      List.of("features.sql", "segments.sql", "concentration.sql");

  private final Path input;
  private final Path output;
  private final LocalDate asOf;
  private final int threads;

  /**
   * A job that has not begun.
   *
   * @param input the file of lines
   * @param output the directory of the results
   * @param asOf the as-of date
   * @param threads how many cores it may use
   */
  public DuckDbJob(Path input, Path output, LocalDate asOf, int threads) {
    this.input = input;
    this.output = output;
    this.asOf = asOf;
    this.threads = threads;
  }

  /**
   * Runs the scripts.
   *
   * @return the time of each statement that took any, by its first words
   */
  public Map<String, Duration> run() throws SQLException, IOException {
    Files.createDirectories(output);
    Map<String, Duration> seconds = new LinkedHashMap<>();
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      statement.execute("SET preserve_insertion_order = false");
      statement.execute("SET temp_directory = '" + output.resolve("spill") + "'");
      for (String script : SCRIPTS) {
        for (String sql : SqlScript.statements(script, input, output, asOf)) {
          long began = System.nanoTime();
          statement.execute(sql);
          seconds.merge(title(sql), Duration.ofNanos(System.nanoTime() - began), Duration::plus);
        }
      }
    }
    return seconds;
  }

  /** A connection to a database in memory. */
  static Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:");
  }

  /** What a statement makes: the table, or the file it copies to. */
  private static String title(String sql) {
    if (sql.startsWith("COPY")) {
      String target = sql.substring(sql.lastIndexOf('/') + 1);
      return target.substring(0, target.indexOf('\''));
    }
    String[] words = sql.split("\\s+", 7);
    return words[4].equals("MACRO") || words[4].equals("VIEW") ? "definitions" : words[5];
  }
}
