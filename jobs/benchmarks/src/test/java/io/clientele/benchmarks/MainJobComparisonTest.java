package io.clientele.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.config.BaseConfig;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import io.clientele.run.Pipeline;
import io.clientele.run.RunContext;
import io.clientele.run.Sessions;
import io.clientele.scheme.SchemeLibrary;
import io.clientele.spine.LineReading;
import io.clientele.spine.Progress;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline's results against those of SQL that shares no line with it. */
final class MainJobComparisonTest {
  private static final long CUSTOMERS = 16_000;

  /** Columns of the five tables without their keys; a new feature is added with its twin in SQL. */
  private static final int COMPARED_COLUMNS = 103;

  @TempDir static Path directory;

  private static BenchmarkBase base;
  private static PublishedRun published;

  @BeforeAll
  static void runBoth() throws Exception {
    base = new BenchmarkBase(directory);
    BaseConfig config = base.config();
    try (SparkSession spark = Sessions.start(config, null)) {
      Dataset<Row> lines = BenchmarkBase.lines(spark, CUSTOMERS);
      base.write(lines.union(spark.createDataFrame(rareCases(), lines.schema())));
      Clock clock = Clock.fixed(Instant.parse("2025-01-01T06:00:00Z"), ZoneOffset.UTC);
      Lake lake = new Lake(spark, config.lake());
      Pointer pointer =
          new Pointer(spark, lake, config.base(), config.currency(), clock, owner -> false);
      new Pipeline(
              new RunContext(
                  spark,
                  config,
                  BenchmarkBase.AS_OF,
                  new SchemeLibrary(null).load(config),
                  lake,
                  pointer,
                  "comparison",
                  "test",
                  LineReading.SOURCE,
                  clock,
                  Progress.silent()))
          .execute();
    }
    new DuckDbJob(base.input(), base.duckdb(), BenchmarkBase.AS_OF, 2).run();
    published = PublishedRun.find(base.lake(), BenchmarkBase.NAME, BenchmarkBase.AS_OF);
  }

  @Test
  void everyColumnOfEveryTableAgrees() throws Exception {
    Comparison.Result result = Comparison.of(published, base.duckdb());

    assertThat(result.differences()).isEmpty();
    assertThat(result.columns()).isGreaterThanOrEqualTo(COMPARED_COLUMNS);
    // Two tables of customers; one in fifty buys in one season only and never came in it.
    assertThat(result.rows()).isGreaterThan(2 * CUSTOMERS * 95 / 100);
  }

