package io.clientele.migration;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.GoalsConfig;
import io.clientele.config.Kpi;
import io.clientele.feature.Features;
import io.clientele.table.CustomerTables;
import io.clientele.table.HistoryTables;
import io.clientele.table.HistoryTables.BridgeRow;
import io.clientele.table.HistoryTables.Figure;
import io.clientele.table.HistoryTables.KpiRow;
import io.clientele.table.HistoryTables.MigrationRow;
import io.clientele.table.HistoryTables.PairRow;
import io.clientele.table.HistoryTables.PeriodKpiRow;
import io.clientele.table.Records;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What changed between two snapshots. The two are joined once by customer; nothing that grows with
 * the base is collected.
 */
final class SnapshotDifference {
  /** What is read of each snapshot beside the segments. */
  static final List<String> FEATURES =
      List.of(
          Features.FREQUENCY,
          Features.RECENCY_DAYS,
          "first_purchase_on",
          "last_purchase_on",
          "net_revenue_90d",
          "net_revenue_365d");

  private static final String BEFORE = "before_";
  private static final String AFTER = "after_";
  private static final String KNOWN = "known";
  private static final String MOVE = "move";
  private static final List<Integer> WINDOWS = List.of(90, 365);

  /** The steps between before and after, in their order. */
  private static final List<String> SHOWN =
      List.of("new", "reactivated", "grown", "shrunk", "lost", "unchanged");

  private final LocalDate from;
  private final LocalDate to;
  private final String otherRun;
  private final GoalsConfig goals;
  private final Rhythm rhythm;
  private final Map<String, Map<String, Integer>> ranks;
  private final Set<String> redefined;
  private final Dataset<Row> joined;

  /**
   * Joins the snapshots; lazy. Ranks, and who is active or lost, are those of the later one where
   * both have them, whichever of the two is being made.
   *
   * @param otherRun the run of the pair that is in the lake
   * @param goals of the key figures
   * @param keep keeps the rows, which are read several times
   */
  SnapshotDifference(
      Snapshot earlier,
      Snapshot later,
      String otherRun,
      GoalsConfig goals,
      UnaryOperator<Dataset<Row>> keep) {
    this.from = earlier.asOf();
    this.to = later.asOf();
    this.otherRun = otherRun;
    this.goals = goals;
    this.rhythm = later.rhythm();
    this.ranks = new LinkedHashMap<>(later.ranks());
    earlier.ranks().forEach(ranks::putIfAbsent);
    this.redefined =
        ranks.keySet().stream()
            .filter(
                scheme ->
                    !Objects.equals(
                        earlier.definitions().get(scheme), later.definitions().get(scheme)))
            .collect(Collectors.toSet());
    this.joined =
        keep.apply(
            side(earlier, BEFORE)
                .join(side(later, AFTER), new String[] {CustomerTables.CUSTOMER_ID}, "full_outer"));
  }

  /** The ranks of the segments of each scheme that ran at either date, where they have any. */
  Map<String, Map<String, Integer>> ranks() {
    return ranks;
  }

  private Dataset<Row> side(Snapshot snapshot, String prefix) {
    List<Column> columns = new ArrayList<>(List.of(col(CustomerTables.CUSTOMER_ID)));
    columns.add(lit(true).as(prefix + KNOWN));
    FEATURES.forEach(name -> columns.add(col(name).as(prefix + name)));
    for (String scheme : ranks.keySet()) {
      boolean ran = snapshot.definitions().containsKey(scheme);
      Column segment = ran ? col(scheme) : lit(null).cast("string");
      columns.add(segment.as(prefix + scheme));
    }
    return snapshot.customers().select(columns.toArray(Column[]::new));
  }

  /** The rows of {@code segment_changes}; lazy. */
  Dataset<Row> changes() {
    return moves()
        .filter(not(fromSegment().eqNullSafe(toSegment())))
        .select(
            lit(Date.valueOf(from)).as(HistoryTables.FROM_AS_OF),
            lit(Date.valueOf(to)).as(HistoryTables.TO_AS_OF),
            lit(otherRun).as(HistoryTables.OTHER_RUN_ID),
            col(CustomerTables.CUSTOMER_ID),
            col(MOVE + ".scheme").as(HistoryTables.SCHEME),
            fromSegment().as(HistoryTables.FROM_SEGMENT),
            toSegment().as(HistoryTables.TO_SEGMENT),
            direction().as(HistoryTables.DIRECTION));
  }

