package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.lake.LakeViews;
import io.clientele.migration.Changes;
import io.clientele.migration.KeyFigures;
import io.clientele.migration.SegmentHistory;
import io.clientele.migration.SnapshotComparer;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.SchemeDefinitions;
import io.clientele.support.Shop;
import io.clientele.table.SnapshotPair;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history against a slow recount from the snapshots themselves. */
class HistoryTest {
  private static final List<LocalDate> DATES =
      List.of(LocalDate.of(2024, 1, 25), LocalDate.of(2024, 8, 1), LocalDate.of(2025, 1, 20));

  @TempDir Path directory;

  @Test
  void dates_out_of_order_and_a_corrected_one_give_the_history_of_the_snapshots_that_count() {
    Shop shop = shop("o", 0);
    int attempt = 0;
    for (int date : List.of(0, 2, 1)) {
      shop.attempt("test/1/" + ++attempt).run(DATES.get(date));
    }
    assertHistory(shop);

    // Corrected: other orders, so another run counts for the date in the middle; so is a neighbour.
    String first = current(shop).get(DATES.get(1));
    shop("x", 40).attempt("test/1/4").run(DATES.get(1));
    shop("y", 40).attempt("test/1/5").run(DATES.get(0));
    assertThat(current(shop).get(DATES.get(1))).isNotEqualTo(first);
    assertHistory(shop);

    // The first run of the middle counts again, which has no pair with its neighbour.
    shop("o", 0).attempt("test/1/6").run(DATES.get(1));
    assertThat(current(shop).get(DATES.get(1))).isEqualTo(first);
    assertHistory(shop);
  }

  @Test
  void a_scheme_that_begins_and_one_that_ends_enter_and_leave() {
    Shop shop = shop("o", 0).set("schemes=[lifecycle_9]");
    shop.attempt("test/1/1").run(DATES.get(0));
    shop.set("schemes=[abc]").attempt("test/1/2").run(DATES.get(1));

    assertHistory(shop);
    assertThat(
            view(shop, "segment_migration").filter("definition_changed").collectAsList().stream()
                .map(row -> row.getAs("scheme") + " " + row.getAs("direction"))
                .distinct())
        .containsExactlyInAnyOrder("abc entry", "lifecycle_9 exit");
  }

  @Test
  void a_date_is_compared_with_the_one_before_and_with_the_nearest_to_a_year_before() {
    List<LocalDate> days = new ArrayList<>();
    for (String day : List.of("2023-12-01", "2023-12-09", "2023-12-11", "2024-12-10")) {
      days.add(LocalDate.parse(day));
    }

    assertThat(SnapshotPair.of(days))
        .containsExactly(
            new SnapshotPair(days.get(0), days.get(1), "previous"),
            new SnapshotPair(days.get(1), days.get(2), "previous"),
            new SnapshotPair(days.get(2), days.get(3), "previous"),
            new SnapshotPair(days.get(1), days.get(3), "year_before"));
    assertThat(SnapshotPair.of(List.of(days.get(0)))).isEmpty();
    assertThat(SnapshotPair.of(List.of(days.get(0), LocalDate.parse("2024-12-20"))))
        .extracting(SnapshotPair::comparedWith)
        .containsExactly("previous");
  }

