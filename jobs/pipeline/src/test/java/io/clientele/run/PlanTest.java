package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.output.CustomerFeatures;
import io.clientele.output.Reconciliation;
import io.clientele.spark.Catalyst;
import io.clientele.support.Computed;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.support.Sparks;
import io.clientele.table.SummaryTables;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run costs, read from the plans that it really executed. */
class PlanTest {
  private static final String HEADER = "id,order_id,customer_id,day,amount";

  @TempDir Path directory;

  @Test
  void clean_lines_are_read_once_and_shuffled_once_and_no_window_holds_the_whole_base()
      throws Exception {
    Shop shop = shop(1, false);

    List<List<SparkPlan>> plans = plansOf(shop);

    assertThat(scans(plans)).isEqualTo(1);
    assertThat(shufflesBesideScans(plans)).isEqualTo(1);
    assertThat(windowsWithoutPartitions(plans)).isEmpty();
  }

  @Test
  void several_dates_read_and_shuffle_the_lines_once() throws Exception {
    Shop shop = shop(1, false).only(new CustomerFeatures(), new Reconciliation());

    List<List<SparkPlan>> plans =
        plansOf(
            () ->
                shop.backfill(
                    Backfill.of(List.of(LocalDate.of(2024, 7, 1), LocalDate.of(2025, 1, 1)))));

    assertThat(scans(plans)).isEqualTo(1);
    assertThat(shufflesBesideScans(plans)).isEqualTo(1);
  }

  @Test
  void refused_lines_with_identities_cost_two_scans_and_two_shuffles() throws Exception {
    Shop shop =
        shop(1, true)
            .set("sources.transactions.columns.transaction_id=id", "gates.max_quarantined_share=1");

    List<List<SparkPlan>> plans = plansOf(shop);

    assertThat(scans(plans)).isEqualTo(2);
    assertThat(shufflesBesideScans(plans)).isEqualTo(2);
    assertThat(windowsWithoutPartitions(plans)).isEmpty();
  }

  @Test
  void lines_in_several_currencies_are_neither_moved_nor_joined() throws Exception {
    Shop shop =
        shop(1, false)
            .set(
                "sources.transactions.columns.currency=CASE WHEN amount < 50 THEN 'USD' ELSE 'EUR'"
                    + " END",
                "sources.exchange_rates.format=csv",
                "sources.exchange_rates.path=rates.csv",
                "sources.exchange_rates.options={header: true}",
                "sources.exchange_rates.schema=currency STRING, day DATE, rate DECIMAL(18,6)",
                "sources.exchange_rates.columns={currency: currency, date: day, rate: rate}")
            .file("rates.csv", "currency,day,rate\nUSD,2023-12-29,0.9\n");

    List<List<SparkPlan>> plans = plansOf(shop);

    // The lines once and the rates once; one shuffle brings the lines to their customers.
    assertThat(scans(plans)).isEqualTo(2);
    assertThat(shufflesBesideScans(plans)).isEqualTo(1);
    assertThat(
            plans.stream()
                .filter(PlanTest::scansLines)
                .flatMap(List::stream)
                .filter(operator -> operator.nodeName().contains("Join")))
        .isEmpty();
  }

  @Test
  void the_facts_of_all_sources_shuffle_the_customers_once() throws Exception {
    Shop shop =
        shop(1, false)
            .set(source("customers", "id STRING, country STRING", "country: country"))
            .set(source("tags", "id STRING, tag STRING, day DATE", "tag: tag, set_on: day"))
            .set(
                source(
                    "surveys",
                    "id STRING, at DATE, score DECIMAL(4,0)",
                    "asked_at: at, answered_at: at, score: score, instrument: \"'nps'\""))
            .file("customers.csv", "id,country\nc1,PL\nnew,DE\n")
            .file("tags.csv", "id,tag,day\nc1,vip,2024-01-01\n")
            .file("surveys.csv", "id,at,score\nc1,2024-01-01,9\n");
    SparkSession spark = Sparks.session();
    String before = spark.conf().get("spark.sql.autoBroadcastJoinThreshold");
    List<List<SparkPlan>> plans;
    try {
      // As if the sources were large.
      spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
      plans = plansOf(shop);
    } finally {
      spark.conf().set("spark.sql.autoBroadcastJoinThreshold", before);
    }

    assertThat(
            plans.stream()
                .flatMap(List::stream)
                .filter(operator -> operator.nodeName().equals("Exchange"))
                .filter(operator -> operator.output().mkString(" ").contains("__facts_of_#")))
        .hasSize(1);
  }