  @Test
  void aChangedValueAMissingRowAndARepeatedRowAreFound(@TempDir Path changed) throws Exception {
    try (Connection connection = DuckDbJob.open();
        Statement statement = connection.createStatement()) {
      for (String table :
          List.of("customer_segments", "segment_summary", "concentration_summary")) {
        copy(statement, "*", table, changed, "");
      }
      copy(
          statement,
          "* REPLACE (CASE WHEN customer_id = 'E-tie' THEN monetary + 0.0001 ELSE monetary END AS"
              + " monetary, CASE WHEN customer_id = 'E-tie' THEN NULL ELSE mean_gap_days END AS"
              + " mean_gap_days)",
          "customer_features",
          changed,
          "WHERE customer_id <> 'E-gift'");
      copy(
          statement,
          "*",
          "concentration_curve",
          changed,
          "UNION ALL (SELECT * FROM read_parquet('"
              + base.duckdb().resolve("concentration_curve.parquet")
              + "') WHERE population_share = 1)");
    }

    Comparison.Result result = Comparison.of(published, changed);

    assertThat(result.differences())
        .extracting(Comparison.Difference::column, Comparison.Difference::rows)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("(row only published)", 1L),
            org.assertj.core.groups.Tuple.tuple("monetary", 1L),
            org.assertj.core.groups.Tuple.tuple("mean_gap_days", 1L),
            org.assertj.core.groups.Tuple.tuple("(DuckDB key repeated)", 8L));
  }

  private static void copy(Statement statement, String columns, String table, Path to, String rest)
      throws Exception {
    statement.execute(
        "COPY (SELECT "
            + columns
            + " FROM read_parquet('"
            + base.duckdb().resolve(table + ".parquet")
            + "') "
            + rest
            + ") TO '"
            + to.resolve(table + ".parquet")
            + "' (FORMAT parquet)");
  }

  /** What generated bases do not hold: lines at the edges of the definitions. */
  private static List<Row> rareCases() {
    List<Row> rows = new ArrayList<>();
    // Returns only; a gift only; nobody's lines.
    rows.add(line("E-returns", "1", "2024-11-01", 1, "-10.00", "4.00", "return"));
    rows.add(line("E-gift", "1", "2024-11-01", 1, "0.00", "4.00", "sale"));
    rows.add(line(null, "1", "2024-11-01", 1, "10.00", "4.00", "sale"));
    rows.add(line("  ", "1", "2024-11-01", 1, "10.00", "4.00", "sale"));
    // No cost is known, and all of it came back; no cost is known, and it was kept.
    rows.add(line("E-unknown-back", "1", "2024-11-01", 1, "20.00", null, "sale"));
    rows.add(line("E-unknown-back", "1", "2024-11-09", -1, "-20.00", null, "return"));
    rows.add(line("E-unknown", "1", "2024-11-01", 1, "20.00", null, "sale"));
    // More of known cost came back than was bought; the window earns the lifetime's rate.
    rows.add(line("E-negative", "1", "2024-12-01", 1, "10.00", "5.00", "sale"));
    rows.add(line("E-negative", "0", "2024-12-02", -3, "-30.00", "15.00", "return"));
    rows.add(line("E-negative", "2", "2024-12-03", 1, "50.00", null, "sale"));
    rows.add(line("E-lifetime-rate", "1", "2023-05-01", 1, "90.00", "31.00", "sale"));
    rows.add(line("E-lifetime-rate", "2", "2024-12-03", 1, "50.01", null, "sale"));
    // An order over several days: a purchase on the first day with a positive sale.
    rows.add(line("E-days", "1", "2023-12-31", 1, "0.00", "1.00", "sale"));
    rows.add(line("E-days", "1", "2024-01-02", 1, "5.00", "1.00", "sale"));
    rows.add(line("E-days", "1", "2024-12-20", 2, "7.00", "2.00", "sale"));
    // The edges of the windows: 1, 90, 91, 180, 181, 365 and 366 days back, and the as-of date.
    for (int back : new int[] {0, 1, 90, 91, 180, 181, 365, 366}) {
      String day = LocalDate.of(2025, 1, 1).minusDays(back).toString();
      rows.add(line("E-edges", "b" + back, day, 1, "10.0" + back % 10, "3.00", "sale"));
    }
    // Halves are rounded away from zero: 0.09 in 8 orders, and −0.01 at the rate 3/8.
    for (int i = 1; i <= 8; i++) {
      String amount = i == 8 ? "0.02" : "0.01";
      rows.add(line("E-tie", "t" + i, "2024-0" + i + "-15", 1, amount, "0.00", "sale"));
    }
    rows.add(line("E-tie-down", "1", "2024-11-01", 1, "0.08", "0.05", "sale"));
    rows.add(line("E-tie-down", "1", "2024-11-02", 1, "-0.01", null, "return"));
    // One order id of two customers; an order that was given back whole; a loss.
    rows.add(line("E-shared-a", "s", "2024-11-01", 1, "11.00", "4.00", "sale"));
    rows.add(line("E-shared-b", "s", "2024-11-03", 1, "12.00", "40.00", "sale"));
    rows.add(line("E-shared-b", "s", "2024-11-04", 1, "-12.00", "40.00", "return"));
    rows.add(line("E-loss", "1", "2024-11-01", 1, "12.00", "400.00", "sale"));
    // Nobody says how many; nobody says what.
    rows.add(
        RowFactory.create(
            "x",
            1,
            "E-bare-1",
            "E-bare",
            null,
            at("2024-11-01"),
            null,
            new BigDecimal("3.00"),
            null,
            null,
            "sale",
            null,
            "store"));
    return rows;
  }

  private static Row line(
      String customer,
      String order,
      String day,
      int quantity,
      String amount,
      String cost,
      String kind) {
    return RowFactory.create(
        "E",
        1,
        "E-" + order,
        customer,
        "P" + quantity,
        at(day),
        quantity,
        new BigDecimal(amount),
        cost == null ? null : new BigDecimal(cost),
        new BigDecimal("0.00"),
        kind,
        null,
        "store");
  }

  private static Timestamp at(String day) {
    return Timestamp.from(LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