  /** Those with most revenue before of who moved down in a scheme: one job. */
  List<Changes.Fallen> fallen(String scheme, int most) {
    return Records.of(
        Changes.Fallen.class,
        moves()
            .filter(col(MOVE + ".scheme").equalTo(scheme).and(direction().equalTo("demotion")))
            .select(
                col(CustomerTables.CUSTOMER_ID),
                col(MOVE + ".scheme").as(HistoryTables.SCHEME),
                fromSegment().as(HistoryTables.FROM_SEGMENT),
                toSegment().as(HistoryTables.TO_SEGMENT),
                money(BEFORE, 365).as("revenue_before"),
                money(AFTER, 365).as("revenue_after"))
            .orderBy(col("revenue_before").desc(), col(CustomerTables.CUSTOMER_ID))
            .limit(most)
            .collectAsList());
  }

  /** The rows of {@code segment_migration}: one job. */
  List<MigrationRow> migration() {
    List<MigrationRow> rows = new ArrayList<>();
    moves()
        .groupBy(
            col(MOVE + ".scheme").as(HistoryTables.SCHEME),
            fromSegment().as(HistoryTables.FROM_SEGMENT),
            toSegment().as(HistoryTables.TO_SEGMENT),
            direction().as(HistoryTables.DIRECTION))
        .agg(
            count(lit(1)).as("customers"),
            sum(money(BEFORE, 365)).as("revenue_before"),
            sum(money(AFTER, 365)).as("revenue_after"))
        .orderBy(
            HistoryTables.SCHEME,
            HistoryTables.FROM_SEGMENT,
            HistoryTables.TO_SEGMENT,
            HistoryTables.DIRECTION)
        .collectAsList()
        .forEach(
            row -> {
              String scheme = row.getAs(HistoryTables.SCHEME);
              rows.add(
                  new MigrationRow(
                      from,
                      to,
                      otherRun,
                      scheme,
                      row.getAs(HistoryTables.FROM_SEGMENT),
                      row.getAs(HistoryTables.TO_SEGMENT),
                      row.getAs(HistoryTables.DIRECTION),
                      redefined.contains(scheme),
                      row.<Long>getAs("customers"),
                      row.getAs("revenue_before"),
                      row.getAs("revenue_after")));
            });
    return rows;
  }

  /**
   * The pair and its bridges.
   *
   * @param pair the row of {@code snapshot_pairs}
   * @param bridge the rows of {@code revenue_bridge}
   * @param kpis the rows of {@code period_kpis}
   */
  record Totals(PairRow pair, List<BridgeRow> bridge, List<PeriodKpiRow> kpis) {}

