package io.clientele.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.support.Computed;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import io.clientele.table.Records;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is foretold against what comes: every sixth customer of a real base, computed again as of
 * later days, without new lines and with one usual order of each. Limits are fixed, so that the
 * base does not move.
 */
class SegmentOutlookTest {
  private static final LocalDate AS_OF = LocalDate.of(2011, 9, 1);
  private static final String HEADER = "order_id,customer_id,day,amount";
  private static final List<String> SCHEMES =
      List.of("rfm", "lifecycle_9", "tenure", "usage_status", "rhythm", "periods");
  private static final List<Integer> DAYS = List.of(8, 30, 59);

  private static final String RHYTHM =
      """
      scheme: rhythm
      population: buyers
      segments:
        - {name: overdue, when: purchase_days >= 3 AND recency_days > 2 * median_gap_days}
        - {name: unsteady, when: gap_spread_days > mean_gap_days}
        - {name: large, when: average_order_value >= 400 AND max_gap_days < 100}
        - {name: often, when: active_months >= 5}
      otherwise: others
      """;

  private static final String PERIODS =
      """
      scheme: periods
      population: buyers
      segments:
        - {name: loyal, when: active_period_share >= 0.5}
        - {name: recent, when: frequency_90d >= 2}
      otherwise: rare
      """;

  /** A customer's lines. */
  private static final class Bought {
    private final Set<String> orders = new HashSet<>();
    private final List<BigDecimal> amounts = new ArrayList<>();
  }

  @TempDir static Path directory;
  private static Map<String, Bought> bought;
  private static Map<String, SegmentOutlookRow> outlook;
  private static Map<String, Map<String, String>> now;

  @BeforeAll
  static void compute() throws IOException {
    bought = new TreeMap<>();
    Shop shop = shop("now", List.of());
    Computed computed = shop.compute(AS_OF);
    now = segments(computed);
    outlook = new TreeMap<>();
    Records.of(
            SegmentOutlookRow.class,
            computed.table(ExplanationTables.SEGMENT_OUTLOOK).collectAsList())
        .forEach(row -> outlook.put(row.scheme() + " " + row.customerId(), row));
  }

  @Test
  void after_silence_a_run_finds_the_segment_that_was_foretold_and_not_a_day_before()
      throws IOException {
    Shop shop = shop("silence", List.of());
    int arrived = 0;
    for (int day : DAYS) {
      Map<String, Map<String, String>> then = segments(shop.compute(AS_OF.plusDays(day)));
      for (String scheme : SCHEMES) {
        for (String customer : bought.keySet()) {
          SegmentOutlookRow row = outlook.get(scheme + " " + customer);
          String name = scheme + " " + customer + " after " + day;
          String present = now.get(customer).get(scheme);
          Integer until = row == null ? null : row.daysUntil();
          if (until != null && until == day && row.held().isEmpty()) {
            assertThat(then.get(customer).get(scheme)).as(name).isEqualTo(row.nextSegment());
            arrived++;
          }
          // The share of periods may pass a limit more than once.
          if (!scheme.equals("periods") && (until == null || until > day)) {
            assertThat(then.get(customer).get(scheme)).as(name).isEqualTo(present);
          }
        }
      }
    }
    assertThat(bought).hasSizeGreaterThan(500);
    assertThat(arrived).isGreaterThan(50);
  }

  @Test
  void after_one_usual_order_a_run_finds_the_segment_that_was_foretold() throws IOException {
    List<String> lines = new ArrayList<>();
    bought.forEach((customer, own) -> lines.addAll(usualOrder(customer, own)));

    Map<String, Map<String, String>> then =
        segments(shop("ordered", lines).compute(AS_OF.plusDays(1)));

    int moved = 0;
    for (String scheme : List.of("rfm", "lifecycle_9", "tenure", "usage_status", "rhythm")) {
      for (String customer : bought.keySet()) {
        SegmentOutlookRow row = outlook.get(scheme + " " + customer);
        boolean moves = row != null && row.orderSegment() != null;
        assertThat(then.get(customer).get(scheme))
            .as(scheme + " " + customer)
            .isEqualTo(moves ? row.orderSegment() : now.get(customer).get(scheme));
        moved += moves ? 1 : 0;
      }
    }
    assertThat(moved).isGreaterThan(500);
  }

