package io.clientele.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The run that counts in a lake, as files: a partition is only ever appended to, so all files of
 * the run's partitions are live.
 *
 * @param lake the lake's directory
 * @param base the base
 * @param asOf the as-of date
 * @param runId the run that the pointer names
 */
public record PublishedRun(Path lake, String base, LocalDate asOf, String runId) {

  /**
   * Reads the pointer.
   *
   * @throws IOException if nothing was published for the date
   */
  public static PublishedRun find(Path lake, String base, LocalDate asOf) throws IOException {
    Path newest;
    try (Stream<Path> epochs = Files.list(lake.resolve("_pointer").resolve(base))) {
      newest =
          epochs
              .filter(file -> file.getFileName().toString().matches("\\d{20}\\.json"))
              .max(Comparator.naturalOrder())
              .orElseThrow(() -> new IOException(lake + " holds no pointer of base " + base));
    }
    JsonNode run =
        new ObjectMapper().readTree(newest.toFile()).path("current").path(asOf.toString());
    if (!run.isTextual()) {
      throw new IOException(newest + " names no run for " + asOf);
    }
    return new PublishedRun(lake, base, asOf, run.asText());
  }

  /** The files of a table's partition, as a glob. */
  public String files(String table) {
    return lake.resolve(table)
            .resolve("base=" + base)
            .resolve("as_of=" + asOf)
            .resolve("run_id=" + runId)
        + "/*.parquet";
  }

  /** The seconds of each step. */
  public Map<String, Double> stepSeconds() throws SQLException {
    String sql =
        "SELECT unnest(map_keys(seconds)), unnest(map_values(seconds)) FROM read_parquet('"
            + lake.resolve("run_attempts").resolve("base=" + base)
            + "/*.parquet', hive_partitioning = false) WHERE status = 'complete' AND run_id = '"
            + runId
            + "'";
    Map<String, Double> steps = new LinkedHashMap<>();
    try (Connection connection = DuckDbJob.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        steps.put(rows.getString(1), rows.getBigDecimal(2).doubleValue());
      }
    }
    return steps;
  }
}