  private static String[] source(String name, String schema, String columns) {
    String at = "sources." + name + ".";
    return new String[] {
      at + "format=csv",
      at + "path=" + name + ".csv",
      at + "options={header: true}",
      at + "schema=" + schema,
      at + "columns={customer_id: id, " + columns + "}"
    };
  }

  @Test
  void four_times_as_many_customers_do_not_bring_more_to_the_driver() throws Exception {
    long one = resultBytes(shop(1, false), "one");
    long four = resultBytes(shop(4, false), "four");

    // The same behaviours, four times: longer numbers, no more rows.
    assertThat(four).isLessThan(one * 115 / 100);
  }

  @Test
  void customers_in_any_number_of_partitions_give_the_same_snapshot() {
    Shop shop = new Shop(directory).spread();
    fill(shop, 2, true);
    SparkSession spark = shop.spark();
    shop.set("gates.max_quarantined_share=1");
    Map<Integer, Map<String, List<String>>> snapshots = new TreeMap<>();
    String before = spark.conf().get("spark.sql.shuffle.partitions");
    try {
      spark.conf().set("spark.sql.adaptive.coalescePartitions.enabled", "false");
      for (int partitions : List.of(1, 7, 64)) {
        spark.conf().set("spark.sql.shuffle.partitions", Integer.toString(partitions));
        snapshots.put(partitions, Snapshots.business(shop.compute()));
      }
    } finally {
      spark.conf().set("spark.sql.shuffle.partitions", before);
      spark.conf().set("spark.sql.adaptive.coalescePartitions.enabled", "true");
    }

    assertThat(snapshots.get(1).get("customer_features")).hasSize(600);
    assertThat(snapshots.get(7)).isEqualTo(snapshots.get(1));
    assertThat(snapshots.get(64)).isEqualTo(snapshots.get(1));
  }

  @Test
  void doubling_everybody_changes_no_gini(@TempDir Path twice) {
    Computed one = shop(1, false).compute();
    Shop doubled = new Shop(twice);
    fill(doubled, 2, false);
    Computed two = doubled.compute();

    Row before =
        one.table(SummaryTables.CONCENTRATION_SUMMARY).filter("measure = 'revenue'").head();
    Row after = two.table(SummaryTables.CONCENTRATION_SUMMARY).filter("measure = 'revenue'").head();

    assertThat((java.math.BigDecimal) after.getAs("gini"))
        .isCloseTo(
            before.getAs("gini"),
            org.assertj.core.data.Offset.offset(new java.math.BigDecimal("0.0000000002")));
    assertThat((java.math.BigDecimal) after.getAs("total"))
        .isEqualByComparingTo(
            ((java.math.BigDecimal) before.getAs("total")).multiply(new java.math.BigDecimal(2)));
  }

  private Shop shop(int times, boolean trouble) {
    Shop shop = new Shop(directory).compiled();
    fill(shop, times, trouble);
    return shop;
  }