  @Test
  void what_is_published_is_consistent_in_itself() {
    for (SegmentOutlookRow row : outlook.values()) {
      String name = row.scheme() + " " + row.customerId();
      assertThat(row.segment()).as(name).isEqualTo(now.get(row.customerId()).get(row.scheme()));
      assertThat(row.nextSegment() != null || row.orderSegment() != null).as(name).isTrue();
      assertThat(row.nextSegment()).as(name).isNotEqualTo(row.segment());
      assertThat(row.orderSegment()).as(name).isNotEqualTo(row.segment());
      Integer days = row.daysUntil();
      assertThat(row.nextOn()).as(name).isEqualTo(days == null ? null : AS_OF.plusDays(days));
      assertThat(row.held())
          .as(name)
          .isEqualTo(row.scheme().equals("periods") ? List.of("frequency_90d") : List.of());
      assertThat(row.usualOrder()).as(name).isEqualByComparingTo(value(row.customerId()));
    }
  }

  private static BigDecimal value(String customer) {
    Bought own = bought.get(customer);
    BigDecimal sum = own.amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.divide(BigDecimal.valueOf(own.orders.size()), 4, RoundingMode.HALF_UP);
  }

  private static List<String> usualOrder(String customer, Bought own) {
    long lines = Math.max(1, Math.round((double) own.amounts.size() / own.orders.size()));
    BigDecimal value = value(customer);
    BigDecimal each = value.divide(BigDecimal.valueOf(lines), 4, RoundingMode.DOWN);
    List<String> order = new ArrayList<>();
    for (long i = 1; i <= lines; i++) {
      BigDecimal amount =
          i < lines ? each : value.subtract(each.multiply(BigDecimal.valueOf(lines - 1)));
      order.add("usual" + customer + "," + customer + "," + AS_OF + "," + amount.toPlainString());
    }
    return order;
  }

  private static Shop shop(String name, List<String> more) throws IOException {
    Path data = SharedData.directory("online_retail").resolve("online_retail.csv.gz");
    List<String> lines = new ArrayList<>(List.of(HEADER));
    lines.addAll(read(data));
    lines.addAll(more);
    return new Shop(directory.resolve(name))
        .lines("a.csv", lines.toArray(String[]::new))
        .file("schemes/rhythm.yaml", RHYTHM)
        .file("schemes/periods.yaml", PERIODS)
        .set(
            "sources.transactions.schema=order_id STRING, customer_id STRING, day DATE, amount"
                + " DECIMAL(14,4)",
            "scores.recency={method: fixed, edges: [15, 40, 80, 150]}",
            "scores.frequency={method: fixed, edges: [2, 3, 5, 9]}",
            "scores.monetary={method: fixed, edges: [250, 500, 1000, 2500]}",
            "schemes=" + SCHEMES);
  }

  private static List<String> read(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    bought.clear();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader =
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
      for (CSVRecord line : format.parse(reader)) {
        String customer = line.get("CustomerID");
        String order = line.get("InvoiceNo");
        BigDecimal amount =
            new BigDecimal(line.get("Quantity")).multiply(new BigDecimal(line.get("UnitPrice")));
        LocalDate day = LocalDate.parse(line.get("InvoiceDate").substring(0, 10));
        boolean sale = !order.startsWith("C") && amount.signum() > 0;
        if (sale
            && day.isBefore(AS_OF)
            && !customer.isEmpty()
            && Integer.parseInt(customer) % 6 == 0) {
          Bought own = bought.computeIfAbsent(customer, key -> new Bought());
          own.orders.add(order);
          own.amounts.add(amount);
          lines.add(order + "," + customer + "," + day + "," + amount.toPlainString());
        }
      }
    }
    return lines;
  }

  private static Map<String, Map<String, String>> segments(Computed computed) {
    Map<String, Map<String, String>> segments = new HashMap<>();
    for (Row row : computed.table(CustomerTables.SEGMENTS).collectAsList()) {
      Map<String, String> own = new HashMap<>();
      SCHEMES.forEach(scheme -> own.put(scheme, row.getAs(scheme)));
      segments.put(row.getAs("customer_id"), own);
    }
    return segments;
  }
}
