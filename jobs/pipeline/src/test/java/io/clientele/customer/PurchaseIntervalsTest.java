package io.clientele.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.feature.DaySet;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class PurchaseIntervalsTest {
  @Test
  void the_open_interval_comes_first_and_the_first_gap_last() {
    // Purchases 5, 12 and 400 days before the as-of date.
    assertThat(lengths(400, 12, 5)).containsExactly(5, 7, 388);
  }

  @Test
  void one_purchase_has_only_its_open_interval_and_none_has_nothing() {
    assertThat(lengths(300)).containsExactly(300);
    assertThat(lengths()).isEmpty();
  }

  private static int[] lengths(int... daysBack) {
    BitSet days = new BitSet();
    for (int day : daysBack) {
      days.set(day);
    }
    return PurchaseIntervals.lengths(DaySet.pack(days));
  }
}
