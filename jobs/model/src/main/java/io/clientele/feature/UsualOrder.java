package io.clientele.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.clientele.spark.Names;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * One order more, as the customer usually orders: the mean number of lines of a sale, the mean
 * value of an order, the mean quantity, discount and cost. Its products are those bought before.
 * All totals that follow from it change together.
 */
public final class UsualOrder {
  /** The totals that an order raises by their mean over the orders so far. */
  private static final List<String> RAISED =
      List.of(
          Staged.QUANTITY,
          Staged.DISCOUNT,
          Staged.KNOWN_REVENUE,
          Staged.KNOWN_COST,
          Staged.KNOWN_PURCHASES);

  private static final UserDefinedFunction WITH_TODAY =
      udf(
          (UDF1<byte @Nullable [], byte @Nullable []>)
              days -> days == null ? null : DaySet.withToday(days),
          DataTypes.BinaryType);

  private static final UserDefinedFunction MEDIAN_GAP_TWICE =
      udf(
          (UDF1<byte @Nullable [], @Nullable Long>)
              days -> days == null ? null : DaySet.medianGapTwice(days),
          DataTypes.LongType);

  private UsualOrder() {}

  /** The value of the order in units of 10⁻⁴, a BIGINT; null without an order so far. */
  public static Column value() {
    return perOrder(Staged.PURCHASE_AMOUNT);
  }

  /**
   * Customers of the fold with the order; only for those with a purchase.
   *
   * @param asOf the as-of date of the fold, which is the day of the order
   */
  public static Dataset<Row> place(Dataset<Row> folded, LocalDate asOf, List<Span> spans) {
    Map<String, Column> changed = new LinkedHashMap<>(days(asOf));
    changed.putAll(totals());
    for (Span span : spans) {
      if (span.after() == 0) {
        raised().forEach((total, more) -> raise(changed, Staged.in(span, total), more));
        raise(changed, Staged.in(span, Staged.PURCHASE_DAYS), lit(1L));
      }
    }
    List<Column> columns = new ArrayList<>();
    for (String name : folded.columns()) {
      Column now = Names.column(name);
      Column then = changed.get(name);
      columns.add(then == null ? now : then.as(name));
    }
    return folded.select(columns.toArray(Column[]::new));
  }

  private static Map<String, Column> totals() {
    Map<String, Column> changed = new LinkedHashMap<>();
    raised().forEach((total, more) -> raise(changed, total, more));
    raise(changed, Staged.PURCHASE_DAYS, lit(1L));
    raise(changed, Staged.KEPT_ORDERS, lit(1L));
    raise(changed, Staged.QUANTITY_LINES, perOrder(Staged.QUANTITY_LINES));
    raise(changed, Staged.DISCOUNTED_REVENUE, perOrder(Staged.DISCOUNTED_REVENUE));
    return changed;
  }

  private static Map<String, Column> raised() {
    Map<String, Column> raised = new LinkedHashMap<>();
    raised.put(Staged.FREQUENCY, lit(1L));
    raised.put(Staged.LINES, lines());
    raised.put(Staged.MONETARY, value());
    raised.put(Staged.PURCHASE_AMOUNT, value());
    RAISED.forEach(total -> raised.put(total, perOrder(total)));
    return raised;
  }

  /** The number of lines of the order, a BIGINT. */
  private static Column lines() {
    Column sales = col(Staged.LINES).minus(col(Staged.RETURN_LINES));
    return greatest(lit(1L), Formulas.rounded(sales, col(Staged.FREQUENCY)));
  }

  /** What follows from the days of purchase. */
  private static Map<String, Column> days(LocalDate asOf) {
    long today = asOf.toEpochDay();
    Column last = col(Staged.LAST_DAY);
    Column gap = lit(today).minus(last.cast("long"));
    Column month = trunc(date_add(lit(LocalDate.EPOCH), last), "month");
    Column sameMonth = month.equalTo(trunc(lit(asOf), "month"));
    Map<String, Column> changed = new LinkedHashMap<>();
    changed.put(Staged.LAST_DAY, lit((int) today));
    changed.put(Staged.DAYS_BACK, WITH_TODAY.apply(col(Staged.DAYS_BACK)));
    raise(changed, Staged.ACTIVE_MONTHS, when(sameMonth, lit(0L)).otherwise(lit(1L)));
    raise(changed, Staged.GAP_COUNT, lit(1L));
    raise(changed, Staged.GAP_SUM, gap);
    raise(changed, Staged.GAP_SQUARES, gap.multiply(gap));
    changed.put(Staged.GAP_MAX, greatest(coalesce(col(Staged.GAP_MAX), gap), gap));
    changed.put(
        Staged.GAP_MEDIAN_TWICE, MEDIAN_GAP_TWICE.apply(WITH_TODAY.apply(col(Staged.DAYS_BACK))));
    return changed;
  }

  private static Column perOrder(String total) {
    return Formulas.rounded(col(total), col(Staged.FREQUENCY));
  }

  private static void raise(Map<String, Column> changed, String total, Column more) {
    changed.put(total, col(total).plus(more));
  }
}
