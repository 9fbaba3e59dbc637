package io.clientele.profit;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.clientele.rule.RuleColumns;
import io.clientele.scheme.ReasonRule;
import io.clientele.scheme.Scheme;
import io.clientele.segment.SegmentSummary;
import io.clientele.table.CustomerTables;
import io.clientele.table.ProfitTables.SegmentReasonRow;
import io.clientele.table.Records;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Why a customer is where it is: the signals that hold, and for the unprofitable the step of the
 * waterfall that weighs most against the base.
 *
 * <p>That step is the greatest of {@code cost − net revenue × (cost of the base / net revenue of
 * the base)} over the last 365 days, of equal ones the first of the waterfall; {@code returns}
 * where more money was given back than taken, {@code no_purchase} where nothing was bought.
 */
public final class CustomerReasons {
  private static final String KIND = "kind";
  private static final String SCHEME = "scheme";
  private static final String SEGMENT = "segment";
  private static final String REASONS = "reasons";
  private static final String CUSTOMERS = "customers";
  private static final String REVENUE = "revenue";
  private static final String MARGIN = "margin";
  private static final int RATE_SCALE = 10;

  private final List<Column> found = new ArrayList<>();

  /**
   * The reasons that the schemes name.
   *
   * @param schemes that ran
   * @param rules translates the rules of a scheme
   * @param summary the sums of {@link MarginSteps#sums}
   */
  public CustomerReasons(
      List<Scheme> schemes,
      Function<Scheme, RuleColumns> rules,
      MarginSteps steps,
      Map<SegmentSummary.Cell, SegmentSummary.Totals> summary) {
    for (Scheme scheme : schemes) {
      for (ReasonRule rule : scheme.file().reasons()) {
        boolean waterfall = rule.kind().equals(ReasonRule.UNPROFITABLE);
        if (waterfall && !steps.areTold()) {
          continue;
        }
        Column reasons =
            waterfall
                ? array(heaviest(steps, SegmentTotals.base(summary)))
                : scheme.heldSignals(rules.apply(scheme));
        Column concerned = col(scheme.name()).isin(rule.segments().toArray());
        found.add(
            struct(
                lit(rule.kind()).as(KIND),
                lit(scheme.name()).as(SCHEME),
                when(concerned, col(scheme.name())).as(SEGMENT),
                when(concerned, reasons).as(REASONS)));
      }
    }
  }

  /** Whether there is nothing to tell. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  private static Column heaviest(MarginSteps steps, SegmentSummary.Totals base) {
    String period = MarginSteps.YEAR;
    Column revenue = col(MarginSteps.revenue(period));
    BigDecimal whole =
        SegmentTotals.orZero(base.sums().get(MarginSteps.key(period, MarginSteps.REVENUE)));
    List<Column> excesses = new ArrayList<>();
    for (Map.Entry<String, String> step : steps.taken(period).entrySet()) {
      BigDecimal all =
          SegmentTotals.orZero(base.sums().get(MarginSteps.key(period, step.getKey())));
      BigDecimal rate =
          whole.signum() == 0
              ? BigDecimal.ZERO
              : all.divide(whole, RATE_SCALE, RoundingMode.HALF_UP);
      Column excess = col(step.getValue()).minus(revenue.multiply(lit(rate))).cast("decimal(28,8)");
      excesses.add(
          struct(
              excess.as("excess"),
              lit(-excesses.size()).as("order"),
              lit(step.getKey()).as("step")));
    }
    Column most =
        excesses.size() == 1 ? excesses.get(0) : greatest(excesses.toArray(Column[]::new));
    return when(revenue.lt(BigDecimal.ZERO), "returns")
        .when(col("frequency_365d").equalTo(0), "no_purchase")
        .otherwise(most.getField("step"));
  }

  /** The rows of {@code customer_reasons}, narrow and without a shuffle. */
  public Dataset<Row> ofCustomers(Dataset<Row> outcome) {
    return outcome
        .select(col(CustomerTables.CUSTOMER_ID), inline(array(found.toArray(Column[]::new))))
        .filter(functions.size(functions.coalesce(col(REASONS), array())).gt(0))
        .select(col(CustomerTables.CUSTOMER_ID), col(KIND), col(SCHEME), col(REASONS));
  }

  /**
   * The rows of {@code segment_reasons}, segments first, then the base. Customers who are alike in
   * all their reasons are added up before a row is made of each reason: rules allow few likenesses.
   */
  public List<SegmentReasonRow> ofSegments(Dataset<Row> outcome, MarginSteps steps) {
    Column margin =
        steps.areTold() ? col("contribution_margin_365d") : lit(null).cast("decimal(18,4)");
    Column[] alike = new Column[found.size()];
    Column[] again = new Column[found.size()];
    for (int i = 0; i < alike.length; i++) {
      alike[i] = found.get(i).as("reason_" + i);
      again[i] = col("reason_" + i);
    }
    List<Row> rows =
        outcome
            .groupBy(alike)
            .agg(
                count(lit(1)).as(CUSTOMERS),
                sum(col("net_revenue_365d")).as(REVENUE),
                sum(margin).as(MARGIN))
            .select(col(CUSTOMERS), col(REVENUE), col(MARGIN), inline(array(again)))
            .select(
                col(SCHEME),
                col(SEGMENT),
                col(KIND),
                explode(col(REASONS)).as("reason"),
                col(CUSTOMERS),
                col(REVENUE),
                col(MARGIN))
            .groupBy(SCHEME, SEGMENT, KIND, "reason")
            .agg(
                sum(col(CUSTOMERS)).as("customers"),
                sum(col(REVENUE)).cast("decimal(38,4)").as("revenue_365d"),
                sum(col(MARGIN)).cast("decimal(38,4)").as("contribution_margin_365d"))
            .orderBy(SCHEME, SEGMENT, KIND, "reason")
            .collectAsList();
    return Records.of(SegmentReasonRow.class, rows);
  }
}
