package io.clientele.run;

import io.clientele.history.History;
import io.clientele.table.ReconciliationTable;
import io.clientele.table.SummaryTables;
import io.clientele.table.TableSpec;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * What a run did.
 *
 * @param outcome whether anything was published
 * @param base the base
 * @param asOf the as-of date
 * @param runId the run that counts for this date now
 * @param lake where the tables are
 * @param input what was read, in words
 * @param tables the rows of the tables that are shown, without base, as_of and run_id
 * @param skipped the schemes that did not run, with the reason
 * @param notes what the user should know
 * @param seconds time of each step
 */
public record RunReport(
    Outcome outcome,
    String base,
    LocalDate asOf,
    String runId,
    String lake,
    String input,
    Map<TableSpec, List<Row>> tables,
    Map<String, String> skipped,
    List<String> notes,
    Map<String, Duration> seconds) {

  /** The tables that a person reads first. */
  private static final List<TableSpec> SHOWN =
      List.of(
          SummaryTables.CONCENTRATION_SUMMARY,
          SummaryTables.SEGMENT_SUMMARY,
          ReconciliationTable.SPEC);

  /** What is shown of the small tables of a run. */
  static Map<TableSpec, List<Row>> shown(Map<TableSpec, List<Row>> small) {
    Map<TableSpec, List<Row>> shown = new LinkedHashMap<>();
    SHOWN.forEach(table -> shown.put(table, small.getOrDefault(table, List.of())));
    return shown;
  }

  /** What is shown of a run that is in the lake already. */
  static Map<TableSpec, List<Row>> shown(History history, String runId) {
    Map<TableSpec, List<Row>> shown = new LinkedHashMap<>();
    SHOWN.forEach(
        table -> shown.put(table, table.ownColumns(history.rows(table, runId)).collectAsList()));
    return shown;
  }

  /** How a run ended. */
  public enum Outcome {
    /** A new snapshot counts. */
    PUBLISHED,
    /** The same run was complete already. */
    UNCHANGED,
    /** An earlier complete run with the same inputs counts again. */
    REINSTATED
  }
}
