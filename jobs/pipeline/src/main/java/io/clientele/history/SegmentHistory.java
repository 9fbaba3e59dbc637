package io.clientele.history;

import static org.apache.spark.sql.functions.col;

import io.clientele.config.BaseConfig;
import io.clientele.lake.SnapshotPair;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.HistoryTables;
import io.clientele.table.HistoryTables.BridgeRow;
import io.clientele.table.HistoryTables.MigrationRow;
import io.clientele.table.HistoryTables.PairRow;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code segment_changes}, {@code segment_migration}, {@code revenue_bridge} and {@code
 * snapshot_pairs}: what changed between this snapshot and those that it is compared with. A
 * snapshot that is made or corrected between two others is compared with both; nothing else is
 * written anew.
 */
public final class SegmentHistory implements Output {
  private static final String SLEEPING_DAYS = "sleeping_days";
  private static final int SLEEPING = 90;

  @Override
  public String name() {
    return "history";
  }

  @Override
  public List<TableSpec> tables() {
    return HistoryTables.PAIRS;
  }

  @Override
  public List<String> reads(ScoredBase scored) {
    return SnapshotDifference.FEATURES;
  }

  /** The pairs that a run of the date is one of, each once. */
  static List<SnapshotPair> pairs(LocalDate asOf, Set<LocalDate> others) {
    Set<LocalDate> dates = new TreeSet<>(others);
    dates.add(asOf);
    Map<Set<LocalDate>, SnapshotPair> pairs = new LinkedHashMap<>();
    SnapshotPair.of(dates).stream()
        .filter(pair -> pair.from().equals(asOf) || pair.to().equals(asOf))
        .forEach(pair -> pairs.putIfAbsent(Set.of(pair.from(), pair.to()), pair));
    return List.copyOf(pairs.values());
  }

  @Override
  public Produced of(SegmentedBase base) {
    History history = base.history();
    Set<LocalDate> others = new HashSet<>(history.runs().keySet());
    LocalDate asOf = base.plan().asOf();
    List<PairRow> pairs = new ArrayList<>();
    List<MigrationRow> migration = new ArrayList<>();
    List<BridgeRow> bridge = new ArrayList<>();
    Dataset<Row> changes = null;
    for (SnapshotPair pair : pairs(asOf, others)) {
      SnapshotDifference difference = difference(base, pair);
      SnapshotDifference.Totals totals = difference.totals();
      pairs.add(totals.pair());
      bridge.addAll(totals.bridge());
      migration.addAll(difference.migration());
      changes = changes == null ? difference.changes() : changes.unionByName(difference.changes());
    }
    Produced produced =
        Produced.small(HistoryTables.SNAPSHOT_PAIRS, pairs)
            .and(HistoryTables.SEGMENT_MIGRATION, migration)
            .and(HistoryTables.REVENUE_BRIDGE, bridge);
    return changes == null
        ? produced
        : produced.and(HistoryTables.SEGMENT_CHANGES, changes, TableRows.NOT_COUNTED);
  }

  private static SnapshotDifference difference(SegmentedBase base, SnapshotPair pair) {
    boolean later = pair.to().equals(base.plan().asOf());
    LocalDate otherDate = later ? pair.from() : pair.to();
    String run = base.history().runs().get(otherDate);
    if (run == null) {
      throw new IllegalStateException("no run counts for " + otherDate);
    }
    List<Row> stored =
        base.history().rows(ExplanationTables.SCHEME_DEFINITIONS, run).collectAsList();
    Map<String, List<Object>> there = new LinkedHashMap<>();
    stored.forEach(
        row ->
            there.put(
                row.getAs(HistoryTables.SCHEME),
                List.of(
                    row.<Integer>getAs("version"), row.getJavaMap(row.fieldIndex("overrides")))));
    there.keySet().removeIf(scheme -> !base.history().has(CustomerTables.SEGMENTS, scheme));
    Map<String, List<Object>> here = definitions(base.plan(), base.schemes());
    Map<String, Map<String, Integer>> ranks = new LinkedHashMap<>();
    base.schemes().forEach(scheme -> ranks.put(scheme.name(), ranks(scheme)));
    there.keySet().forEach(scheme -> ranks.putIfAbsent(scheme, Map.of()));
    Set<String> redefined =
        ranks.keySet().stream()
            .filter(scheme -> !Objects.equals(here.get(scheme), there.get(scheme)))
            .collect(Collectors.toSet());
    SnapshotDifference.Of of =
        new SnapshotDifference.Of(
            pair.from(),
            pair.to(),
            run,
            ranks,
            later ? there.keySet() : here.keySet(),
            later ? here.keySet() : there.keySet(),
            redefined,
            sleepingDays(base.schemes()));
    Dataset<Row> other = snapshot(base.history(), run, there.keySet());
    return new SnapshotDifference(
        of,
        later ? other : base.customers(),
        later ? base.customers() : other,
        rows -> base.cache().keep("pair_" + otherDate, rows));
  }

  private static Map<String, List<Object>> definitions(Plan plan, List<Scheme> schemes) {
    BaseConfig config = plan.config();
    Map<String, List<Object>> definitions = new LinkedHashMap<>();
    for (Scheme scheme : schemes) {
      definitions.put(
          scheme.name(),
          List.of(
              scheme.file().version(),
              config.schemeParameters().getOrDefault(scheme.name(), Map.of())));
    }
    return definitions;
  }

  private static Dataset<Row> snapshot(History history, String run, Set<String> schemes) {
    List<Column> segments = new ArrayList<>(List.of(col(CustomerTables.CUSTOMER_ID)));
    schemes.forEach(scheme -> segments.add(col(scheme)));
    List<Column> features = new ArrayList<>(List.of(col(CustomerTables.CUSTOMER_ID)));
    SnapshotDifference.FEATURES.forEach(name -> features.add(col(name)));
    return history
        .rows(CustomerTables.SEGMENTS, run)
        .select(segments.toArray(Column[]::new))
        .join(
            history.rows(CustomerTables.FEATURES, run).select(features.toArray(Column[]::new)),
            CustomerTables.CUSTOMER_ID);
  }

  private static Map<String, Integer> ranks(Scheme scheme) {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    for (SegmentRule segment : scheme.file().segments()) {
      Integer rank = segment.rank();
      if (rank != null) {
        ranks.put(segment.name(), rank);
      }
    }
    return ranks;
  }

  /** Of the first lifecycle that ran. */
  private static int sleepingDays(List<Scheme> schemes) {
    return schemes.stream()
        .flatMap(scheme -> scheme.file().parameters().entrySet().stream())
        .filter(parameter -> parameter.getKey().equals(SLEEPING_DAYS))
        .map(parameter -> Integer.parseInt(parameter.getValue()))
        .findFirst()
        .orElse(SLEEPING);
  }
}
