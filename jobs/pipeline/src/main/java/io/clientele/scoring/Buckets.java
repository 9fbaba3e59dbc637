package io.clientele.scoring;

/**
 * A monotone map from whole numbers to at most 7,500 buckets that does not look at the data, so
 * that it is the same in every task, run and partitioning: values up to 64 have a bucket each,
 * larger ones 64 buckets an octave (a width of at most 1.6 %).
 */
final class Buckets {
  private static final int PRECISION_BITS = 6;

  /** No bucket of {@link #of(long)} is greater, and none is less than its negative. */
  static final int MOST = ofMagnitude(Long.MAX_VALUE, PRECISION_BITS) + 1;

  private Buckets() {}

  static int of(long value) {
    return of(value, PRECISION_BITS);
  }

  /** The same with {@code 2^precisionBits} buckets an octave, and for each value up to that. */
  static int of(long value, int precisionBits) {
    if (value == Long.MIN_VALUE) {
      return -ofMagnitude(Long.MAX_VALUE, precisionBits) - 1;
    }
    return value >= 0 ? ofMagnitude(value, precisionBits) : -ofMagnitude(-value, precisionBits);
  }

  private static int ofMagnitude(long magnitude, int precisionBits) {
    long small = 1L << precisionBits;
    if (magnitude < small) {
      return (int) magnitude;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(magnitude);
    int octave = exponent - precisionBits;
    long mantissa = (magnitude >>> octave) - small;
    return (int) (small + octave * small + mantissa);
  }
}
