package io.clientele.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.clientele.table.QuarantineTable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The classified lines of one source, ready for the fold, and the refused ones for quarantine. */
public final class CheckedLines {
  private final LineContract contract;

  /** The lines that the contract describes. */
  public CheckedLines(LineContract contract) {
    this.contract = contract;
  }

  /**
   * Every line once, with its class; those of one customer in one partition, in the order of their
   * orders. One scan and one shuffle, two where lines have an identity.
   */
  public Dataset<OrderLine> byCustomer() {
    Dataset<Row> lines = contract.classified();
    if (contract.hasIdentity()) {
      lines = Identity.decide(lines, contract);
    }
    Column nobody = col(LineContract.SALT).gt(0);
    Column empty = lit("").cast("binary");
    return lines
        .select(
            when(nobody, empty).otherwise(col(LineContract.CUSTOMER)).as(LineContract.CUSTOMER),
            when(nobody, empty).otherwise(col(LineContract.ORDER)).as(LineContract.ORDER),
            when(nobody, empty).otherwise(col(LineContract.PRODUCT)).as(LineContract.PRODUCT),
            col(LineContract.CONFLICT),
            when(nobody, empty).otherwise(col(LineContract.ATTRIBUTES)).as(LineContract.ATTRIBUTES),
            when(nobody, empty).otherwise(col(LineContract.FACTS)).as(LineContract.FACTS),
            col(LineContract.EXCHANGED),
            col(LineContract.DAY),
            col(LineContract.LINE_CLASS),
            col(LineContract.FLAGS),
            col(LineContract.REASONS),
            col(LineContract.REVENUE_UNITS),
            col(LineContract.QUANTITY_UNITS),
            col(LineContract.COST_UNITS),
            col(LineContract.DISCOUNT_UNITS),
            col(LineContract.SALT))
        .repartition(col(LineContract.CUSTOMER), col(LineContract.SALT))
        .sortWithinPartitions(col(LineContract.CUSTOMER), col(LineContract.ORDER))
        .as(Encoders.bean(OrderLine.class));
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
