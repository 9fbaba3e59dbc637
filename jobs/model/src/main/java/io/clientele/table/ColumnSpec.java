package io.clientele.table;

/**
 * One column of a published table.
 *
 * @param name in snake_case
 * @param type Spark DDL
 * @param nullable whether a row may lack it
 * @param unit days, money, share (0–1), count, … ; empty for names and flags
 * @param meaning what it says, its formula, and its value in the degenerate case
 */
public record ColumnSpec(String name, String type, boolean nullable, String unit, String meaning) {

  /** The comment that the column carries in the lake. */
  public String comment() {
    return unit.isEmpty() ? meaning : meaning + " [" + unit + "]";
  }
}
