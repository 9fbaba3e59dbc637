package io.clientele.customer;

import io.clientele.failure.DataRefusedException;
import io.clientele.feature.DaySet;
import io.clientele.feature.Span;
import io.clientele.feature.Staged;
import io.clientele.ingest.OrderLine;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The running totals of one customer, reused from customer to customer.
 *
 * <p>A purchase is an order with a sale of positive value; its day is the day of its earliest such
 * line. Returns lower money and nothing else. Repurchase gaps lie between distinct purchase days.
 */
final class CustomerTotals {
  /** A customer's money has at most 18 digits, four of them behind the point. */
  private static final long LIMIT = 1_000_000_000_000_000_000L;

  private static final int NO_DAY = Integer.MIN_VALUE;

  private final int asOfDay;
  private final Span[] spans;
  private final Money lifetime = new Money();
  private final Money[] spanned;
  private final BitSet daysBack = new BitSet();
  private final Set<ByteBuffer> products = new HashSet<>();
  private byte[] customer = new byte[0];
  private byte[] order = new byte[0];
  private byte[] lastProduct = new byte[0];
  private int orderDay;
  private final ExactSum orderNet = new ExactSum();
  private long keptOrders;
  private long quantityLines;
  private int[] gapBuffer = new int[16];
  private final Habits habits;
  private final Signs signs;
  private final Supplier<InternalRow> row;
  private Gaps gaps = new Gaps(0, 0, 0, 0, null);

  CustomerTotals(CustomerFold.Settings settings, Signs signs) {
    this.signs = signs;
    this.asOfDay = settings.asOfDay();
    this.spans = settings.spans().toArray(Span[]::new);
    this.spanned = new Money[spans.length];
    Arrays.setAll(spanned, i -> new Money());
    this.habits = new Habits(asOfDay);
    RowColumns columns = new RowColumns();
    declare(columns);
    this.row = columns.rows(FoldedLines.schema(settings.spans()));
  }

  private void declare(RowColumns columns) {
    columns.value(FoldedLines.LEDGER, () -> null);
    columns.value(Staged.CUSTOMER_ID, () -> UTF8String.fromBytes(customer));
    columns.value(
        Staged.FIRST_DAY, () -> daysBack.isEmpty() ? null : asOfDay - (daysBack.length() - 1));
    columns.value(
        Staged.LAST_DAY, () -> daysBack.isEmpty() ? null : asOfDay - daysBack.nextSetBit(0));
    columns.value(Staged.DAYS_BACK, () -> DaySet.pack(daysBack));
    columns.number(Staged.PURCHASE_DAYS, () -> daysBack.cardinality());
    columns.number(Staged.KEPT_ORDERS, () -> keptOrders);
    columns.number(Staged.QUANTITY_LINES, () -> quantityLines);
    columns.number(Staged.DISTINCT_PRODUCTS, () -> products.size());
    columns.number(Staged.ACTIVE_MONTHS, this::activeMonths);
    columns.number(Staged.GAP_COUNT, () -> gaps.count());
    columns.number(Staged.GAP_SUM, () -> gaps.sum());
    columns.number(Staged.GAP_SQUARES, () -> gaps.squares());
    columns.number(Staged.GAP_MAX, () -> gaps.most());
    columns.value(Staged.GAP_MEDIAN_TWICE, () -> gaps.medianTwice());
    columns.number(
        Staged.DISCOUNTED_REVENUE,
        () -> fitting(lifetime.discounted, customer, "discounted revenue"));
    declare(columns, lifetime, total -> total);
    for (int i = 0; i < spans.length; i++) {
      Span span = spans[i];
      declare(columns, spanned[i], total -> Staged.in(span, total));
      columns.number(Staged.in(span, Staged.PURCHASE_DAYS), () -> daysWithin(span));
    }
    habits.declare(columns);
  }

