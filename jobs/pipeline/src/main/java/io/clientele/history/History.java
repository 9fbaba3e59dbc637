package io.clientele.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.lake.Lake;
import io.clientele.lake.LakeViews;
import io.clientele.lake.Pointer;
import io.clientele.lake.RunModels;
import io.clientele.table.HistoryTables;
import io.clientele.table.LedgerTables;
import io.clientele.table.SnapshotPair;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The complete runs of a base, as they counted when this was made. Whatever looks at earlier
 * snapshots looks here.
 */
public final class History {
  private final Lake lake;
  private final String base;
  private final NavigableMap<LocalDate, String> runs;
  private final RunModels models;
  private final LakeViews views;

  /**
   * The runs that a pointer names.
   *
   * @param state as read once for the whole command
   */
  public History(SparkSession spark, Lake lake, String base, Pointer.State state) {
    this.lake = lake;
    this.base = base;
    this.runs = new TreeMap<>(state.current());
    this.models = new RunModels(spark, lake, base);
    this.views = new LakeViews(lake, base);
  }

  /** Where they are kept. */
  public String location() {
    return lake.location();
  }

  /** The base whose runs they are. */
  public String base() {
    return base;
  }

  /** The run that counts for each as-of date. */
  public NavigableMap<LocalDate, String> runs() {
    return runs;
  }

  /** Those of the dates before one, the latest first. */
  public NavigableMap<LocalDate, String> before(LocalDate asOf) {
    return runs.headMap(asOf, false).descendingMap();
  }

  /** Whether the run has the column in the table; older releases did not write all of them. */
  public boolean has(TableSpec table, String column) {
    return lake.has(table) && List.of(lake.read(table).columns()).contains(column);
  }

  /** The rows of a run in a table; none where the table is not there. */
  public Dataset<Row> rows(TableSpec table, String runId) {
    return views.run(table, runId);
  }

  /** What is missing of a run that the pointer names, a sentence a table. */
  public List<String> damage(LocalDate asOf, String runId) {
    return views.damage(asOf, runId);
  }

  /**
   * Whether what changed between a run and all that it would be compared with, if it counted for
   * the date, is kept.
   */
  public boolean hasPairs(LocalDate asOf, String runId) {
    Set<String> missing = new HashSet<>();
    for (SnapshotPair pair : SnapshotPair.with(asOf, runs.keySet())) {
      LocalDate other = pair.from().equals(asOf) ? pair.to() : pair.from();
      Optional.ofNullable(runs.get(other)).ifPresent(missing::add);
    }
    List<String> writers = new ArrayList<>(missing);
    writers.add(runId);
    for (Row row : views.unchecked(HistoryTables.SNAPSHOT_PAIRS, writers).collectAsList()) {
      String writer = row.getAs(TableSpec.RUN_ID);
      String other = row.getAs(HistoryTables.OTHER_RUN_ID);
      if (writer.equals(runId) || other.equals(runId)) {
        missing.removeAll(Set.of(writer, other));
      }
    }
    return missing.isEmpty();
  }

  /** Whether the run was completed, be it the one that counts or not. */
  public boolean isComplete(String runId) {
    // A run that is not there is no damage here.
    return lake.has(LedgerTables.RUNS) && !views.unchecked(LedgerTables.RUNS, runId).isEmpty();
  }

  /** The document that the run's clusters left for later runs. */
  public Optional<JsonNode> clusterModel(String runId) {
    return models.find(runId);
  }
}
