package io.clientele.run;

import io.clientele.failure.Redaction;
import io.clientele.history.History;
import io.clientele.spark.Parallel;
import io.clientele.spine.Inputs;
import io.clientele.spine.Steps;
import io.clientele.table.ReconciliationTable;
import io.clientele.table.ReconciliationTable.ReconciliationRow;
import io.clientele.table.Records;
import io.clientele.table.SummaryTables;
import io.clientele.table.SummaryTables.ConcentrationSummaryRow;
import io.clientele.table.SummaryTables.SegmentSummaryRow;
import io.clientele.table.TableSpec;
import java.time.Duration;
import java.time.LocalDate;
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
 * @param tables what is shown of it
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
    Tables tables,
    Map<String, String> skipped,
    List<String> notes,
    Map<String, Duration> seconds) {

  /** The rows that a person reads first. */
  public record Tables(
      List<ConcentrationSummaryRow> concentration,
      List<SegmentSummaryRow> segments,
      List<ReconciliationRow> reconciliation) {

    /** Of a run that was computed. */
    static Tables of(Map<TableSpec, List<? extends Record>> small) {
      return new Tables(
          rows(small, SummaryTables.CONCENTRATION_SUMMARY, ConcentrationSummaryRow.class),
          rows(small, SummaryTables.SEGMENT_SUMMARY, SegmentSummaryRow.class),
          rows(small, ReconciliationTable.SPEC, ReconciliationRow.class));
    }

    /** Of a run that is in the lake already. */
    static Tables of(History history, String runId) {
      List<List<Row>> rows =
          Parallel.all(
              List.of(
                  () -> history.rows(SummaryTables.CONCENTRATION_SUMMARY, runId).collectAsList(),
                  () -> history.rows(SummaryTables.SEGMENT_SUMMARY, runId).collectAsList(),
                  () -> history.rows(ReconciliationTable.SPEC, runId).collectAsList()));
      return new Tables(
          Records.of(ConcentrationSummaryRow.class, rows.get(0)),
          Records.of(SegmentSummaryRow.class, rows.get(1)),
          Records.of(ReconciliationRow.class, rows.get(2)));
    }

    private static <R extends Record> List<R> rows(
        Map<TableSpec, List<? extends Record>> small, TableSpec table, Class<R> type) {
      return small.getOrDefault(table, List.of()).stream().map(type::cast).toList();
    }
  }

  /** What a run did, whether anything had to be computed or not. */
  static RunReport of(
      RunContext context,
      Outcome outcome,
      Inputs inputs,
      RunIdentity identity,
      Tables tables,
      List<String> notes,
      Steps steps) {
    return new RunReport(
        outcome,
        context.config().base(),
        context.asOf(),
        identity.runId(),
        Redaction.of(context.lake().location()),
        inputs.describe(),
        tables,
        inputs.plan().selection().skipped(),
        notes,
        steps.seconds());
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
