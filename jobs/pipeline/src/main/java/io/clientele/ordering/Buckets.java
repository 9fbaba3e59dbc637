package io.clientele.ordering;

/**
 * A monotone map from whole numbers to at most 7,500 buckets that does not look at the data, so
 * that it is the same in every task, run and partitioning: values up to 64 have a bucket each,
 * larger ones 64 buckets an octave (a width of at most 1.6 %).
 */
final class Buckets {
  private static final int PRECISION_BITS = 6;
  private static final long SMALL = 1L << PRECISION_BITS;

  private Buckets() {}

  static int of(long value) {
    if (value == Long.MIN_VALUE) {
      return -ofMagnitude(Long.MAX_VALUE) - 1;
    }
    return value >= 0 ? ofMagnitude(value) : -ofMagnitude(-value);
  }

  private static int ofMagnitude(long magnitude) {
    if (magnitude < SMALL) {
      return (int) magnitude;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(magnitude);
    int octave = exponent - PRECISION_BITS;
    long mantissa = (magnitude >>> octave) - SMALL;
    return (int) (SMALL + octave * SMALL + mantissa);
  }
}
