package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.history.History;
import io.clientele.ingest.LineCount;
import io.clientele.ingest.OpenedLines;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import io.clientele.spark.Workspace;
import io.clientele.table.LedgerTables;
import io.clientele.table.LedgerTables.RunRow;
import io.clientele.table.ReconciliationTable;
import io.clientele.table.ReconciliationTable.ReconciliationRow;
import io.clientele.table.Records;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * What a run will take, from the size of its lines and what runs of known sizes took: see
 * docs/performance.md. Optional sources, clusters and further schemes are not counted.
 *
 * @param input what would be read
 * @param lines how many lines that is
 * @param customers how many customers they may belong to
 * @param known whether the last run of the base told how many lines a customer has
 * @param time on the given cores
 * @param aside megabytes beside the lake's tables while the run goes on
 * @param lake megabytes that the snapshot adds to the lake
 */
public record Estimate(
    String input,
    LineCount lines,
    long customers,
    boolean known,
    Duration time,
    long aside,
    long lake) {
  private static final double MILLION = 1_000_000;

  /** Measured on two cores: see docs/performance.md. */
  private static final int CORES = 2;

  private static final double START_SECONDS = 32;
  private static final double SECONDS_A_MILLION_LINES = 0.7;
  private static final double SECONDS_A_MILLION_CUSTOMERS = 33;
  private static final double ASIDE_A_MILLION_LINES = 60;
  private static final double ASIDE_A_MILLION_CUSTOMERS = 200;
  private static final double LAKE_A_MILLION_CUSTOMERS = 200;

  /** A guess where no run tells better. */
  private static final int LINES_A_CUSTOMER = 15;

  /** Opens the source of the lines and counts, or takes a sample; reads and writes nothing else. */
  public static Estimate of(
      SparkSession spark, BaseConfig config, Lake lake, Pointer pointer, int cores) {
    History history = new History(spark, lake, config.base(), pointer.read());
    OpenedLines source = OpenedLines.of(spark, config, Workspace.none());
    LineCount lines =
        source.parts().stream()
            .map(part -> LineCount.of(spark, part))
            .reduce(LineCount::plus)
            .orElseThrow();
    double share = customersALine(history);
    return of(source.describe(), lines, share, cores);
  }

  /**
   * The same from numbers.
   *
   * @param customersALine 0 where it is not known
   */
  static Estimate of(String input, LineCount lines, double customersALine, int cores) {
    boolean known = customersALine > 0;
    double share = known ? customersALine : 1.0 / LINES_A_CUSTOMER;
    double millions = lines.lines() / MILLION;
    double customers = millions * share;
    double work = millions * SECONDS_A_MILLION_LINES + customers * SECONDS_A_MILLION_CUSTOMERS;
    return new Estimate(
        input,
        lines,
        Math.round(customers * MILLION),
        known,
        Duration.ofSeconds(Math.round(START_SECONDS + work * CORES / cores)),
        Math.round(millions * ASIDE_A_MILLION_LINES + customers * ASIDE_A_MILLION_CUSTOMERS),
        Math.round(customers * LAKE_A_MILLION_CUSTOMERS));
  }

  /** Of the latest run; 0 where there is none, or it read nothing. */
  private static double customersALine(History history) {
    if (history.runs().isEmpty()) {
      return 0;
    }
    String run = history.runs().lastEntry().getValue();
    List<RunRow> runs =
        Records.of(RunRow.class, history.rows(LedgerTables.RUNS, run).collectAsList());
    long read =
        Records.of(
                ReconciliationRow.class,
                history.rows(ReconciliationTable.SPEC, run).collectAsList())
            .stream()
            .filter(row -> row.source().equals("transactions"))
            .filter(row -> row.item().equals("read"))
            .mapToLong(ReconciliationRow::itemRows)
            .sum();
    return runs.isEmpty() || read == 0 ? 0 : (double) runs.get(0).customers() / read;
  }
}