  private static void assertHistory(Shop shop) {
    new LakeViews(shop.lake(), "shop").register(shop.pointer().read());
    Map<LocalDate, Map<String, Map<String, String>>> snapshots = snapshots(shop);
    List<LocalDate> dates = List.copyOf(snapshots.keySet());
    List<String> changes = new ArrayList<>();
    for (SnapshotPair pair : SnapshotPair.of(dates)) {
      changes.addAll(
          difference(
              pair,
              Objects.requireNonNull(snapshots.get(pair.from())),
              Objects.requireNonNull(snapshots.get(pair.to()))));
    }
    assertThat(
            view(shop, "segment_changes").collectAsList().stream()
                .map(
                    row ->
                        String.join(
                            " ",
                            row.getAs("compared_with"),
                            row.getAs("as_of").toString(),
                            row.getAs("customer_id"),
                            row.getAs("scheme"),
                            row.getAs("from_segment") + ">" + row.getAs("to_segment"))))
        .containsExactlyInAnyOrderElementsOf(changes);
    assertThat(
            view(shop, "segment_history").collectAsList().stream()
                .map(
                    row ->
                        String.join(
                            " ",
                            row.getAs("customer_id"),
                            row.getAs("scheme"),
                            row.getAs("segment"),
                            row.getAs("valid_from").toString(),
                            String.valueOf(row.<Object>getAs("valid_to")))))
        .containsExactlyInAnyOrderElementsOf(stretches(snapshots));
    for (Row pair : view(shop, "snapshot_pairs").collectAsList()) {
      long before = pair.getAs("customers_before");
      long entries = pair.getAs("entries");
      long exits = pair.getAs("exits");
      long after = pair.getAs("customers_after");
      assertThat(before + entries - exits).isEqualTo(after);
    }
    for (Row segment : view(shop, "segment_growth").collectAsList()) {
      Map<String, Map<String, String>> before =
          snapshots.get(LocalDate.parse(segment.getAs("from_as_of").toString()));
      Map<String, Map<String, String>> after =
          snapshots.get(LocalDate.parse(segment.getAs("to_as_of").toString()));
      String scheme = segment.getAs("scheme");
      String name = segment.getAs("segment");
      List<String> members =
          before.keySet().stream().filter(c -> name.equals(before.get(c).get(scheme))).toList();
      assertThat(segment.<Long>getAs("customers")).isEqualTo(members.size());
      assertThat(segment.<Long>getAs("stayed"))
          .isEqualTo(
              members.stream()
                  .filter(c -> name.equals(after.getOrDefault(c, Map.of()).get(scheme)))
                  .count());
    }
    assertMoney(shop, dates);
    assertFigures(shop);
    if (dates.size() > 1) {
      assertComparison(shop, dates);
    }
  }

  /** The key figures counted again from the customers of each date; limits 60 and 90 days. */
  private static void assertFigures(Shop shop) {
    Map<LocalDate, Map<String, Row>> customers = new TreeMap<>();
    for (Row row : view(shop, "customer_features").collectAsList()) {
      customers
          .computeIfAbsent(LocalDate.parse(row.getAs("as_of").toString()), d -> new TreeMap<>())
          .put(row.getAs("customer_id"), row);
    }
    for (Row row : view(shop, "period_kpis").collectAsList()) {
      LocalDate from = LocalDate.parse(row.getAs("from_as_of").toString());
      Map<String, Row> now = customers.get(LocalDate.parse(row.getAs("to_as_of").toString()));
      long of = 0;
      long who = 0;
      for (Map.Entry<String, Row> then : customers.get(from).entrySet()) {
        Long before = then.getValue().getAs("recency_days");
        Row later = now.get(then.getKey());
        Long after = later == null ? null : later.getAs("recency_days");
        Object last = later == null ? null : later.getAs("last_purchase_on");
        boolean bought = last != null && !LocalDate.parse(last.toString()).isBefore(from);
        String kpi = row.getAs("kpi");
        boolean concerned =
            before != null
                && (kpi.equals("retention")
                    ? before < 60
                    : kpi.equals("churn") ? before < 90 : before >= 90);
        boolean holds = kpi.equals("churn") ? after != null && after >= 90 : bought;
        of += concerned ? 1 : 0;
        who += concerned && holds ? 1 : 0;
      }
      assertThat(row.<BigDecimal>getAs("denominator")).isEqualByComparingTo(String.valueOf(of));
      assertThat(row.<BigDecimal>getAs("numerator")).isEqualByComparingTo(String.valueOf(who));
    }
    for (Row row : view(shop, "kpis").filter("kpi = 'active_base_share'").collectAsList()) {
      List<Long> recency = new ArrayList<>();
      customers
          .get(LocalDate.parse(row.getAs("as_of").toString()))
          .values()
          .forEach(
              customer -> {
                if (customer.<Long>getAs("recency_days") != null) {
                  recency.add(customer.getAs("recency_days"));
                }
              });
      long active = recency.stream().filter(days -> days < 60).count();
      assertThat(row.<BigDecimal>getAs("denominator"))
          .isEqualByComparingTo(String.valueOf(recency.size()));
      assertThat(row.<BigDecimal>getAs("numerator")).isEqualByComparingTo(String.valueOf(active));
      assertThat(row.<BigDecimal>getAs("goal")).isEqualByComparingTo("0.3");
      assertThat(row.<Boolean>getAs("met")).isEqualTo(active * 10 >= recency.size() * 3L);
    }
  }

