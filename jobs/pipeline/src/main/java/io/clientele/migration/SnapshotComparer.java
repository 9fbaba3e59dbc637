package io.clientele.migration;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.history.History;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import io.clientele.spark.Workspace;
import io.clientele.table.HistoryTables;
import io.clientele.table.HistoryTables.KpiRow;
import io.clientele.table.Records;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Compares any two snapshots of a base, next to each other or not. Publishes nothing. */
public final class SnapshotComparer {
  private final BaseConfig config;
  private final History history;

  /**
   * Of the runs that count.
   *
   * @param config names the base, its goals and which schemes take precedence
   */
  public SnapshotComparer(SparkSession spark, Lake lake, BaseConfig config, Pointer.State state) {
    this.config = config;
    this.history = new History(spark, lake, config.base(), state);
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
    LocalDate later = to == null ? latest() : known(to);
    LocalDate earlier = from == null ? before(later) : known(from);
    if (!earlier.isBefore(later)) {
      throw new ConfigurationException(
          "--from " + earlier + " is not before --to " + later + "; give the earlier date first.");
    }
    StoredSnapshot old = StoredSnapshot.of(history, run(earlier));
    StoredSnapshot fresh = StoredSnapshot.of(history, run(later));
    Map<String, Map<String, Integer>> ranks = new LinkedHashMap<>(fresh.ranks());
    old.ranks().forEach(ranks::putIfAbsent);
    if (scheme != null && !ranks.containsKey(scheme)) {
      throw new ConfigurationException(
          "--scheme " + scheme + " ran at neither date; there are " + ranks.keySet() + ".");
    }
    String shown = scheme == null ? ranked(ranks, config.precedence()) : scheme;
    try (Workspace.Cache cache = new Workspace.Cache()) {
      SnapshotDifference difference =
          new SnapshotDifference(
              new SnapshotDifference.Of(
                  earlier,
                  later,
                  old.run(),
                  ranks,
                  old.definitions().keySet(),
                  fresh.definitions().keySet(),
                  redefined(ranks.keySet(), old.definitions(), fresh.definitions()),
                  fresh.rhythm(),
                  config.goals()),
              old.customers(),
              fresh.customers(),
              rows -> cache.keep("pair", rows));
      SnapshotDifference.Totals totals = difference.totals();
      return new Changes(
          totals.pair(),
          kpis(old.run()),
          kpis(fresh.run()),
          totals.kpis(),
          totals.bridge(),
          difference.migration(),
          shown,
          difference.fallen(shown, most));
    }
  }

  /** The schemes whose definition is another in one than in the other. */
  static Set<String> redefined(
      Set<String> schemes, Map<String, List<Object>> before, Map<String, List<Object>> after) {
    return schemes.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .collect(Collectors.toSet());
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

  private LocalDate latest() {
    if (history.runs().isEmpty()) {
      throw new ConfigurationException(
          "The lake "
              + history.location()
              + " holds no complete run of base '"
              + history.base()
              + "'. Run `bin/clientele run` with this configuration first.");
    }
    return history.runs().lastKey();
  }

  private LocalDate before(LocalDate later) {
    LocalDate before = history.runs().lowerKey(later);
    if (before == null) {
      throw new ConfigurationException(
          "There is no snapshot of base '"
              + history.base()
              + "' before "
              + later
              + ". Make earlier ones with `bin/clientele backfill --from DATE --to DATE --every"
              + " month`, or run again at a later date.");
    }
    return before;
  }

  private LocalDate known(LocalDate date) {
    run(date);
    return date;
  }

  private String run(LocalDate date) {
    String run = history.runs().get(date);
    if (run == null) {
      throw new ConfigurationException(
          "No run of base '"
              + history.base()
              + "' counts as of "
              + date
              + " in "
              + history.location()
              + "; there are runs as of "
              + new TreeSet<>(history.runs().keySet())
                  .stream().map(LocalDate::toString).collect(Collectors.joining(", "))
              + ".");
    }
    return run;
  }
}