  private static void fill(Shop shop, int times, boolean trouble) {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    int id = 0;
    for (int copy = 0; copy < times; copy++) {
      for (int customer = 0; customer < 300; customer++) {
        for (int order = 0; order <= customer % 9; order++) {
          lines.add(
              String.format(
                  "%d,o%d-%d-%d,c%d-%d,2024-%02d-%02d,%d.%02d",
                  id++,
                  copy,
                  customer,
                  order,
                  copy,
                  customer,
                  1 + (customer + order) % 12,
                  1 + (customer * 7 + order) % 28,
                  5 + customer * (order + 1) % 313,
                  customer % 100));
        }
      }
    }
    if (trouble) {
      lines.add("x1,o,c,nonsense,1.00");
      lines.add("x2,o,,2024-01-01,1.00");
      lines.add("x2,o,,2024-01-01,1.00");
      lines.add("x3,o,c,2026-01-01,1.00");
    }
    shop.lines("a.csv", lines.toArray(String[]::new))
        .set(
            "sources.transactions.schema=id STRING, order_id STRING, customer_id STRING, day DATE,"
                + " amount DECIMAL(12,2)");
  }

  private static long resultBytes(Shop shop, String lake) throws Exception {
    shop.set("lake=" + shop.directory().resolve(lake));
    SparkSession spark = Sparks.session();
    AtomicLong bytes = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            bytes.addAndGet(end.taskMetrics().resultSize());
          }
        };
    // One task a stage: what a task always sends back must not blur the count.
    String before = spark.conf().get("spark.sql.shuffle.partitions");
    spark.conf().set("spark.sql.shuffle.partitions", "1");
    spark.sparkContext().addSparkListener(listener);
    try {
      shop.run();
      Thread.sleep(500);
    } finally {
      spark.sparkContext().removeSparkListener(listener);
      spark.conf().set("spark.sql.shuffle.partitions", before);
    }
    return bytes.get();
  }

  /** All operators of every query that the run executed, a list a query. */
  private static List<List<SparkPlan>> plansOf(Shop shop) throws Exception {
    return plansOf(shop::run);
  }

  private static List<List<SparkPlan>> plansOf(Runnable runs) throws Exception {
    SparkSession spark = Sparks.session();
    List<List<SparkPlan>> plans = Collections.synchronizedList(new ArrayList<>());
    QueryExecutionListener listener =
        new QueryExecutionListener() {
          @Override
          public void onSuccess(String name, QueryExecution execution, long nanos) {
            List<SparkPlan> operators = new ArrayList<>();
            collect(execution.executedPlan(), operators);
            plans.add(operators);
          }

          @Override
          public void onFailure(String name, QueryExecution execution, Exception failure) {}
        };
    spark.listenerManager().register(listener);
    try {
      runs.run();
      Thread.sleep(1_000);
    } finally {
      spark.listenerManager().unregister(listener);
    }
    assertThat(plans).isNotEmpty();
    assertThat(Catalyst.plans(spark.range(1)).executedPlan()).isNotNull();
    return plans;
  }

  private static void collect(SparkPlan plan, List<SparkPlan> operators) {
    operators.add(plan);
    if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      collect(adaptive.executedPlan(), operators);
    }
    if (plan instanceof QueryStageExec stage) {
      collect(stage.plan(), operators);
    }
    scala.collection.Iterator<SparkPlan> children = plan.children().iterator();
    while (children.hasNext()) {
      collect(children.next(), operators);
    }
  }

  private static boolean scansLines(List<SparkPlan> plan) {
    return plan.stream().anyMatch(p -> p.nodeName().startsWith("Scan csv"));
  }

  private static long scans(List<List<SparkPlan>> plans) {
    return plans.stream()
        .flatMap(List::stream)
        .filter(p -> p.nodeName().startsWith("Scan csv"))
        .count();
  }

  private static long shufflesBesideScans(List<List<SparkPlan>> plans) {
    return plans.stream()
        .filter(PlanTest::scansLines)
        .flatMap(List::stream)
        .filter(p -> p.getClass().getSimpleName().equals("ShuffleExchangeExec"))
        .count();
  }

  private static List<String> windowsWithoutPartitions(List<List<SparkPlan>> plans) {
    return plans.stream()
        .flatMap(List::stream)
        .filter(
            p ->
                p instanceof org.apache.spark.sql.execution.window.WindowExec window
                    && window.partitionSpec().isEmpty())
        .map(SparkPlan::toString)
        .toList();
  }
}
