package io.clientele.history;

import io.clientele.config.GoalsConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.spark.Workspace;
import io.clientele.table.HistoryTables;
import io.clientele.table.HistoryTables.BridgeRow;
import io.clientele.table.HistoryTables.KpiRow;
import io.clientele.table.HistoryTables.MigrationRow;
import io.clientele.table.HistoryTables.PairRow;
import io.clientele.table.HistoryTables.PeriodKpiRow;
import io.clientele.table.Records;
import java.math.BigDecimal;
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
import org.jspecify.annotations.Nullable;

/**
 * What changed between any two snapshots in the lake, computed from the snapshots themselves.
 *
 * @param pair the two and their customers
 * @param then the key figures of the earlier one, by name; none where an older release wrote it
 * @param now those of the later one
 * @param between the key figures of what happened between them
 * @param bridge from revenue to revenue
 * @param migration the moves of every scheme
 * @param scheme the one that was asked for
 * @param fallen the customers with most revenue who moved down in it
 */
public record Changes(
    PairRow pair,
    Map<String, KpiRow> then,
    Map<String, KpiRow> now,
    List<PeriodKpiRow> between,
    List<BridgeRow> bridge,
    List<MigrationRow> migration,
    String scheme,
    List<Fallen> fallen) {

  /**
   * A customer who moved down.
   *
   * @param revenueBefore net revenue within 365 days before the earlier date
   * @param revenueAfter the same of the later date
   */
  public record Fallen(
      String customerId,
      String scheme,
      String fromSegment,
      String toSegment,
      BigDecimal revenueBefore,
      BigDecimal revenueAfter) {}

  /**
   * Compares.
   *
   * @param from the earlier date; null for the one before
   * @param to the later date; null for the latest
   * @param scheme whose moves are listed by customer; null for the first with ranks, of those that
   *     take precedence before the others
   * @param most how many customers are listed
   * @throws ConfigurationException if no run counts for a date, or there is none before
   */
  public static Changes of(
      History history,
      GoalsConfig goals,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable String scheme,
      List<String> precedence,
      int most) {
    LocalDate later = to == null ? latest(history) : known(history, to);
    LocalDate earlier = from == null ? before(history, later) : known(history, from);
    if (!earlier.isBefore(later)) {
      throw new ConfigurationException(
          "--from " + earlier + " is not before --to " + later + "; give the earlier date first.");
    }
    StoredSnapshot old = StoredSnapshot.of(history, run(history, earlier));
    StoredSnapshot fresh = StoredSnapshot.of(history, run(history, later));
    Map<String, Map<String, Integer>> ranks = new LinkedHashMap<>(fresh.ranks());
    old.ranks().forEach(ranks::putIfAbsent);
    if (scheme != null && !ranks.containsKey(scheme)) {
      throw new ConfigurationException(
          "--scheme " + scheme + " ran at neither date; there are " + ranks.keySet() + ".");
    }
    String shown = scheme == null ? ranked(ranks, precedence) : scheme;
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
                  goals),
              old.customers(),
              fresh.customers(),
              rows -> cache.keep("pair", rows));
      SnapshotDifference.Totals totals = difference.totals();
      return new Changes(
          totals.pair(),
          kpis(history, old.run()),
          kpis(history, fresh.run()),
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

  private static Map<String, KpiRow> kpis(History history, String run) {
    Map<String, KpiRow> kpis = new TreeMap<>();
    Records.of(KpiRow.class, history.rows(HistoryTables.KPIS, run).collectAsList())
        .forEach(row -> kpis.put(row.kpi(), row));
    return kpis;
  }

  private static LocalDate latest(History history) {
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

  private static LocalDate before(History history, LocalDate later) {
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

  private static LocalDate known(History history, LocalDate date) {
    run(history, date);
    return date;
  }

  private static String run(History history, LocalDate date) {
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
