package io.clientele.lake;

import static org.apache.spark.sql.functions.col;

import io.clientele.failure.DataRefusedException;
import io.clientele.spark.Parallel;
import io.clientele.table.LedgerTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.io.IOException;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Holds the tables of a base against what the ledger says that its runs wrote: a folder that was
 * deleted must not read as a table without rows.
 */
public final class Inspection {
  private final Lake lake;
  private final String base;
  private @Nullable Map<String, Entry> ledger;

  /** Nothing is read before it is needed. */
  public Inspection(Lake lake, String base) {
    this.lake = lake;
    this.base = base;
  }

  /** What the ledger tells of a run. */
  record Entry(LocalDate asOf, List<String> schemes, Map<String, Long> manifest) {
    /** Whether rows of the run lie in the table; an uncounted table may have some. */
    boolean wrote(TableSpec table) {
      return manifest.getOrDefault(table.name(), 0L) != 0;
    }
  }

  /**
   * The runs of the base that were complete once, by id.
   *
   * @throws DataRefusedException if the table cannot be read
   */
  synchronized Map<String, Entry> ledger() {
    Map<String, Entry> known = ledger;
    if (known == null) {
      known = readLedger();
      ledger = known;
    }
    return known;
  }

  private Map<String, Entry> readLedger() {
    if (!lake.has(LedgerTables.RUNS)) {
      throw new DataRefusedException(
          lake.gone(LedgerTables.RUNS)
              + ", although runs of base '"
              + base
              + "' were published. Restore its folder from a backup, or run each date again with"
              + " the same --config: it publishes them anew.");
    }
    TableLog log = lake.requireSound(LedgerTables.RUNS);
    Map<String, Entry> entries = new HashMap<>();
    List<Row> rows =
        lake.reading(
            LedgerTables.RUNS,
            () ->
                lake.rows(LedgerTables.RUNS, log, log.files(base))
                    .filter(col(TableSpec.BASE).equalTo(base))
                    .select(TableSpec.RUN_ID, TableSpec.AS_OF, "schemes", "manifest")
                    .collectAsList());
    for (Row row : rows) {
      entries.put(
          row.getAs(TableSpec.RUN_ID),
          new Entry(
              row.<Date>getAs(TableSpec.AS_OF).toLocalDate(),
              row.getList(row.fieldIndex("schemes")),
              row.getJavaMap(row.fieldIndex("manifest"))));
    }
    return entries;
  }

  /**
   * What is missing of a run that the pointer names, a sentence a table; empty where all is there.
   *
   * @throws DataRefusedException if a table cannot be read at all, and so not be published to
   */
  public List<String> damage(LocalDate asOf, String runId) {
    if (!lake.has(LedgerTables.RUNS)) {
      return List.of(lake.gone(LedgerTables.RUNS));
    }
    if (!ledger().containsKey(runId)) {
      return List.of(unknown(asOf, runId));
    }
    List<String> damage = new ArrayList<>();
    List<Supplier<Map<String, String>>> looks = new ArrayList<>();
    for (TableSpec table : Tables.SNAPSHOTS) {
      looks.add(() -> damage(table, List.of(runId)));
    }
    Parallel.all(looks).forEach(found -> damage.addAll(found.values()));
    if (!lake.has(LedgerTables.ATTEMPTS)) {
      damage.add(lake.gone(LedgerTables.ATTEMPTS));
    } else {
      lake.requireSound(LedgerTables.ATTEMPTS);
    }
    return damage;
  }

  /**
   * What is missing of runs in one table, a sentence a run that lacks something.
   *
   * @throws DataRefusedException if the table cannot be read at all
   */
  Map<String, String> damage(TableSpec table, Collection<String> runs) {
    return damage(table, runs, look(table, runs));
  }

  /** What the log tells of runs in a table; without a log where the table is not there. */
  private record Look(@Nullable TableLog log, Map<String, TableLog.Files> files) {}

  private Look look(TableSpec table, Collection<String> runs) {
    if (!lake.has(table)) {
      return new Look(null, Map.of());
    }
    TableLog log = lake.requireSound(table);
    return new Look(log, lake.reading(table, () -> log.files(base, runs)));
  }

  private Map<String, String> damage(TableSpec table, Collection<String> runs, Look look) {
    Map<String, String> damage = new LinkedHashMap<>();
    TableLog log = look.log();
    for (String run : runs) {
      Entry entry = ledger().get(run);
      if (entry == null) {
        damage.put(run, unknown(null, run));
      } else if (log == null) {
        if (entry.wrote(table)) {
          damage.put(run, lake.gone(table) + of(entry.asOf(), run));
        }
      } else {
        missing(table, entry, log, look.files().getOrDefault(run, TableLog.Files.NONE))
            .ifPresent(what -> damage.put(run, named(table) + what + of(entry.asOf(), run)));
      }
    }
    return damage;
  }

  private Optional<String> missing(
      TableSpec table, Entry entry, TableLog log, TableLog.Files files) {
    Long written = entry.manifest().get(table.name());
    OptionalLong there = files.rows();
    if (written != null && written >= 0 && there.isPresent() && there.getAsLong() != written) {
      return Optional.of("it has " + there.getAsLong() + " of " + written + " rows");
    }
    try {
      return log.missing(files);
    } catch (IOException e) {
      return Optional.of("it cannot be listed: " + e.getMessage());
    }
  }

  /**
   * The rows of a run in a table, or more of the table: at least those of the run.
   *
   * @throws DataRefusedException if rows are damaged, naming table, run and date, and what to do
   */
  Dataset<Row> rows(TableSpec table, String runId) {
    Look look = look(table, List.of(runId));
    String damage = damage(table, List.of(runId), look).get(runId);
    if (damage != null) {
      throw new DataRefusedException(damage + wayOut());
    }
    TableLog log = look.log();
    return log == null
        ? lake.empty(table)
        : lake.rows(table, log, look.files().getOrDefault(runId, TableLog.Files.NONE));
  }

  /** What to do about a run that lacks something. */
  static String wayOut() {
    return ". Run that date again with the same --config: it publishes the run anew.";
  }

  private String named(TableSpec table) {
    return "lake: table " + table.name() + " in " + lake.path(table) + " is damaged: ";
  }

  private static String of(LocalDate asOf, String run) {
    return ", in run " + run + " as of " + asOf;
  }

  private String unknown(@Nullable LocalDate asOf, String run) {
    return "lake: table "
        + LedgerTables.RUNS.name()
        + " in "
        + lake.path(LedgerTables.RUNS)
        + " has no row of run "
        + run
        + (asOf == null ? "" : " as of " + asOf)
        + ", which the pointer names: the table is damaged, or the run is just being published anew";
  }
}
