package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.clientele.feature.Features;
import io.clientele.feature.Margins;
import io.clientele.feature.Span;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/** How customers pay: one row a customer with an invoice. */
final class ReceivableAggregates {
  private static final int YEAR = 365;
  private static final int LONG_LATE_DAYS = 10;

  private ReceivableAggregates() {}

  /**
   * Adds up the invoices of each customer.
   *
   * @param spans the spans that have late-payment costs of their own, by the day of the invoice
   * @param yearlyRate of interest on what is paid late
   */
  static Dataset<Row> of(
      Dataset<Row> invoices, LocalDate asOf, List<Span> spans, BigDecimal yearlyRate) {
    Column today = lit(asOf);
    // A payment on or after the as-of date has not happened yet.
    Column paid = coalesce(col("paid_on").lt(today), lit(false));
    Column end = when(paid, col("paid_on")).otherwise(today);
    Column disputed = coalesce(col("disputed"), lit(false));
    // Nobody is late with what is not owed, as long as that is open; a credit note never is.
    Column open = disputed.equalTo(false).and(isNetted(paid, disputed).equalTo(false));
    Column owed = col("amount").gt(0).and(paid.or(open));
    Dataset<Row> seen =
        invoices.select(
            col(Features.CUSTOMER_ID),
            datediff(today, col("issued_on")).as("back"),
            datediff(today, col("issued_on")).leq(YEAR).as("recent"),
            when(owed, greatest(datediff(end, col("due_on")), lit(0))).otherwise(0).as("late"),
            paid.as("paid"),
            col("amount"),
            // A credit note weighs nothing where amounts are weights.
            greatest(col("amount"), lit(BigDecimal.ZERO)).as("weight"),
            disputed.as("disputed"));
    Column recent = col("recent");
    Column weight = col("weight");
    Column late = col("late");
    List<Column> facts = new ArrayList<>();
    facts.add(interest(weight.multiply(late), yearlyRate).as(Margins.LATE_PAYMENT_COST));
    for (Span span : spans) {
      Column within = col("back").gt(span.after()).and(col("back").leq(span.upTo()));
      Column lateAmount = when(within, weight.multiply(late)).otherwise(BigDecimal.ZERO);
      facts.add(
          interest(lateAmount, yearlyRate).as(Margins.LATE_PAYMENT_COST + "_" + span.suffix()));
    }
    facts.addAll(
        List.of(
            functions.count_if(recent).as("invoices_365d"),
            ratio(sum(when(recent.and(late.gt(0)), weight)), sum(when(recent, weight)), 6)
                .as("late_amount_share_365d"),
            ratio(
                    sum(when(recent.and(late.gt(LONG_LATE_DAYS)), weight)),
                    sum(when(recent, weight)),
                    6)
                .as("late_10d_amount_share_365d"),
            ratio(sum(weight.multiply(late)), sum(weight), 4).as("weighted_days_late"),
            ratio(sum(when(recent, weight.multiply(late))), sum(when(recent, weight)), 4)
                .as("weighted_days_late_365d"),
            ratio(sum(when(late.gt(LONG_LATE_DAYS), weight)), sum(weight), 6)
                .as("late_10d_amount_share"),
            max(when(col("paid"), 0L).otherwise(late.cast("bigint"))).as("max_overdue_days"),
            functions.count_if(recent.and(col("disputed"))).as("disputed_invoices_365d"),
            sum(when(col("paid"), lit(BigDecimal.ZERO)).otherwise(col("amount")))
                .cast("decimal(18,4)")
                .as("unpaid_amount")));
    return seen.groupBy(col(Features.CUSTOMER_ID))
        .agg(count(lit(1)).as("invoices"), facts.toArray(Column[]::new));
  }

  /**
   * Whether an open invoice is paid by the customer's open credit notes, which pay the invoices
   * that are due first: those of which all up to them add up to no more than the credit.
   */
  private static Column isNetted(Column paid, Column disputed) {
    Column open = paid.equalTo(false);
    Column invoice = open.and(col("amount").gt(0)).and(disputed.equalTo(false));
    WindowSpec customer = Window.partitionBy(col(Features.CUSTOMER_ID));
    WindowSpec upTo =
        customer
            .orderBy(col("due_on"), col("issued_on"), col("amount"))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column credit = sum(when(open.and(col("amount").lt(0)), negate(col("amount")))).over(customer);
    Column owing = sum(when(invoice, col("amount"))).over(upTo);
    return coalesce(invoice.and(owing.leq(credit)), lit(false));
  }

  /** Σ amount × days × rate / 365, rounded once. */
  private static Column interest(Column amountDays, BigDecimal yearlyRate) {
    Column days = sum(amountDays).cast("decimal(28,4)");
    return days.multiply(lit(yearlyRate)).divide(lit(YEAR)).cast("decimal(18,4)");
  }

  /** A quotient that is 0 where only the numerator is missing, and null without a denominator. */
  private static Column ratio(Column numerator, Column denominator, int scale) {
    return when(
            denominator.gt(0),
            coalesce(numerator, lit(BigDecimal.ZERO))
                .cast("decimal(28,4)")
                .divide(denominator.cast("decimal(28,4)")))
        .cast("decimal(18," + scale + ")");
  }
}
