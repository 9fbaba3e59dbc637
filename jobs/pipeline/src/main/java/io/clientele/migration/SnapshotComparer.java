package io.clientele.migration;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.history.History;
import io.clientele.lake.CountingRuns;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import io.clientele.spark.Workspace;
import io.clientele.table.HistoryTables;
import io.clientele.table.HistoryTables.KpiRow;
import io.clientele.table.Records;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Compares any two snapshots of a base, next to each other or not. Publishes nothing. */
public final class SnapshotComparer {
  private final BaseConfig config;
  private final History history;
  private final CountingRuns runs;

  /**
   * Of the runs that count.
   *
   * @param config names the base, its goals and which schemes take precedence
   */
  public SnapshotComparer(SparkSession spark, Lake lake, BaseConfig config, Pointer.State state) {
    this.config = config;
    this.history = new History(spark, lake, config.base(), state);
    this.runs = new CountingRuns(lake, config.base(), state);
  }

  /**
   * Compares two snapshots.
   *
   * @param from the earlier date; null for the one before
   * @param to the later date; null for the latest
   * @param scheme whose moves are listed by customer; null for the first with ranks, of those that
   *     take precedence before the others
   * @param most how many customers are listed
   * @throws ConfigurationException if no run counts for a date, or there is none before
   */
  public Changes compare(
      @Nullable LocalDate from, @Nullable LocalDate to, @Nullable String scheme, int most) {
    LocalDate later = runs.date(to);
    LocalDate earlier = from == null ? before(later) : runs.date(from);
    if (!earlier.isBefore(later)) {
      throw new ConfigurationException(
          "--from " + earlier + " is not before --to " + later + "; give the earlier date first.");
    }
    String oldRun = runs.run(earlier);
    String freshRun = runs.run(later);
    try (Workspace.Cache cache = new Workspace.Cache()) {
      SnapshotDifference difference =
          new SnapshotDifference(
              Snapshot.of(history, earlier, oldRun),
              Snapshot.of(history, later, freshRun),
              oldRun,
              config.goals(),
              rows -> cache.keep("pair", rows));
      Map<String, Map<String, Integer>> ranks = difference.ranks();
      if (scheme != null && !ranks.containsKey(scheme)) {
        throw new ConfigurationException(
            "--scheme " + scheme + " ran at neither date; there are " + ranks.keySet() + ".");
      }
      String shown = scheme == null ? ranked(ranks, config.precedence()) : scheme;
      SnapshotDifference.Totals totals = difference.totals();
      return new Changes(
          totals.pair(),
          kpis(oldRun),
          kpis(freshRun),
          totals.kpis(),
          totals.bridge(),
          difference.migration(),
          shown,
          difference.fallen(shown, most));
    }
  }

  private static String ranked(Map<String, Map<String, Integer>> ranks, List<String> precedence) {
    return Stream.concat(precedence.stream(), ranks.keySet().stream())
        .filter(name -> !ranks.getOrDefault(name, Map.of()).isEmpty())
        .findFirst()
        .orElse("");
  }

  private Map<String, KpiRow> kpis(String run) {
    Map<String, KpiRow> kpis = new TreeMap<>();
    Records.of(KpiRow.class, history.rows(HistoryTables.KPIS, run).collectAsList())
        .forEach(row -> kpis.put(row.kpi(), row));
    return kpis;
  }

  private LocalDate before(LocalDate later) {
    LocalDate before = runs.byDate().lowerKey(later);
    if (before == null) {
      throw new ConfigurationException(
          "There is no snapshot of base '"
              + config.base()
              + "' before "
              + later
              + ". Make earlier ones with `bin/clientele backfill --from DATE --to DATE --every"
              + " month`, or run again at a later date.");
    }
    return before;
  }
}
