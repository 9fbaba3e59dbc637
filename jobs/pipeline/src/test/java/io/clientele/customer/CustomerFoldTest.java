package io.clientele.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.DataRefusedException;
import io.clientele.feature.DaySet;
import io.clientele.feature.Span;
import io.clientele.feature.Staged;
import io.clientele.ingest.LineClass;
import io.clientele.ingest.OrderLine;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.Function1;

/** The fold against a second implementation that is as slow and as plain as possible. */
class CustomerFoldTest {
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);
  private static final int TODAY = (int) AS_OF.toEpochDay();
  private static final List<Span> SPANS = Span.of(List.of(365));
  private static final StructType SCHEMA = FoldedLines.schema(SPANS);

  @Property(tries = 300)
  void every_total_of_random_histories_agrees_with_brute_force(@ForAll long seed) {
    List<OrderLine> lines = randomLines(new Random(seed));

    Map<String, Row> customers = customers(fold(lines));

    Map<String, List<OrderLine>> byCustomer = new HashMap<>();
    for (OrderLine line : lines) {
      if (line.getLineClass() == LineClass.ACCEPTED.code()) {
        byCustomer.computeIfAbsent(text(line.getCustomer()), k -> new ArrayList<>()).add(line);
      }
    }
    assertThat(customers.keySet()).isEqualTo(byCustomer.keySet());
    byCustomer.forEach((id, own) -> assertSame(customers.get(id), own));
  }

  @Property(tries = 100)
  void every_line_is_accounted_for_in_its_class_with_its_money(@ForAll long seed) {
    List<OrderLine> lines = randomLines(new Random(seed));

    long counted = 0;
    long money = 0;
    long unknown = 0;
    for (Row row : fold(lines)) {
      Row entry = get(row, FoldedLines.LEDGER);
      if (entry != null && part(entry, LedgerEntry.KIND).equals("class")) {
        counted += (long) part(entry, LedgerEntry.LINES);
        money += ((BigDecimal) part(entry, LedgerEntry.AMOUNT)).longValueExact();
        unknown += (long) part(entry, LedgerEntry.UNKNOWN);
      }
    }

    assertThat(counted).isEqualTo(lines.size());
    assertThat(money)
        .isEqualTo(
            lines.stream()
                .filter(l -> l.has(OrderLine.REVENUE_KNOWN))
                .mapToLong(OrderLine::getRevenue)
                .sum());
    assertThat(unknown)
        .isEqualTo(lines.stream().filter(l -> !l.has(OrderLine.REVENUE_KNOWN)).count());
  }

  @Test
  void a_return_is_no_purchase_and_does_not_refresh_recency() {
    List<OrderLine> lines =
        List.of(sale("c", "o1", 100, 50_0000), giveBack("c", "r1", 5, -20_0000));

    Row customer = customers(fold(lines)).get("c");

    assertThat((long) get(customer, Staged.FREQUENCY)).isEqualTo(1);
    assertThat((int) get(customer, Staged.LAST_DAY)).isEqualTo(TODAY - 100);
    assertThat((long) get(customer, Staged.MONETARY)).isEqualTo(30_0000);
    assertThat((long) get(customer, Staged.RETURN_AMOUNT)).isEqualTo(20_0000);
  }

  @Test
  void a_customer_with_gifts_and_returns_only_is_known_but_has_no_purchase() {
    List<OrderLine> lines = List.of(sale("c", "o1", 10, 0), giveBack("c", "r1", 5, -1_0000));

    Row customer = customers(fold(lines)).get("c");

    assertThat((long) get(customer, Staged.FREQUENCY)).isZero();
    assertThat(customer.isNullAt(SCHEMA.fieldIndex(Staged.LAST_DAY))).isTrue();
    assertThat((long) get(customer, Staged.MONETARY)).isEqualTo(-1_0000);
  }

  @Test
  void an_order_that_nets_to_nothing_was_bought_but_not_kept() {
    List<OrderLine> lines = List.of(sale("c", "o1", 10, 7_0000), giveBack("c", "o1", 5, -7_0000));

    Row customer = customers(fold(lines)).get("c");

    assertThat((long) get(customer, Staged.FREQUENCY)).isEqualTo(1);
    assertThat((long) get(customer, Staged.KEPT_ORDERS)).isZero();
  }

  @Test
  void a_customer_whose_money_no_longer_fits_is_refused_by_name() {
    List<OrderLine> lines = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      lines.add(sale("rich", "o" + i, 3, 999_999_999_999_999L));
    }

    assertThatThrownBy(() -> fold(lines))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("'rich'")
        .hasMessageContaining("14 digits");
  }

  @Test
  void packed_days_come_back_as_they_were() {
    java.util.BitSet days = new java.util.BitSet();
    for (int day : new int[] {1, 2, 127, 128, 300, 40_000}) {
      days.set(day);
    }
    List<Integer> back = new ArrayList<>();

    DaySet.forEach(DaySet.pack(days), back::add);

    assertThat(back).containsExactly(1, 2, 127, 128, 300, 40_000);
    assertThat(DaySet.periods(DaySet.pack(days), 0, 100)).isEqualTo(4);
  }

  private static void assertSame(Row row, List<OrderLine> own) {
    Map<String, List<OrderLine>> orders = new TreeMap<>();
    own.forEach(l -> orders.computeIfAbsent(text(l.getOrder()), k -> new ArrayList<>()).add(l));
    TreeSet<Integer> days = new TreeSet<>();
    long frequency = 0;
    long kept = 0;
    Map<Span, Long> spanOrders = new HashMap<>();
    for (List<OrderLine> order : orders.values()) {
      Integer day =
          order.stream()
              .filter(l -> l.has(OrderLine.SALE) && l.getRevenue() > 0)
              .map(OrderLine::getDay)
              .min(Comparator.naturalOrder())
              .orElse(null);
      if (day != null) {
        frequency++;
        days.add(day);
        kept += order.stream().mapToLong(OrderLine::getRevenue).sum() > 0 ? 1 : 0;
        for (Span span : SPANS) {
          int back = TODAY - day;
          if (back > span.after() && back <= span.upTo()) {
            spanOrders.merge(span, 1L, Long::sum);
          }
        }
      }
    }
    assertThat((long) get(row, Staged.FREQUENCY)).isEqualTo(frequency);
    assertThat((long) get(row, Staged.KEPT_ORDERS)).isEqualTo(kept);
    assertThat((long) get(row, Staged.PURCHASE_DAYS)).isEqualTo(days.size());
    assertThat((long) get(row, Staged.MONETARY))
        .isEqualTo(own.stream().mapToLong(OrderLine::getRevenue).sum());
    long purchases =
        own.stream().filter(l -> l.has(OrderLine.SALE)).mapToLong(OrderLine::getRevenue).sum();
    assertThat((long) get(row, Staged.PURCHASE_AMOUNT)).isEqualTo(purchases);
    assertThat((long) get(row, Staged.RETURN_AMOUNT))
        .isEqualTo(
            -own.stream()
                .filter(l -> !l.has(OrderLine.SALE))
                .mapToLong(OrderLine::getRevenue)
                .sum());
    assertThat((long) get(row, Staged.LINES))
        .isEqualTo(own.stream().filter(l -> l.has(OrderLine.SALE)).count());
    assertThat((long) get(row, Staged.QUANTITY))
        .isEqualTo(own.stream().mapToLong(OrderLine::getQuantity).sum());
    Set<String> products = new HashSet<>();
    own.stream()
        .filter(l -> l.has(OrderLine.SALE) && l.getRevenue() > 0 && l.getProduct().length > 0)
        .forEach(l -> products.add(text(l.getProduct())));
    assertThat((long) get(row, Staged.DISTINCT_PRODUCTS)).isEqualTo(products.size());
    Set<String> months = new HashSet<>();
    days.forEach(d -> months.add(LocalDate.ofEpochDay(d).toString().substring(0, 7)));
    assertThat((long) get(row, Staged.ACTIVE_MONTHS)).isEqualTo(months.size());
    List<Integer> gaps = new ArrayList<>();
    Integer before = null;
    for (int day : days) {
      if (before != null) {
        gaps.add(day - before);
      }
      before = day;
    }
    assertThat((long) get(row, Staged.GAP_SUM))
        .isEqualTo(gaps.stream().mapToInt(Integer::intValue).sum());
    if (!gaps.isEmpty()) {
      gaps.sort(null);
      long twice = (long) gaps.get((gaps.size() - 1) / 2) + gaps.get(gaps.size() / 2);
      assertThat((long) get(row, Staged.GAP_MEDIAN_TWICE)).isEqualTo(twice);
    }
    for (Span span : SPANS) {
      long inSpan =
          own.stream()
              .filter(l -> TODAY - l.getDay() > span.after() && TODAY - l.getDay() <= span.upTo())
              .mapToLong(OrderLine::getRevenue)
              .sum();
      assertThat((long) get(row, Staged.in(span, Staged.MONETARY))).isEqualTo(inSpan);
      assertThat((long) get(row, Staged.in(span, Staged.FREQUENCY)))
          .isEqualTo(spanOrders.getOrDefault(span, 0L));
      long daysIn =
          days.stream().filter(d -> TODAY - d > span.after() && TODAY - d <= span.upTo()).count();
      assertThat((long) get(row, Staged.in(span, Staged.PURCHASE_DAYS))).isEqualTo(daysIn);
    }
  }

  private static List<OrderLine> randomLines(Random random) {
    List<OrderLine> lines = new ArrayList<>();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      String customer = "c" + random.nextInt(4);
      String order = "o" + random.nextInt(12);
      boolean sale = random.nextInt(5) > 0;
      long amount = random.nextInt(6) == 0 ? 0 : random.nextInt(100_0000);
      OrderLine line =
          sale
              ? sale(customer, order, 1 + random.nextInt(800), amount)
              : giveBack(customer, order, 1 + random.nextInt(800), -amount);
      line.setProduct(utf8(random.nextInt(7) == 0 ? "" : "p" + random.nextInt(5)));
      line.setQuantity((sale ? 1 : -1) * random.nextInt(5) * 10_000L);
      int kind = random.nextInt(10);
      if (kind == 0) {
        line.setLineClass(LineClass.QUARANTINED.ordinal());
        line.setReasons(5);
        line.setFlags(line.getFlags() & ~OrderLine.REVENUE_KNOWN);
        line.setRevenue(0);
      } else if (kind == 1) {
        line.setLineClass(LineClass.ANONYMOUS.ordinal());
      }
      lines.add(line);
    }
    lines.sort(
        Comparator.comparing((OrderLine l) -> text(l.getCustomer()))
            .thenComparing(l -> text(l.getOrder())));
    return lines;
  }

  private static OrderLine sale(String customer, String order, int daysBack, long amount) {
    return line(customer, order, daysBack, amount, OrderLine.SALE);
  }

  private static OrderLine giveBack(String customer, String order, int daysBack, long amount) {
    return line(customer, order, daysBack, amount, 0);
  }

  private static OrderLine line(
      String customer, String order, int daysBack, long amount, int sale) {
    OrderLine line = new OrderLine();
    line.setCustomer(utf8(customer));
    line.setOrder(utf8(order));
    line.setDay(TODAY - daysBack);
    line.setRevenue(amount);
    line.setFlags(sale | OrderLine.REVENUE_KNOWN | OrderLine.QUANTITY_KNOWN);
    line.setLineClass(LineClass.ACCEPTED.code());
    return line;
  }

  private static List<Row> fold(List<OrderLine> lines) {
    Function1<Object, Object> toRow = CatalystTypeConverters.createToScalaConverter(SCHEMA);
    List<Row> rows = new ArrayList<>();
    new CustomerFold(new CustomerFold.Settings(TODAY, SPANS, 8), lines.iterator())
        .forEachRemaining(row -> rows.add((Row) toRow.apply(row)));
    return rows;
  }

  private static Map<String, Row> customers(List<Row> rows) {
    Map<String, Row> customers = new HashMap<>();
    rows.stream()
        .filter(row -> get(row, FoldedLines.LEDGER) == null)
        .forEach(row -> customers.put(get(row, Staged.CUSTOMER_ID), row));
    return customers;
  }

  @SuppressWarnings("unchecked")
  private static <T> T get(Row row, String name) {
    return (T) row.get(SCHEMA.fieldIndex(name));
  }

  private static Object part(Row entry, String name) {
    return entry.get(LedgerEntry.SCHEMA.fieldIndex(name));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