  /** The totals that exist once for the lifetime and once for each window. */
  private void declare(RowColumns columns, Money money, UnaryOperator<String> named) {
    columns.number(named.apply(Staged.FREQUENCY), () -> money.orders);
    columns.number(named.apply(Staged.LINES), () -> money.lines);
    columns.number(named.apply(Staged.RETURN_LINES), () -> money.returnLines);
    columns.number(named.apply(Staged.MONETARY), () -> money.monetary(customer));
    columns.number(named.apply(Staged.PURCHASE_AMOUNT), () -> money.purchases(customer));
    columns.number(named.apply(Staged.RETURN_AMOUNT), () -> money.returns(customer));
    columns.number(named.apply(Staged.QUANTITY), () -> money.quantity(customer));
    columns.number(named.apply(Staged.DISCOUNT), () -> money.discount(customer));
    columns.number(named.apply(Staged.KNOWN_REVENUE), () -> money.knownRevenue(customer));
    columns.number(named.apply(Staged.KNOWN_COST), () -> money.knownCost(customer));
    columns.number(named.apply(Staged.KNOWN_PURCHASES), () -> money.knownPurchases(customer));
  }

  boolean sameCustomer(OrderLine line) {
    return Arrays.equals(customer, line.getCustomer());
  }

  void begin(OrderLine first) {
    customer = first.getCustomer();
    lifetime.reset();
    for (Money money : spanned) {
      money.reset();
    }
    daysBack.clear();
    products.clear();
    lastProduct = new byte[0];
    keptOrders = 0;
    quantityLines = 0;
    habits.reset();
    beginOrder(first);
    add(first);
  }

  void add(OrderLine line) {
    if (!Arrays.equals(order, line.getOrder())) {
      finishOrder();
      beginOrder(line);
    }
    boolean sale = line.has(OrderLine.SALE);
    boolean purchase = sale && line.getRevenue() > 0;
    orderNet.add(line.getRevenue());
    if (line.has(OrderLine.QUANTITY_KNOWN)) {
      quantityLines++;
    }
    if (purchase) {
      if (orderDay == NO_DAY || line.getDay() < orderDay) {
        orderDay = line.getDay();
      }
      byte[] product = line.getProduct();
      if (product.length > 0 && !Arrays.equals(product, lastProduct)) {
        products.add(ByteBuffer.wrap(product));
        lastProduct = product;
      }
      habits.purchase(line);
      signs.purchase(line);
    }
    habits.line(line);
    lifetime.add(line, sale);
    int back = asOfDay - line.getDay();
    for (int i = 0; i < spans.length; i++) {
      if (spans[i].contains(back)) {
        spanned[i].add(line, sale);
      }
    }
  }

  private void beginOrder(OrderLine line) {
    order = line.getOrder();
    orderDay = NO_DAY;
    orderNet.reset();
    signs.beginOrder();
  }

  private void finishOrder() {
    habits.finishOrder(orderDay != NO_DAY);
    signs.finishOrder();
    if (orderDay == NO_DAY) {
      return;
    }
    int back = asOfDay - orderDay;
    daysBack.set(back);
    lifetime.orders++;
    if (orderNet.signum() > 0) {
      keptOrders++;
    }
    for (int i = 0; i < spans.length; i++) {
      if (spans[i].contains(back)) {
        spanned[i].orders++;
      }
    }
  }

  /** The customer's row; adds its gaps to the base's histogram. */
  InternalRow finish(GapCounter gapHistogram) {
    finishOrder();
    gaps = gaps(gapHistogram);
    habits.finish();
    signs.customer(customer, lifetime.orders, lifetime.monetary(customer));
    return row.get();
  }

  private int daysWithin(Span span) {
    return daysBack.get(span.after() + 1, span.upTo() + 1).cardinality();
  }

  private long activeMonths() {
    long months = 0;
    int month = Integer.MIN_VALUE;
    for (int back = daysBack.nextSetBit(0); back >= 0; back = daysBack.nextSetBit(back + 1)) {
      LocalDate day = LocalDate.ofEpochDay(asOfDay - back);
      int thisMonth = day.getYear() * 12 + day.getMonthValue();
      if (thisMonth != month) {
        month = thisMonth;
        months++;
      }
    }
    return months;
  }

