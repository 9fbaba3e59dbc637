package io.clientele.customer;

import static org.apache.spark.sql.functions.col;

import io.clientele.feature.Span;
import io.clientele.feature.Staged;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What the one pass over the lines leaves behind. Both are written as one, because the lines are
 * read only once.
 *
 * @param customers one row a customer, as {@link Staged} says
 * @param ledger the account of every line, a few {@link LedgerEntry} rows a task
 */
public record FoldedLines(Dataset<Row> customers, Dataset<Row> ledger) {

  /** The entry of a row that accounts for lines; null in the row of a customer. */
  static final String LEDGER = "ledger";

  /** The columns of a row of the fold: those of a customer, or an entry of the ledger. */
  public static StructType schema(List<Span> spans) {
    return Staged.schema(spans).add(LEDGER, LedgerEntry.SCHEMA);
  }

  /** Tells the rows of {@link #schema} apart; both are lazy. */
  public static FoldedLines of(Dataset<Row> staged) {
    return new FoldedLines(
        staged.filter(col(LEDGER).isNull()).drop(LEDGER),
        staged.filter(col(LEDGER).isNotNull()).select(LEDGER + ".*"));
  }

  /** The identities that were refused for a version conflict: one column, {@code identity}. */
  public Dataset<Row> conflicts() {
    return ledger
        .filter(col(LedgerEntry.KIND).equalTo(LedgerEntry.Kind.CONFLICT.key()))
        .select(col(LedgerEntry.ITEM).as("identity"))
        .distinct();
  }

  /** The same lines with other customers. */
  public FoldedLines with(Dataset<Row> others) {
    return new FoldedLines(others, ledger);
  }
}
