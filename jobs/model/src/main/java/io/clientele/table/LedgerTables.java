package io.clientele.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that say what was run and which run counts. */
public final class LedgerTables {
  public static final String STATUS = "status";

  public static final TableSpec RUNS =
      TableSpec.ledger("runs", "complete runs, one row each, written last")
          .column(TableSpec.AS_OF, "DATE", "", "the as-of date")
          .column(
              TableSpec.RUN_ID,
              "STRING",
              "",
              "hash of as-of date, inputs, configuration, schemes and code: equal runs are the same"
                  + " run")
          .column("input", "STRING", "", "what was read, in words")
          .column("input_fingerprint", "STRING", "", "SHA-256 of the input manifest")
          .column("config_fingerprint", "STRING", "", "SHA-256 of configuration and schemes")
          .column("code_version", "STRING", "", "release that wrote the run")
          .column("format_version", "INT", "", "version of the tables")
          .column("schemes", "ARRAY<STRING>", "", "the schemes that ran")
          .column("skipped", "MAP<STRING,STRING>", "", "the schemes that did not, with the reason")
          .column(
              "manifest",
              "MAP<STRING,BIGINT>",
              "count",
              "rows of every table written by the run; what readers find is held against it. -1 where"
                  + " they were not counted")
          .column("customers", "BIGINT", "count", "customers of the base")
          .column("revenue", TableSpec.TOTAL, "money", "their net revenue")
          .column("finished_at", "TIMESTAMP", "", "when the run was complete")
          .optional(
              "currency", "STRING", "", "ISO 4217 code of all money of the base, in every table")
          .key(TableSpec.AS_OF, TableSpec.RUN_ID);

  public static final TableSpec ATTEMPTS =
      TableSpec.ledger("run_attempts", "every attempt at a run, complete or not")
          .column(TableSpec.AS_OF, "DATE", "", "the as-of date")
          .column(TableSpec.RUN_ID, "STRING", "", "the run that was attempted")
          .column("attempt", "STRING", "", "the attempt's own id")
          .column(STATUS, "STRING", "", "started, complete, refused or failed")
          .column("at", "TIMESTAMP", "", "when the status was reached")
          .optional("message", "STRING", "", "why it was refused or failed")
          .optional("seconds", "MAP<STRING,DECIMAL(12,3)>", "seconds", "time of each step")
          .key("attempt", STATUS);

  /** A row of {@code runs}. */
  public record RunRow(
      LocalDate asOf,
      String runId,
      String input,
      String inputFingerprint,
      String configFingerprint,
      String codeVersion,
      int formatVersion,
      List<String> schemes,
      Map<String, String> skipped,
      Map<String, Long> manifest,
      long customers,
      BigDecimal revenue,
      Instant finishedAt,
      String currency) {}

  /** A row of {@code run_attempts}. */
  public record AttemptRow(
      LocalDate asOf,
      String runId,
      String attempt,
      String status,
      Instant at,
      @Nullable String message,
      @Nullable Map<String, BigDecimal> seconds) {}

  private LedgerTables() {}
}
