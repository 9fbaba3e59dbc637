package io.clientele.calibrate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.size;

import io.clientele.customer.PurchaseIntervals;
import io.clientele.feature.Staged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The chance that a customer who has bought on k days buys again within a number of days, for k = 1
 * to {@value #MOST}: 1 − S(days) of the Kaplan–Meier curve of the intervals after the k-th purchase
 * day, of which each customer has one. A customer whose k-th purchase is younger than the days
 * counts for as long as it was watched.
 *
 * @param withinDays the days; a loyalty period
 * @param steps by ascending k, without gaps; those that at least {@value #SUPPORT} customers
 *     reached
 */
public record Repurchase(int withinDays, List<Step> steps) {
  /** A later purchase day is not looked at: few customers reach it, and their chance is high. */
  static final int MOST = 12;

  /** With fewer customers a chance is off by more than 10 points at a time. */
  static final int SUPPORT = 100;

  private static final int SCALE = 4;

  /** Below it no row is left for the promising. */
  private static final int LEAST_REGULAR = 3;

  private static final BigDecimal LEAST_RISE = new BigDecimal("0.05");
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /**
   * One number of purchase days.
   *
   * @param purchases k
   * @param customers those who bought on at least k days
   * @param chance 0 to 1, to four places
   */
  public record Step(int purchases, long customers, BigDecimal chance) {}

  /**
   * Where a lifecycle's rows may begin.
   *
   * @param promisingFrom the first k ≥ 2 whose chance is at least half-way from that of a first
   *     purchase to that of {@code regularFrom}, and less than {@code regularFrom}
   * @param regularFrom the first k after which one more purchase lifts the chance by less than five
   *     points, 3 where that is so from 2 on; the last k with support where it rises throughout
   */
  public record Rows(int promisingFrom, int regularFrom) {
    /** The parameters of a lifecycle that these rows set. */
    public static final String PROMISING_FROM = "promising_from";

    /** See {@link #PROMISING_FROM}. */
    public static final String REGULAR_FROM = "regular_from";

    /** As parameters of a scheme. */
    public Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put(PROMISING_FROM, Integer.toString(promisingFrom));
      parameters.put(REGULAR_FROM, Integer.toString(regularFrom));
      return parameters;
    }
  }

  /** Steps that nobody changes any more. */
  public Repurchase {
    steps = List.copyOf(steps);
  }

  /**
   * Counts the intervals of the customers of the fold: one job, whose result has at most {@value
   * #MOST} rows a day of the history and kind.
   *
   * @param withinDays at least 1
   */
  public static Repurchase of(Dataset<Row> customers, int withinDays) {
    Map<Integer, NavigableMap<Integer, SurvivalCurve.Ended>> ended = new TreeMap<>();
    customers
        .select(PurchaseIntervals.lengths(col(Staged.DAYS_BACK)).as("lengths"))
        .select(size(col("lengths")).as("intervals"), posexplode(col("lengths")))
        .groupBy(
            col("intervals").minus(col("pos")).as("purchases"),
            col("col").as("days"),
            col("pos").equalTo(0).as("open"))
        .agg(count(lit(1)).as("number"))
        .filter(col("purchases").leq(MOST))
        .collectAsList()
        .forEach(
            row -> {
              int purchases = row.<Integer>getAs("purchases");
              BigDecimal weight = BigDecimal.valueOf(row.<Long>getAs("number"));
              SurvivalCurve.Ended here =
                  row.<Boolean>getAs("open")
                      ? new SurvivalCurve.Ended(BigDecimal.ZERO, weight)
                      : new SurvivalCurve.Ended(weight, BigDecimal.ZERO);
              ended
                  .computeIfAbsent(purchases, k -> new TreeMap<>())
                  .merge(row.<Integer>getAs("days"), here, SurvivalCurve.Ended::plus);
            });
    List<Step> steps = new ArrayList<>();
    for (Map.Entry<Integer, NavigableMap<Integer, SurvivalCurve.Ended>> of : ended.entrySet()) {
      SurvivalCurve curve = SurvivalCurve.of(of.getValue());
      long reached = curve.steps().get(0).atRisk().longValueExact();
      if (reached < SUPPORT) {
        break;
      }
      BigDecimal chance = BigDecimal.ONE.subtract(curve.at(withinDays));
      steps.add(new Step(of.getKey(), reached, chance.setScale(SCALE, RoundingMode.HALF_UP)));
    }
    return new Repurchase(withinDays, steps);
  }

  /**
   * The rows that the chances propose; empty where fewer than three numbers of purchases have
   * support, and where a second purchase lifts the chance by less than five points.
   */
  public Optional<Rows> rows() {
    if (steps.size() < LEAST_REGULAR || !rises(0)) {
      return Optional.empty();
    }
    int last = 1;
    while (last + 1 < steps.size() && rises(last)) {
      last++;
    }
    int regular = Math.max(last + 1, LEAST_REGULAR);
    BigDecimal first = steps.get(0).chance();
    BigDecimal middle = first.add(steps.get(regular - 1).chance()).multiply(HALF);
    int promising = 2;
    while (promising < regular - 1 && steps.get(promising - 1).chance().compareTo(middle) < 0) {
      promising++;
    }
    return Optional.of(new Rows(promising, regular));
  }

  /** Whether one purchase more than at an index lifts the chance. */
  private boolean rises(int index) {
    BigDecimal rise = steps.get(index + 1).chance().subtract(steps.get(index).chance());
    return rise.compareTo(LEAST_RISE) >= 0;
  }
}