  /** What is compared when asked for is what the run has kept. */
  private static void assertComparison(Shop shop, List<LocalDate> dates) {
    Changes changes =
        new SnapshotComparer(shop.spark(), shop.lake(), shop.config(), shop.pointer().read())
            .compare(null, null, null, 3);
    assertThat(changes.pair().fromAsOf()).isEqualTo(dates.get(dates.size() - 2));
    assertThat(changes.pair().toAsOf()).isEqualTo(dates.get(dates.size() - 1));
    List<String> kept =
        view(shop, "segment_migration")
            .filter(col("as_of").equalTo(java.sql.Date.valueOf(changes.pair().toAsOf())))
            .filter("compared_with = 'previous'")
            .collectAsList()
            .stream()
            .map(
                row ->
                    String.join(
                        " ",
                        row.getAs("scheme"),
                        row.getAs("from_segment") + ">" + row.getAs("to_segment"),
                        row.getAs("direction"),
                        row.getAs("customers").toString(),
                        row.getAs("revenue_after").toString()))
            .toList();
    assertThat(
            changes.migration().stream()
                .map(
                    row ->
                        String.join(
                            " ",
                            row.scheme(),
                            row.fromSegment() + ">" + row.toSegment(),
                            row.direction(),
                            Long.toString(row.customers()),
                            row.revenueAfter().toString())))
        .containsExactlyInAnyOrderElementsOf(kept);
  }

  /** The bridge and the money moved add up to what the snapshots hold. */
  private static void assertMoney(Shop shop, List<LocalDate> dates) {
    Map<LocalDate, BigDecimal> year = new TreeMap<>();
    view(shop, "customer_features")
        .groupBy("as_of")
        .agg(org.apache.spark.sql.functions.sum("net_revenue_365d").as("revenue"))
        .collectAsList()
        .forEach(
            row -> year.put(LocalDate.parse(row.getAs("as_of").toString()), row.getAs("revenue")));
    Map<SnapshotPair, Map<String, BigDecimal>> bridges = new LinkedHashMap<>();
    for (Row row : view(shop, "revenue_bridge").filter("window_days = 365").collectAsList()) {
      bridges
          .computeIfAbsent(pair(row), pair -> new TreeMap<>())
          .put(row.getAs("step"), row.getAs("amount"));
    }
    assertThat(bridges.keySet()).containsExactlyInAnyOrderElementsOf(SnapshotPair.of(dates));
    bridges.forEach(
        (pair, steps) -> {
          BigDecimal sum = BigDecimal.ZERO;
          for (String step : List.of("before", "new", "reactivated", "grown", "shrunk", "lost")) {
            sum = sum.add(steps.get(step));
          }
          assertThat(sum).isEqualByComparingTo(steps.get("after"));
          assertThat(steps.get("before")).isEqualByComparingTo(year.get(pair.from()));
          assertThat(steps.get("after")).isEqualByComparingTo(year.get(pair.to()));
          assertThat(steps.get("unchanged")).isEqualByComparingTo("0");
        });
    Map<SnapshotPair, Map<String, BigDecimal>> before = new LinkedHashMap<>();
    Map<SnapshotPair, Map<String, BigDecimal>> after = new LinkedHashMap<>();
    for (Row row : view(shop, "segment_migration").collectAsList()) {
      String scheme = row.getAs("scheme");
      if (!row.isNullAt(row.fieldIndex("from_segment"))) {
        add(before, pair(row), scheme, row.getAs("revenue_before"));
      }
      if (!row.isNullAt(row.fieldIndex("to_segment"))) {
        add(after, pair(row), scheme, row.getAs("revenue_after"));
      }
    }
    // Every scheme that ran at a date moves all of the money of that date.
    before.forEach(
        (pair, schemes) ->
            assertThat(schemes.values())
                .allSatisfy(m -> assertThat(m).isEqualByComparingTo(year.get(pair.from()))));
    after.forEach(
        (pair, schemes) ->
            assertThat(schemes.values())
                .allSatisfy(m -> assertThat(m).isEqualByComparingTo(year.get(pair.to()))));
  }

  private static void add(
      Map<SnapshotPair, Map<String, BigDecimal>> sums,
      SnapshotPair pair,
      String scheme,
      BigDecimal money) {
    sums.computeIfAbsent(pair, key -> new TreeMap<>()).merge(scheme, money, BigDecimal::add);
  }

