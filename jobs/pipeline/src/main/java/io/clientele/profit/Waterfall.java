package io.clientele.profit;

import io.clientele.segment.SegmentSummary;
import io.clientele.table.ProfitTables.MarginWaterfallRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of {@code margin_waterfall}, from the sums of segments. */
public final class Waterfall {
  private static final int SHARE_SCALE = 10;

  private final MarginSteps steps;

  /** The waterfall of a base. */
  public Waterfall(MarginSteps steps) {
    this.steps = steps;
  }

  /**
   * All steps of every segment and of the base.
   *
   * @throws IllegalStateException if the steps of a segment do not add up to its margin
   */
  public List<MarginWaterfallRow> rows(Map<SegmentSummary.Cell, SegmentSummary.Totals> summary) {
    List<MarginWaterfallRow> rows = new ArrayList<>();
    if (steps.areTold()) {
      SegmentTotals.withBase(summary)
          .forEach(
              (cell, totals) -> {
                for (String period : List.of(MarginSteps.LIFETIME, MarginSteps.YEAR)) {
                  rows.addAll(rows(cell, totals, period));
                }
              });
    }
    return rows;
  }

  private List<MarginWaterfallRow> rows(
      SegmentSummary.Cell cell, SegmentSummary.Totals totals, String period) {
    Ladder ladder = new Ladder(cell, period);
    BigDecimal all =
        period.equals(MarginSteps.LIFETIME)
            ? totals.revenue()
            : sum(totals, MarginSteps.revenue(period));
    BigDecimal known = sum(totals, MarginSteps.key(period, MarginSteps.REVENUE));
    ladder.step(MarginSteps.REVENUE, all);
    ladder.step(MarginSteps.UNKNOWN, known.subtract(all));
    for (String step : steps.taken(period).keySet()) {
      ladder.step(step, sum(totals, MarginSteps.key(period, step)).negate());
      if (step.equals(MarginSteps.GOODS)) {
        ladder.subtotal(MarginSteps.GROSS);
      }
    }
    BigDecimal margin = sum(totals, MarginSteps.key(period, MarginSteps.CONTRIBUTION));
    if (ladder.left.compareTo(margin) != 0) {
      throw new IllegalStateException(
          "The steps from revenue to contribution margin of "
              + cell
              + " ("
              + period
              + ") leave "
              + ladder.left
              + ", expected "
              + margin
              + ". Nothing was published.");
    }
    ladder.subtotal(MarginSteps.CONTRIBUTION);
    if (period.equals(MarginSteps.LIFETIME) && steps.tellsAcquisition()) {
      ladder.step(
          MarginSteps.ACQUISITION,
          sum(totals, MarginSteps.key(period, MarginSteps.ACQUISITION)).negate());
      ladder.subtotal(MarginSteps.AFTER_ACQUISITION);
    }
    return ladder.rows;
  }

  private static BigDecimal sum(SegmentSummary.Totals totals, String name) {
    return SegmentTotals.orZero(totals.sums().get(name));
  }

  /** The steps so far and what they leave. */
  private static final class Ladder {
    private final SegmentSummary.Cell cell;
    private final String period;
    private final List<MarginWaterfallRow> rows = new ArrayList<>();
    private BigDecimal left = BigDecimal.ZERO.setScale(4);
    private @Nullable BigDecimal revenue;

    Ladder(SegmentSummary.Cell cell, String period) {
      this.cell = cell;
      this.period = period;
    }

    void step(String name, BigDecimal amount) {
      left = left.add(amount);
      add(name, false, amount);
    }

    void subtotal(String name) {
      add(name, true, left);
    }

    private void add(String name, boolean subtotal, BigDecimal amount) {
      BigDecimal whole = revenue == null ? amount : revenue;
      revenue = whole;
      BigDecimal share =
          whole.signum() == 0 ? null : amount.divide(whole, SHARE_SCALE, RoundingMode.HALF_UP);
      rows.add(
          new MarginWaterfallRow(
              cell.scheme(),
              cell.segment(),
              period,
              rows.size() + 1,
              name,
              subtotal,
              amount,
              share));
    }
  }
}
