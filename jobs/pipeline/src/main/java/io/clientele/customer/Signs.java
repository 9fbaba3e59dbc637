package io.clientele.customer;

import io.clientele.ingest.OrderLine;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The signs that one task sees. */
final class Signs {
  private final long[] counts = new long[Sign.values().length];
  private int firstDay;
  private int lastDay;
  private byte[] store = new byte[0];
  private boolean severalStores;
  private final Map<Integer, Long> lengths = new TreeMap<>();
  private Top busiest = new Top(new byte[0], -1, 0);
  private Top largest = new Top(new byte[0], 0, Long.MIN_VALUE);

  /** A customer's lifetime orders and net revenue in 10⁻⁴. */
  private record Top(byte[] customer, long orders, long monetary) {
    LedgerEntry entry() {
      return new LedgerEntry(
          LedgerEntry.Kind.CUSTOMER.key(),
          new String(customer, StandardCharsets.UTF_8),
          orders,
          BigDecimal.valueOf(monetary),
          null,
          null,
          null,
          null,
          null);
    }
  }

  /** Any line. */
  void line(OrderLine line) {
    if (line.has(OrderLine.UNLIKE_DUPLICATE)) {
      add(Sign.UNLIKE_DUPLICATES);
    }
    if (line.has(OrderLine.VERSION_AS_TEXT)) {
      add(Sign.VERSIONS_AS_TEXT);
    }
  }

  /** The next order of a customer. */
  void beginOrder() {
    firstDay = Integer.MAX_VALUE;
    lastDay = Integer.MIN_VALUE;
    store = new byte[0];
    severalStores = false;
  }

  /** A sale of positive value in the order. */
  void purchase(OrderLine line) {
    firstDay = Math.min(firstDay, line.getDay());
    lastDay = Math.max(lastDay, line.getDay());
    byte[] own = line.getStore();
    if (own.length > 0) {
      severalStores |= store.length > 0 && !Arrays.equals(store, own);
      store = own;
    }
  }

  /** The end of the order; one without a purchase is no sign of anything. */
  void finishOrder() {
    if (lastDay < firstDay) {
      return;
    }
    add(Sign.ORDERS);
    if (lastDay > firstDay) {
      add(Sign.ORDERS_OVER_DAYS);
    }
    if (severalStores) {
      add(Sign.ORDERS_OVER_STORES);
    }
  }

  /**
   * The end of a customer.
   *
   * @param id in UTF-8
   * @param orders of the lifetime
   * @param monetary net revenue of the lifetime in 10⁻⁴
   */
  void customer(byte[] id, long orders, long monetary) {
    lengths.merge(id.length, 1L, Long::sum);
    if (orders > busiest.orders()) {
      busiest = new Top(id, orders, monetary);
    }
    if (monetary > largest.monetary()) {
      largest = new Top(id, orders, monetary);
    }
    boolean lower = false;
    boolean upper = false;
    for (byte one : id) {
      lower |= one < 0 || (one >= 'a' && one <= 'z');
      upper |= one < 0 || (one >= 'A' && one <= 'Z');
    }
    addIf(lower, Sign.LOWER_CASE_IDS);
    addIf(upper, Sign.UPPER_CASE_IDS);
    addIf(isPadded(id), Sign.PADDED_IDS);
    addIf(id.length > 0 && id[0] == '0', Sign.ZERO_IDS);
  }

  private static boolean isPadded(byte[] id) {
    if (id.length == 0) {
      return false;
    }
    int last = id.length - 1;
    int digit = last;
    while (digit > 0 && id[digit] == '0') {
      digit--;
    }
    return !isVisible(id[0]) || !isVisible(id[last]) || (digit < last && id[digit] == '.');
  }

  private static boolean isVisible(byte one) {
    return one > ' ' && one < 0x7f;
  }

  /** What was seen at all. */
  List<LedgerEntry> entries() {
    List<LedgerEntry> entries = new ArrayList<>();
    for (Sign sign : Sign.values()) {
      if (counts[sign.ordinal()] > 0) {
        entries.add(LedgerEntry.of(LedgerEntry.Kind.SIGN, sign.key(), counts[sign.ordinal()]));
      }
    }
    lengths.forEach(
        (length, ids) ->
            entries.add(LedgerEntry.of(LedgerEntry.Kind.ID_LENGTH, Integer.toString(length), ids)));
    if (!lengths.isEmpty()) {
      entries.add(busiest.entry());
      if (!Arrays.equals(busiest.customer(), largest.customer())) {
        entries.add(largest.entry());
      }
    }
    return entries;
  }

  private void addIf(boolean seen, Sign sign) {
    if (seen) {
      add(sign);
    }
  }

  private void add(Sign sign) {
    counts[sign.ordinal()]++;
  }
}
