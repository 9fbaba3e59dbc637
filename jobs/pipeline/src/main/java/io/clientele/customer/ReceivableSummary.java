package io.clientele.customer;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.clientele.table.ProfitTables.ReceivableSummaryRow;
import io.clientele.table.Records;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How the invoices of the base are paid: the one row of {@code receivable_summary}. */
public final class ReceivableSummary {
  private static final String DAYS = "decimal(18,6)";
  private static final String MONEY = "decimal(38,4)";

  private ReceivableSummary() {}

  /** Sums up the accepted invoices; every invoice counts once, whatever its amount. */
  public static List<ReceivableSummaryRow> of(Dataset<Row> invoices, LocalDate asOf) {
    Column today = lit(asOf);
    // A payment on or after the as-of date has not happened yet.
    Column paid = coalesce(col("paid_on").lt(today), lit(false));
    Column end = when(paid, col("paid_on")).otherwise(today);
    Column late = greatest(datediff(end, col("due_on")), lit(0)).cast(DAYS);
    Column settled = datediff(col("paid_on"), col("issued_on")).cast(DAYS);
    Column nothing = lit(BigDecimal.ZERO);
    List<Row> rows =
        invoices
            .agg(
                count(lit(1)).as("invoices"),
                coalesce(sum(col("amount")), nothing).cast(MONEY).as("amount"),
                functions.count_if(functions.not(paid)).as("unpaid_invoices"),
                coalesce(sum(when(paid, nothing).otherwise(col("amount"))), nothing)
                    .cast(MONEY)
                    .as("unpaid_amount"),
                functions.count_if(late.gt(0)).as("late_invoices"),
                functions.count_if(coalesce(col("disputed"), lit(false))).as("disputed_invoices"),
                avg(late).cast(DAYS).as("mean_days_late"),
                avg(when(paid, settled)).cast(DAYS).as("mean_days_to_settle"))
            .collectAsList();
    return Records.of(ReceivableSummaryRow.class, rows);
  }
}
