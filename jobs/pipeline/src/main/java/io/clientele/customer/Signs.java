package io.clientele.customer;

import io.clientele.ingest.OrderLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The signs that one task sees. */
final class Signs {
  private final long[] counts = new long[Sign.values().length];
  private int firstDay;
  private int lastDay;
  private byte[] store = new byte[0];
  private boolean severalStores;

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

  /** What was seen at all. */
  List<LedgerEntry> entries() {
    List<LedgerEntry> entries = new ArrayList<>();
    for (Sign sign : Sign.values()) {
      if (counts[sign.ordinal()] > 0) {
        entries.add(LedgerEntry.of(LedgerEntry.Kind.SIGN, sign.key(), counts[sign.ordinal()]));
      }
    }
    return entries;
  }

  private void add(Sign sign) {
    counts[sign.ordinal()]++;
  }
}
