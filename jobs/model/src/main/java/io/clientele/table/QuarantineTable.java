package io.clientele.table;

/** Refused source rows: one row a row of the source. */
public final class QuarantineTable {
  public static final String SOURCE = "source";
  public static final String REASONS = "reasons";
  public static final String REVENUE = "revenue";
  public static final String SOURCE_ROW = "source_row";
  public static final String SOURCE_FILE = "source_file";

  public static final TableSpec SPEC =
      TableSpec.snapshot(
              "quarantine", "source rows that break the input contract, with every reason")
          .column(SOURCE, "STRING", "", "the source the row came from, such as transactions")
          .column(REASONS, "ARRAY<STRING>", "", "every reason for the refusal")
          .optional(REVENUE, TableSpec.MONEY, "money", "the row's money where it could be read")
          .column(SOURCE_ROW, "STRING", "", "the row as JSON, its text unchanged")
          .column(SOURCE_FILE, "STRING", "", "the file or table the row stands in")
          .key();

  private QuarantineTable() {}
}
