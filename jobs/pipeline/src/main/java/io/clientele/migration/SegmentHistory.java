package io.clientele.migration;

import io.clientele.history.History;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.HistoryTables;
import io.clientele.table.HistoryTables.BridgeRow;
import io.clientele.table.HistoryTables.GrowthRow;
import io.clientele.table.HistoryTables.MigrationRow;
import io.clientele.table.HistoryTables.PairRow;
import io.clientele.table.HistoryTables.PeriodKpiRow;
import io.clientele.table.SnapshotPair;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code segment_changes}, {@code segment_migration}, {@code segment_growth}, {@code
 * revenue_bridge}, {@code period_kpis} and {@code snapshot_pairs}: what changed between this
 * snapshot and those that it is compared with. A snapshot that is made or corrected between two
 * others is compared with both; nothing else is written anew.
 */
public final class SegmentHistory implements Output {
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

  @Override
  public Produced of(SegmentedBase base) {
    History history = base.history();
    Set<LocalDate> others = new HashSet<>(history.runs().keySet());
    LocalDate asOf = base.plan().asOf();
    List<PairRow> pairs = new ArrayList<>();
    List<MigrationRow> migration = new ArrayList<>();
    List<BridgeRow> bridge = new ArrayList<>();
    List<PeriodKpiRow> kpis = new ArrayList<>();
    List<GrowthRow> growth = new ArrayList<>();
    Dataset<Row> changes = null;
    Snapshot own = Snapshot.of(base);
    for (SnapshotPair pair : SnapshotPair.with(asOf, others)) {
      SnapshotDifference difference = difference(base, own, pair);
      SnapshotDifference.Totals totals = difference.totals();
      pairs.add(totals.pair());
      bridge.addAll(totals.bridge());
      kpis.addAll(totals.kpis());
      List<MigrationRow> moves = difference.migration();
      migration.addAll(moves);
      growth.addAll(SegmentGrowth.of(moves));
      changes = changes == null ? difference.changes() : changes.unionByName(difference.changes());
    }
    Produced produced =
        Produced.small(HistoryTables.SNAPSHOT_PAIRS, pairs)
            .and(HistoryTables.SEGMENT_MIGRATION, migration)
            .and(HistoryTables.SEGMENT_GROWTH, growth)
            .and(HistoryTables.REVENUE_BRIDGE, bridge)
            .and(HistoryTables.PERIOD_KPIS, kpis);
    return changes == null
        ? produced
        : produced.and(HistoryTables.SEGMENT_CHANGES, changes, TableRows.NOT_COUNTED);
  }

  private static SnapshotDifference difference(
      SegmentedBase base, Snapshot own, SnapshotPair pair) {
    LocalDate date = pair.to().equals(own.asOf()) ? pair.from() : pair.to();
    String run = Objects.requireNonNull(base.history().runs().get(date));
    Snapshot other = Snapshot.of(base.history(), date, run);
    boolean last = date.isBefore(own.asOf());
    return new SnapshotDifference(
        last ? other : own,
        last ? own : other,
        run,
        base.plan().config().goals(),
        rows -> base.cache().keep("pair_" + date, rows));
  }
}
