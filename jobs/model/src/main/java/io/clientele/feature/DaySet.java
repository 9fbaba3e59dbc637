package io.clientele.feature;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  /** The same days and the as-of date itself, which is the first one. */
  static byte[] withToday(byte[] packed) {
    byte[] more = new byte[packed.length + 1];
    System.arraycopy(packed, 0, more, 1, packed.length);
    return more;
  }

  /** Twice the median of the gaps between neighbouring days; null below two days. */
  static @Nullable Long medianGapTwice(byte[] packed) {
    IntStream.Builder days = IntStream.builder();
    forEach(packed, days);
    int[] gaps = days.build().toArray();
    int count = Math.max(0, gaps.length - 1);
    for (int i = 0; i < count; i++) {
      gaps[i] = gaps[i + 1] - gaps[i];
    }
    Arrays.sort(gaps, 0, count);
    return count == 0 ? null : (long) gaps[(count - 1) / 2] + gaps[count / 2];
  }

  /**
   * How many periods of the given length, counted back from a day, hold at least one day: {@code
   * count(distinct floor((days_back + later) / period))}.
   *
   * @param later how many days after the as-of date that day lies
   */
  public static int periods(byte[] packed, int later, int periodDays) {
    int[] state = {-1, 0};
    forEach(
        packed,
        day -> {
          int period = (day + later) / periodDays;
          if (period != state[0]) {
            state[0] = period;
            state[1]++;
          }
        });
    return state[1];
  }
}
