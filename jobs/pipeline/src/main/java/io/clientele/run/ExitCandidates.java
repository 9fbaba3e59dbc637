package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.config.BaseConfig;
import io.clientele.publish.Lake;
import io.clientele.publish.LakeViews;
import io.clientele.publish.Pointer;
import io.clientele.segment.Scheme;
import io.clientele.segment.SegmentRule;
import io.clientele.table.CustomerTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Customers who stayed in a segment for so many snapshots in a row that its policy lets them go:
 * this snapshot and the ones before it, whatever the days between them.
 */
final class ExitCandidates {
  private final BaseConfig config;
  private final Lake lake;
  private final List<String> runs;
  private final List<LocalDate> dates;
  private final LocalDate asOf;

  /**
   * Candidates of a run.
   *
   * @param state the pointer as read when the run began
   * @param schemes whose policies may let customers go
   */
  ExitCandidates(
      BaseConfig config, Lake lake, Pointer.State state, LocalDate asOf, List<Scheme> schemes) {
    this.config = config;
    this.lake = lake;
    this.asOf = asOf;
    int most = 0;
    for (Scheme scheme : schemes) {
      for (SegmentRule segment : scheme.file().allSegments()) {
        most = Math.max(most, segment.exitAfterSnapshots());
      }
    }
    NavigableMap<LocalDate, String> earlier =
        new TreeMap<>(state.current()).headMap(asOf, false).descendingMap();
    int used = Math.max(0, most - 1);
    this.dates = earlier.keySet().stream().limit(used).toList();
    this.runs = earlier.values().stream().limit(used).toList();
  }

  /** What of the history decides: the runs that are looked at. */
  List<String> fingerprint() {
    return runs.stream().map(run -> "exits " + run).toList();
  }

  /** The rows; null where no segment lets anybody go, or the history is too short. */
  @Nullable Dataset<Row> of(Dataset<Row> outcome, List<Scheme> schemes) {
    Dataset<Row> all = null;
    for (Scheme scheme : schemes) {
      for (SegmentRule segment : scheme.file().allSegments()) {
        int after = segment.exitAfterSnapshots();
        if (after > 0 && after - 1 <= runs.size()) {
          Dataset<Row> own = stayed(outcome, scheme.name(), segment.name(), after);
          all = all == null || own == null ? (own == null ? all : own) : all.unionByName(own);
        }
      }
    }
    return all;
  }

  private @Nullable Dataset<Row> stayed(
      Dataset<Row> outcome, String scheme, String segment, int after) {
    boolean margin = List.of(outcome.columns()).contains("contribution_margin_365d");
    Column worth = margin ? col("contribution_margin_365d") : lit(null).cast("decimal(18,4)");
    LocalDate since = after == 1 ? asOf : dates.get(after - 2);
    List<Column> columns = new ArrayList<>();
    columns.add(col(CustomerTables.CUSTOMER_ID));
    columns.add(lit(scheme).as("scheme"));
    columns.add(lit(segment).as("segment"));
    columns.add(lit(after).as("snapshots"));
    columns.add(lit(since).as("since"));
    columns.add(worth.as("contribution_margin_365d"));
    Dataset<Row> now =
        outcome.filter(col(scheme).equalTo(segment)).select(columns.toArray(Column[]::new));
    LakeViews views = new LakeViews(lake, config.base());
    for (int i = 0; i < after - 1; i++) {
      Dataset<Row> then = views.run(CustomerTables.SEGMENTS, runs.get(i));
      if (!List.of(then.columns()).contains(scheme)) {
        return null;
      }
      now =
          now.join(
              then.filter(col(scheme).equalTo(segment)).select(CustomerTables.CUSTOMER_ID),
              new String[] {CustomerTables.CUSTOMER_ID},
              "left_semi");
    }
    return now;
  }

  /** Whether a policy of the scheme lets customers go at all. */
  static boolean letsGo(Scheme scheme) {
    return scheme.file().allSegments().stream()
        .anyMatch(segment -> segment.exitAfterSnapshots() > 0);
  }
}