  private static SnapshotPair pair(Row row) {
    return new SnapshotPair(
        LocalDate.parse(row.getAs("from_as_of").toString()),
        LocalDate.parse(row.getAs("to_as_of").toString()),
        row.getAs("compared_with"));
  }

  private static List<String> difference(
      SnapshotPair pair,
      Map<String, Map<String, String>> from,
      Map<String, Map<String, String>> to) {
    List<String> rows = new ArrayList<>();
    TreeSet<String> customers = new TreeSet<>(from.keySet());
    customers.addAll(to.keySet());
    for (String customer : customers) {
      Map<String, String> before = from.getOrDefault(customer, Map.of());
      Map<String, String> after = to.getOrDefault(customer, Map.of());
      TreeSet<String> schemes = new TreeSet<>(before.keySet());
      schemes.addAll(after.keySet());
      for (String scheme : schemes) {
        if (!Objects.equals(before.get(scheme), after.get(scheme))) {
          rows.add(
              String.join(
                  " ",
                  pair.comparedWith(),
                  pair.to().toString(),
                  customer,
                  scheme,
                  before.get(scheme) + ">" + after.get(scheme)));
        }
      }
    }
    return rows;
  }

  private static List<String> stretches(
      Map<LocalDate, Map<String, Map<String, String>>> snapshots) {
    Map<String, List<String>> open = new TreeMap<>();
    List<String> rows = new ArrayList<>();
    snapshots.forEach(
        (date, customers) -> {
          Map<String, String> now = new TreeMap<>();
          customers.forEach(
              (customer, schemes) ->
                  schemes.forEach((scheme, segment) -> now.put(customer + " " + scheme, segment)));
          TreeSet<String> all = new TreeSet<>(now.keySet());
          all.addAll(open.keySet());
          for (String key : all) {
            List<String> known = open.get(key);
            String segment = now.get(key);
            if (known != null && !known.get(0).equals(segment)) {
              rows.add(key + " " + known.get(0) + " " + known.get(1) + " " + date);
              open.remove(key);
              known = null;
            }
            if (known == null && segment != null) {
              open.put(key, List.of(segment, date.toString()));
            }
          }
        });
    open.forEach((key, known) -> rows.add(key + " " + known.get(0) + " " + known.get(1) + " null"));
    return rows;
  }

  /** By date, customer and scheme. */
  private static Map<LocalDate, Map<String, Map<String, String>>> snapshots(Shop shop) {
    Map<LocalDate, Map<String, Map<String, String>>> snapshots = new TreeMap<>();
    view(shop, "customer_segments_long")
        .collectAsList()
        .forEach(
            row ->
                snapshots
                    .computeIfAbsent(
                        LocalDate.parse(row.getAs("as_of").toString()), date -> new TreeMap<>())
                    .computeIfAbsent(row.getAs("customer_id"), customer -> new TreeMap<>())
                    .put(row.getAs("scheme"), row.getAs("segment")));
    return snapshots;
  }

  private static org.apache.spark.sql.Dataset<Row> view(Shop shop, String name) {
    return shop.spark().table(name).filter(col("base").equalTo("shop"));
  }

  private static Map<LocalDate, String> current(Shop shop) {
    return shop.pointer().read().current();
  }

  /** Thirty customers with orders over fourteen months; another seed gives other orders. */
  private Shop shop(String name, int seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("order_id,customer_id,day,amount"));
    for (int customer = 0; customer < 30; customer++) {
      int orders = 1 + random.nextInt(7);
      for (int order = 0; order < orders; order++) {
        int amount = random.nextInt(9) == 0 ? -20 : 10 + random.nextInt(90);
        lines.add(
            "%s%d-%d,c%d,%s,%d.25"
                .formatted(
                    name,
                    customer,
                    order,
                    customer + seed / 20,
                    LocalDate.of(2023, 12, 1).plusDays(random.nextInt(400)),
                    amount));
      }
    }
    return new Shop(directory)
        .lines("a.csv", lines.toArray(String[]::new))
        .set("schemes=[lifecycle_9, abc]")
        .only(
            new CustomerFeatures(),
            new CustomerSegments(),
            new SchemeDefinitions(),
            new KeyFigures(),
            new SegmentHistory());
  }
}
