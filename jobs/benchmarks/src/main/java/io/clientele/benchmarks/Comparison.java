package io.clientele.benchmarks;

import io.clientele.table.TableSpec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The differences between a published run and the results of the DuckDB job: for every column of
 * every compared table, how many rows differ. Nothing is rounded before it is compared.
 */
public final class Comparison {

  /** The compared tables with the columns that identify a row. */
  private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

  /** What says whose rows they are; the same in all of them. */
  private static final Set<String> PARTITION =
      Set.of(TableSpec.BASE, TableSpec.AS_OF, TableSpec.RUN_ID);

  static {
    KEYS.put("customer_features", List.of("customer_id"));
    KEYS.put("customer_segments", List.of("customer_id"));
    KEYS.put("segment_summary", List.of("scheme", "segment"));
    KEYS.put("concentration_summary", List.of("measure", "scope"));
    KEYS.put("concentration_curve", List.of("measure", "scope", "direction", "population_share"));
  }

  /**
   * One compared column.
   *
   * @param table the table
   * @param column the column; for rows that only one side has, the name says which
   * @param rows how many rows differ
   * @param example a differing row: key, published value, DuckDB's value; empty where none differs
   */
  public record Difference(String table, String column, long rows, String example) {
    @Override
    public String toString() {
      return table + "." + column + ": " + rows + " rows differ" + example;
    }
  }

  /**
   * What was compared.
   *
   * @param columns how many columns, keys aside
   * @param rows how many rows of all tables
   * @param differences those that are not zero
   */
  public record Result(int columns, long rows, List<Difference> differences) {}

  private final PublishedRun run;
  private final Path duckdb;
  private final List<Difference> differences = new ArrayList<>();
  private int columns;
  private long rows;

  private Comparison(PublishedRun run, Path duckdb) {
    this.run = run;
    this.duckdb = duckdb;
  }

  /** Compares all tables. */
  public static Result of(PublishedRun run, Path duckdb) throws SQLException {
    Comparison comparison = new Comparison(run, duckdb);
    try (Connection connection = DuckDbJob.open();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, List<String>> table : KEYS.entrySet()) {
        comparison.compare(statement, table.getKey(), table.getValue());
      }
    }
    return new Result(comparison.columns, comparison.rows, List.copyOf(comparison.differences));
  }

  private void compare(Statement statement, String table, List<String> key) throws SQLException {
    String published = "read_parquet('" + run.files(table) + "', hive_partitioning = false)";
    String own = "read_parquet('" + duckdb.resolve(table + ".parquet") + "')";
    Set<String> left = columnsOf(statement, published);
    left.removeAll(PARTITION);
    Set<String> right = columnsOf(statement, own);
    Set<String> shared = new LinkedHashSet<>(left);
    shared.retainAll(right);
    shared.removeAll(key);
    lacking(table, left, right, "(column only published)");
    lacking(table, right, left, "(column only in DuckDB)");

    rows += count(statement, "SELECT count(*) FROM " + published);
    repeated(statement, table, key, published, "(published key repeated)");
    repeated(statement, table, key, own, "(DuckDB key repeated)");
    String keys = String.join(", ", key);
    onlyIn(statement, table, published, own, keys, "(row only published)");
    onlyIn(statement, table, own, published, keys, "(row only in DuckDB)");

    String joined = published + " p JOIN " + own + " d USING (" + keys + ")";
    StringBuilder counts = new StringBuilder("SELECT 0");
    for (String column : shared) {
      counts.append(", count(*) FILTER (").append(differs(column)).append(")");
    }
    Map<String, Long> differing = new LinkedHashMap<>();
    try (ResultSet row = statement.executeQuery(counts + " FROM " + joined)) {
      row.next();
      int at = 2;
      for (String column : shared) {
        differing.put(column, row.getLong(at++));
      }
    }
    for (Map.Entry<String, Long> entry : differing.entrySet()) {
      columns++;
      if (entry.getValue() > 0) {
        String example = example(statement, entry.getKey(), joined, keys);
        differences.add(new Difference(table, entry.getKey(), entry.getValue(), example));
      }
    }
  }

  private void lacking(String table, Set<String> has, Set<String> lacks, String what) {
    for (String column : has) {
      if (!lacks.contains(column)) {
        differences.add(new Difference(table, column + " " + what, 0, ""));
      }
    }
  }

  private void repeated(
      Statement statement, String table, List<String> key, String rowsOf, String what)
      throws SQLException {
    String keys = String.join(", ", key);
    note(
        table,
        what,
        count(
            statement,
            "SELECT count(*) FROM (SELECT 1 FROM "
                + rowsOf
                + " GROUP BY "
                + keys
                + " HAVING count(*) > 1)"));
  }

  private void onlyIn(
      Statement statement, String table, String one, String other, String keys, String what)
      throws SQLException {
    note(
        table,
        what,
        count(
            statement,
            "SELECT count(*) FROM " + one + " ANTI JOIN " + other + " USING (" + keys + ")"));
  }

  private void note(String table, String what, long count) {
    if (count > 0) {
      differences.add(new Difference(table, what, count, ""));
    }
  }

  private static String example(Statement statement, String column, String joined, String keys)
      throws SQLException {
    String sql =
        "SELECT concat_ws('/', "
            + keys
            + "), p.\""
            + column
            + "\"::VARCHAR, d.\""
            + column
            + "\"::VARCHAR FROM "
            + joined
            + " WHERE "
            + differs(column)
            + " ORDER BY 1 LIMIT 1";
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return ", such as "
          + row.getString(1)
          + ": published "
          + row.getString(2)
          + ", DuckDB "
          + row.getString(3);
    }
  }

  private static String differs(String column) {
    return "p.\"" + column + "\" IS DISTINCT FROM d.\"" + column + "\"";
  }

  private static Set<String> columnsOf(Statement statement, String rowsOf) throws SQLException {
    Set<String> names = new LinkedHashSet<>();
    try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + rowsOf)) {
      while (columns.next()) {
        names.add(columns.getString(1));
      }
    }
    return names;
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
