package io.clientele.feature;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * A set of days before the as-of date, packed for storage: ascending, each as the variable-length
 * difference to the one before. A year of weekly purchases takes 52 bytes.
 */
public final class DaySet {
  private DaySet() {}

  /** Packs days, counted back from the as-of date. */
  public static byte[] pack(BitSet daysBack) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    int before = 0;
    for (int day = daysBack.nextSetBit(0); day >= 0; day = daysBack.nextSetBit(day + 1)) {
      int difference = day - before;
      while (difference >= 0x80) {
        packed.write((difference & 0x7f) | 0x80);
        difference >>>= 7;
      }
      packed.write(difference);
      before = day;
    }
    return packed.toByteArray();
  }

  /** Unpacks the days, ascending. */
  public static void forEach(byte[] packed, IntConsumer daysBack) {
    int day = 0;
    int at = 0;
    while (at < packed.length) {
      int difference = 0;
      int shift = 0;
      while ((packed[at] & 0x80) != 0) {
        difference |= (packed[at++] & 0x7f) << shift;
        shift += 7;
      }
      difference |= packed[at++] << shift;
      day += difference;
      daysBack.accept(day);
    }
  }

  /**
   * How many periods of the given length, counted back from the as-of date, hold at least one day:
   * {@code count(distinct floor(days_back / period))}.
   */
  public static int periods(byte[] packed, int periodDays) {
    int[] state = {-1, 0};
    forEach(
        packed,
        day -> {
          int period = day / periodDays;
          if (period != state[0]) {
            state[0] = period;
            state[1]++;
          }
        });
    return state[1];
  }
}