  /** One job. */
  Totals totals() {
    List<Column> sums = new ArrayList<>();
    sums.add(count_if(known(BEFORE)).as("customers_before"));
    sums.add(count_if(known(AFTER)).as("customers_after"));
    sums.add(count_if(not(known(BEFORE))).as("entries"));
    sums.add(count_if(not(known(AFTER))).as("exits"));
    Column wasActive = since(BEFORE).lt(rhythm.activeDays());
    Column wasLost = since(BEFORE).geq(rhythm.sleepingDays());
    Column isLost = since(AFTER).geq(rhythm.sleepingDays());
    sums.add(count_if(wasActive).as("active"));
    sums.add(count_if(wasActive.and(boughtBetween())).as("retained"));
    sums.add(count_if(not(wasLost)).as("awake"));
    sums.add(count_if(not(wasLost).and(isLost)).as("churned"));
    sums.add(count_if(wasLost).as("lost"));
    sums.add(count_if(wasLost.and(boughtBetween())).as("returned"));
    for (int window : WINDOWS) {
      Map<String, Column> steps = steps(window);
      Column amount = money(AFTER, window).minus(money(BEFORE, window));
      sums.add(total(money(BEFORE, window), "before", window));
      sums.add(total(money(AFTER, window), "after", window));
      sums.add(count_if(money(BEFORE, window).notEqual(0)).as("customers_before_" + window));
      sums.add(count_if(money(AFTER, window).notEqual(0)).as("customers_after_" + window));
      steps.forEach(
          (step, holds) -> {
            sums.add(total(when(holds, amount), step, window));
            sums.add(count_if(holds).as("customers_" + step + "_" + window));
          });
    }
    Row row = joined.agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new)).head();
    List<BridgeRow> bridge = new ArrayList<>();
    for (int window : WINDOWS) {
      List<String> all = new ArrayList<>(List.of("before"));
      all.addAll(SHOWN);
      all.add("after");
      for (String step : all) {
        bridge.add(
            new BridgeRow(
                from,
                to,
                otherRun,
                window,
                all.indexOf(step) + 1,
                step,
                row.<Long>getAs("customers_" + step + "_" + window),
                row.<BigDecimal>getAs(step + "_" + window)));
      }
    }
    return new Totals(
        new PairRow(
            from,
            to,
            otherRun,
            row.<Long>getAs("customers_before"),
            row.<Long>getAs("entries"),
            row.<Long>getAs("exits"),
            row.<Long>getAs("customers_after")),
        bridge,
        List.of(
            kpi(Kpi.RETENTION, row.<Long>getAs("retained"), row.<Long>getAs("active")),
            kpi(Kpi.CHURN, row.<Long>getAs("churned"), row.<Long>getAs("awake")),
            kpi(Kpi.REACTIVATION, row.<Long>getAs("returned"), row.<Long>getAs("lost"))));
  }

  private PeriodKpiRow kpi(Kpi kpi, long numerator, long denominator) {
    KpiRow row = KpiRow.of(kpi, Figure.of(numerator, denominator), goals.of(kpi));
    return new PeriodKpiRow(
        from,
        to,
        otherRun,
        Math.toIntExact(DAYS.between(from, to)),
        row.kpi(),
        row.numerator(),
        row.denominator(),
        row.value(),
        row.goal(),
        row.met(),
        row.good());
  }

  /** Days since the last purchase; null for who has none. */
  private static Column since(String prefix) {
    return col(prefix + Features.RECENCY_DAYS);
  }

  private Column boughtBetween() {
    return coalesce(col(AFTER + "last_purchase_on").geq(Date.valueOf(from)), lit(false));
  }

  /** Each customer with revenue in either window is in exactly one step. */
  private Map<String, Column> steps(int window) {
    Column before = money(BEFORE, window);
    Column after = money(AFTER, window);
    Column bought = coalesce(col(BEFORE + "first_purchase_on"), col(AFTER + "first_purchase_on"));
    Map<String, Column> steps = new LinkedHashMap<>();
    Column rest = before.notEqual(0).or(after.notEqual(0));
    rest =
        step(
            steps,
            "new",
            rest,
            before.equalTo(0).and(coalesce(bought.geq(Date.valueOf(from)), lit(true))));
    rest = step(steps, "reactivated", rest, before.equalTo(0));
    rest = step(steps, "lost", rest, after.equalTo(0));
    rest = step(steps, "grown", rest, after.gt(before));
    rest = step(steps, "shrunk", rest, after.lt(before));
    steps.put("unchanged", rest);
    return steps;
  }

  /** Notes a step; returns who is left for the steps that follow. */
  private static Column step(
      Map<String, Column> steps, String name, Column rest, Column condition) {
    steps.put(name, rest.and(condition));
    return rest.and(not(condition));
  }

  private static Column total(Column amount, String step, int window) {
    return coalesce(sum(amount.cast("decimal(28,4)")), lit(BigDecimal.ZERO))
        .cast(TableSpec.TOTAL)
        .as(step + "_" + window);
  }

  private static Column known(String prefix) {
    return col(prefix + KNOWN).isNotNull();
  }

  /** Net revenue of the window; 0 of who is not in the snapshot. */
  private static Column money(String prefix, int window) {
    return coalesce(
        col(prefix + "net_revenue_" + window + "d"), lit(BigDecimal.ZERO).cast(TableSpec.MONEY));
  }

  /** One row a customer and scheme of which it has a segment in either snapshot. */
  private Dataset<Row> moves() {
    List<Column> cells = new ArrayList<>();
    ranks.forEach(
        (scheme, own) -> {
          Column before = col(BEFORE + scheme);
          Column after = col(AFTER + scheme);
          cells.add(
              struct(
                  lit(scheme).as("scheme"),
                  before.as("from"),
                  after.as("to"),
                  rank(own, before).as("from_rank"),
                  rank(own, after).as("to_rank")));
        });
    return joined
        .select(col("*"), explode(array(cells.toArray(Column[]::new))).as(MOVE))
        .filter(fromSegment().isNotNull().or(toSegment().isNotNull()));
  }

  private static Column rank(Map<String, Integer> ranks, Column segment) {
    Column rank = lit(null).cast("int");
    for (Map.Entry<String, Integer> entry : ranks.entrySet()) {
      rank = when(segment.equalTo(entry.getKey()), lit(entry.getValue())).otherwise(rank);
    }
    return rank;
  }

  private Column direction() {
    Column back =
        coalesce(since(BEFORE).geq(rhythm.sleepingDays()), lit(false)).and(boughtBetween());
    Column rise = col(MOVE + ".to_rank").minus(col(MOVE + ".from_rank"));
    return when(fromSegment().isNull(), "entry")
        .when(toSegment().isNull(), "exit")
        .when(fromSegment().equalTo(toSegment()), "same")
        .when(back, "reactivation")
        .when(rise.gt(0), "promotion")
        .when(rise.lt(0), "demotion")
        .otherwise("sideways");
  }

  private static Column fromSegment() {
    return col(MOVE + ".from");
  }

  private static Column toSegment() {
    return col(MOVE + ".to");
  }
}
