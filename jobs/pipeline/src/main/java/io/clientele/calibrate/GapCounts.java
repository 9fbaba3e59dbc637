package io.clientele.calibrate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.size;

import io.clientele.customer.PurchaseIntervals;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Staged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The time between purchases of a whole base: how many intervals there are of each kind and length,
 * by the number of intervals that their customer has. Its size depends on the days of the history,
 * at most their square, never on the customers.
 *
 * @param counts intervals by cell, in the order of the cells
 */
public record GapCounts(NavigableMap<Cell, Long> counts) {
  private static final int WEIGHT_SCALE = 40;

  /** What ended an interval. */
  public enum Kind {
    /** Nothing yet: from the last purchase day to the as-of date. */
    OPEN,
    /** The second purchase day. */
    FIRST,
    /** A later purchase day. */
    LATER
  }

  /**
   * Intervals that are the same for every question asked of them.
   *
   * @param days the length, at least 1
   * @param intervals how many the customer has, its open one included
   * @param kind what ended it
   */
  public record Cell(int days, int intervals, Kind kind) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byDays = Integer.compare(days, other.days);
      int byIntervals = byDays != 0 ? byDays : Integer.compare(intervals, other.intervals);
      return byIntervals != 0 ? byIntervals : kind.compareTo(other.kind);
    }
  }

  /** Counts that nobody changes any more. */
  public GapCounts {
    counts = Collections.unmodifiableNavigableMap(new TreeMap<>(counts));
  }

  /** Counts the intervals of the customers of the fold: one job. */
  public static GapCounts of(Dataset<Row> customers) {
    NavigableMap<Cell, Long> counts = new TreeMap<>();
    customers
        .select(PurchaseIntervals.lengths(col(Staged.DAYS_BACK)).as("lengths"))
        .select(size(col("lengths")).as("intervals"), posexplode(col("lengths")))
        .groupBy(
            col("col").as("days"),
            col("intervals"),
            col("pos").equalTo(0).as("open"),
            col("pos").equalTo(col("intervals").minus(1)).as("oldest"))
        .agg(count(lit(1)).as("number"))
        .collectAsList()
        .forEach(
            row -> {
              Kind closed = row.<Boolean>getAs("oldest") ? Kind.FIRST : Kind.LATER;
              Kind kind = row.<Boolean>getAs("open") ? Kind.OPEN : closed;
              counts.merge(
                  new Cell(row.<Integer>getAs("days"), row.<Integer>getAs("intervals"), kind),
                  row.<Long>getAs("number"),
                  Long::sum);
            });
    return new GapCounts(counts);
  }

  /** Customers with a purchase: each has one open interval. */
  public long customers() {
    return number(cell -> cell.kind() == Kind.OPEN);
  }

  /** Gaps between two purchase days. */
  public long gaps() {
    return number(cell -> cell.kind() != Kind.OPEN);
  }

  /** Customers with a second purchase day. */
  public long repeatBuyers() {
    return number(cell -> cell.kind() == Kind.FIRST);
  }

  /**
   * The smallest length with at least {@code percent} % of the closed gaps no longer than it, each
   * gap counted once and the open ones left out: what is usually quoted. Null without gaps.
   */
  public @Nullable Integer naive(int percent) {
    return naive(percent, cell -> cell.kind() != Kind.OPEN);
  }

  /** {@link #naive} over the gaps between the first and the second purchase day. */
  public @Nullable Integer naiveFirst(int percent) {
    return naive(percent, cell -> cell.kind() == Kind.FIRST);
  }

  /** The survival curve in which every customer weighs 1, spread evenly over its intervals. */
  public SurvivalCurve curve() {
    NavigableMap<Integer, SurvivalCurve.Ended> ended = new TreeMap<>();
    counts.forEach(
        (cell, count) -> {
          BigDecimal weight =
              BigDecimal.valueOf(count)
                  .divide(
                      BigDecimal.valueOf(cell.intervals()), WEIGHT_SCALE, RoundingMode.HALF_EVEN);
          boolean open = cell.kind() == Kind.OPEN;
          SurvivalCurve.Ended here =
              new SurvivalCurve.Ended(
                  open ? BigDecimal.ZERO : weight, open ? weight : BigDecimal.ZERO);
          ended.merge(cell.days(), here, SurvivalCurve.Ended::plus);
        });
    return SurvivalCurve.of(ended);
  }

  private @Nullable Integer naive(int percent, Predicate<Cell> which) {
    Map<Integer, Long> lengths = new TreeMap<>();
    counts.forEach(
        (cell, count) -> {
          if (which.test(cell)) {
            lengths.merge(cell.days(), count, Long::sum);
          }
        });
    return lengths.isEmpty() ? null : BaseStatistics.quantile(lengths, percent);
  }

  private long number(Predicate<Cell> which) {
    return counts.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