  private record Gaps(int count, long sum, long squares, long most, @Nullable Long medianTwice) {}

  private Gaps gaps(GapCounter histogram) {
    int count = 0;
    long sum = 0;
    long squares = 0;
    int most = 0;
    int before = daysBack.nextSetBit(0);
    for (int back = before < 0 ? -1 : daysBack.nextSetBit(before + 1);
        back >= 0;
        back = daysBack.nextSetBit(back + 1)) {
      int gap = back - before;
      before = back;
      if (count == gapBuffer.length) {
        gapBuffer = Arrays.copyOf(gapBuffer, count * 2);
      }
      gapBuffer[count++] = gap;
      sum += gap;
      squares += (long) gap * gap;
      most = Math.max(most, gap);
      histogram.add(gap);
    }
    Arrays.sort(gapBuffer, 0, count);
    Long median =
        count == 0 ? null : (long) gapBuffer[(count - 1) / 2] + (long) gapBuffer[count / 2];
    return new Gaps(count, sum, squares, most, median);
  }

  private static long fitting(ExactSum sum, byte[] customer, String what) {
    return sum.below(
        LIMIT,
        () ->
            new DataRefusedException(
                "The "
                    + what
                    + " of customer '"
                    + new String(customer, StandardCharsets.UTF_8)
                    + "' is "
                    + new BigDecimal(sum.total(), TableSpec.STORED_SCALE).toPlainString()
                    + ", more than the 14 digits before the point that a customer's money may have."
                    + " Check the amounts, or map them in thousands."));
  }

  /** The sums that exist once for the lifetime and once for each window. */
  private static final class Money {
    private long orders;
    private long lines;
    private long returnLines;
    private final ExactSum monetary = new ExactSum();
    private final ExactSum purchases = new ExactSum();
    private final ExactSum quantity = new ExactSum();
    private final ExactSum discount = new ExactSum();
    private final ExactSum discounted = new ExactSum();
    private final ExactSum knownRevenue = new ExactSum();
    private final ExactSum knownCost = new ExactSum();
    private final ExactSum knownPurchases = new ExactSum();
    private final List<ExactSum> sums =
        List.of(
            monetary,
            purchases,
            quantity,
            discount,
            discounted,
            knownRevenue,
            knownCost,
            knownPurchases);

    void reset() {
      orders = 0;
      lines = 0;
      returnLines = 0;
      for (int i = 0; i < sums.size(); i++) {
        sums.get(i).reset();
      }
    }

    void add(OrderLine line, boolean sale) {
      long revenue = line.getRevenue();
      monetary.add(revenue);
      if (sale) {
        lines++;
        purchases.add(revenue);
        if (line.getDiscount() != 0) {
          discount.add(line.getDiscount());
          discounted.add(revenue);
        }
      } else {
        returnLines++;
      }
      if (line.getQuantity() != 0) {
        quantity.add(line.getQuantity());
      }
      if (line.has(OrderLine.COST_KNOWN)) {
        knownRevenue.add(revenue);
        knownCost.add(line.getCost());
        if (sale) {
          knownPurchases.add(revenue);
        }
      }
    }

    long monetary(byte[] customer) {
      return fitting(monetary, customer, "net revenue");
    }

    long purchases(byte[] customer) {
      return fitting(purchases, customer, "purchases");
    }

    long returns(byte[] customer) {
      return Math.subtractExact(purchases(customer), monetary(customer));
    }

    long quantity(byte[] customer) {
      return fitting(quantity, customer, "quantity");
    }

    long discount(byte[] customer) {
      return fitting(discount, customer, "discount");
    }

    long knownRevenue(byte[] customer) {
      return fitting(knownRevenue, customer, "revenue of known cost");
    }

    long knownCost(byte[] customer) {
      return fitting(knownCost, customer, "cost");
    }

    long knownPurchases(byte[] customer) {
      return fitting(knownPurchases, customer, "purchases of known cost");
    }
  }
}
