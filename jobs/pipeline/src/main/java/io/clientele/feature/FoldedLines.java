package io.clientele.feature;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the one pass over the lines leaves behind. Both are written as one, because the lines are
 * read only once.
 *
 * @param customers one row a customer, as {@link Staged#customerSchema} says
 * @param ledger the account of every line, a few {@link LedgerEntry} rows a task
 */
public record FoldedLines(Dataset<Row> customers, Dataset<Row> ledger) {

  /** Tells the rows of {@link Staged#schema} apart; both are lazy. */
  public static FoldedLines of(Dataset<Row> staged) {
    return new FoldedLines(
        staged.filter(col(Staged.LEDGER).isNull()).drop(Staged.LEDGER),
        staged.filter(col(Staged.LEDGER).isNotNull()).select(Staged.LEDGER + ".*"));
  }

  /** The same lines with other customers. */
  public FoldedLines with(Dataset<Row> others) {
    return new FoldedLines(others, ledger);
  }
}
