package io.clientele.table;

import java.math.BigDecimal;

/** Lines and money from the source to every output: one row an item. */
public final class ReconciliationTable {
  public static final String ITEM = "item";
  public static final String KIND = "kind";
  public static final String ROWS = "item_rows";
  public static final String REVENUE = "revenue";
  public static final String UNKNOWN = "rows_without_revenue";
  public static final String MEANING = "meaning";

  public static final String SOURCE = "source";

  public static final TableSpec SPEC =
      TableSpec.snapshot(
              "reconciliation",
              "the proof that no line and no cent is lost between the source and any output")
          .column(
              ITEM, "STRING", "", "a class of lines, or an output that must hold the same money")
          .column(
              KIND,
              "STRING",
              "",
              "class or reason: rows of the source; output: customers, or lines, of a result; leads: leads of"
                  + " one")
          .column(
              ROWS, "BIGINT", "count", "lines of the class, or customers or lines of the output")
          .column(REVENUE, TableSpec.TOTAL, "money", "their money, as far as it is known")
          .column(UNKNOWN, "BIGINT", "count", "lines whose money could not be read")
          .column(MEANING, "STRING", "", "what the item is")
          .column(SOURCE, "STRING", "", "the source it is about")
          .key(SOURCE, ITEM);

  /** A row of {@code reconciliation}. */
  public record ReconciliationRow(
      String item,
      String kind,
      long itemRows,
      BigDecimal revenue,
      long rowsWithoutRevenue,
      String meaning,
      String source) {}

  private ReconciliationTable() {}
}
