package io.clientele.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.clientele.spark.Catalyst;
import io.clientele.table.OrderLinesTable;
import io.clientele.table.QuarantineTable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.expressions.Window;

/** The classified lines of one source, ready for the fold, and the refused ones for quarantine. */
public final class CheckedLines {
  private final LineContract contract;

  /** The lines that the contract describes. */
  public CheckedLines(LineContract contract) {
    this.contract = contract;
  }

  /** How the rows of {@link #byCustomer} are read. */
  public LineRows layout() {
    return contract.carried();
  }

  /**
   * Every line once, with its class; those of one customer in one partition, in the order of their
   * orders, as {@link #layout} reads them. One scan and one shuffle, two where lines have an
   * identity.
   */
  public JavaRDD<InternalRow> sorted() {
    return Catalyst.internalRows(byCustomer());
  }

  /** The same as a dataset; lazy. */
  Dataset<Row> byCustomer() {
    return byCustomer(decided(), contract);
  }

  static Dataset<Row> byCustomer(Dataset<Row> lines, LineContract contract) {
    return lines
        .select(contract.carried().select())
        .repartition(col(LineContract.CUSTOMER))
        .sortWithinPartitions(col(LineContract.CUSTOMER), col(LineContract.ORDER));
  }

  /** The accepted lines as {@link OrderLinesTable} has them: a scan of its own; lazy. */
  public Dataset<Row> accepted() {
    Dataset<Row> lines = decided();
    Column sale = LineContract.has(OrderLine.SALE);
    return lines
        .filter(col(LineContract.LINE_CLASS).equalTo(LineClass.ACCEPTED.code()))
        .select(
            col(LineContract.CUSTOMER).as(OrderLinesTable.CUSTOMER_ID),
            col(LineContract.ORDER).as(OrderLinesTable.ORDER_ID),
            col(LineContract.IDENTITY).as(OrderLinesTable.TRANSACTION_ID),
            date_from_unix_date(col(LineContract.DAY)).as(OrderLinesTable.ORDERED_ON),
            when(sale, "sale").otherwise("return").as(OrderLinesTable.KIND),
            text(col(LineContract.PRODUCT).cast("string")).as(OrderLinesTable.PRODUCT_ID),
            LineContract.amount(LineContract.REVENUE_UNITS).as(OrderLinesTable.REVENUE),
            when(
                    LineContract.has(OrderLine.QUANTITY_KNOWN),
                    LineContract.amount(LineContract.QUANTITY_UNITS))
                .as(OrderLinesTable.QUANTITY),
            when(
                    LineContract.has(OrderLine.COST_KNOWN),
                    LineContract.amount(LineContract.COST_UNITS))
                .as(OrderLinesTable.COST),
            LineContract.amount(LineContract.DISCOUNT_UNITS).as(OrderLinesTable.DISCOUNT),
            text(col(LineContract.COUNTRY_NAME).cast("string")).as(OrderLinesTable.COUNTRY),
            text(col(LineContract.STORE_NAME).cast("string")).as(OrderLinesTable.STORE),
            text(col(LineContract.CHANNEL_NAME).cast("string")).as(OrderLinesTable.CHANNEL));
  }

  private static Column text(Column value) {
    return when(value.notEqual(""), value);
  }

  private Dataset<Row> decided() {
    Dataset<Row> lines = contract.classified();
    return contract.hasIdentity() ? Identity.decide(lines, contract) : lines;
  }

  /**
   * The refused rows with their reasons and their original text: a second scan, without a shuffle
   * unless versions conflict.
   *
   * @param conflicts the identities in conflict, one column
   */
  public Dataset<Row> quarantine(Dataset<Row> conflicts) {
    Column reasons = contract.reasons().named(col(LineContract.REASONS));
    Dataset<Row> refused =
        rows(
            contract
                .classified()
                .filter(col(LineContract.LINE_CLASS).equalTo(LineClass.QUARANTINED.code())),
            reasons);
    if (!contract.hasVersion()) {
      return refused;
    }
    Dataset<Row> identities = conflicts.toDF("conflicting");
    Column version = col(LineContract.VERSION_VALUE);
    Dataset<Row> conflicting =
        contract
            .classified()
            .filter(col(LineContract.LINE_CLASS).geq(LineClass.DUPLICATE.code()))
            .join(identities, col(LineContract.IDENTITY).equalTo(col("conflicting")))
            .withColumn("newest", max(version).over(Window.partitionBy(col(LineContract.IDENTITY))))
            .filter(version.eqNullSafe(col("newest")));
    return refused.union(rows(conflicting, array(lit(RefusalReasons.VERSION_CONFLICT))));
  }

  private static Dataset<Row> rows(Dataset<Row> lines, Column reasons) {
    return lines.select(
        lit("transactions").as(QuarantineTable.SOURCE),
        reasons.as(QuarantineTable.REASONS),
        LineContract.knownRevenue().as(QuarantineTable.REVENUE),
        col(LineContract.ORIGINAL).as(QuarantineTable.SOURCE_ROW),
        col(LineContract.FILE).as(QuarantineTable.SOURCE_FILE));
  }
}
