package io.clientele.customer;

import java.util.Arrays;

/** How often repurchase gaps of each length were seen by one task. */
final class GapCounter {
  private long[] counts = new long[512];

  /** Receives a length and how often it was seen. */
  @FunctionalInterface
  interface Receiver {
    void accept(int days, long count);
  }

  /**
   * Counts a gap.
   *
   * @param days at least 1, at most the days of a history
   */
  void add(int days) {
    if (days >= counts.length) {
      counts = Arrays.copyOf(counts, Integer.highestOneBit(days) * 2);
    }
    counts[days]++;
  }

  /** Tells every length that was seen, the shortest first. */
  void forEach(Receiver receiver) {
    for (int days = 0; days < counts.length; days++) {
      if (counts[days] > 0) {
        receiver.accept(days, counts[days]);
      }
    }
  }
}
