package io.clientele.feature;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Exact ratios of whole numbers, rounded half up (away from zero), without floating point. */
public final class Ratios {
  private Ratios() {}

  /**
   * {@code numerator / denominator × 10^decimals}, rounded half up; null where the denominator is 0
   * or the result does not fit a long.
   */
  public static @Nullable Long scaled(long numerator, long denominator, int decimals) {
    if (denominator == 0) {
      return null;
    }
    long power = 1;
    for (int i = 0; i < decimals; i++) {
      power *= 10;
    }
    long high = Math.multiplyHigh(numerator, power);
    long low = numerator * power;
    boolean fits = (high == 0 && low >= 0) || (high == -1 && low < 0);
    if (fits && low != Long.MIN_VALUE && denominator != Long.MIN_VALUE) {
      return divide(low, denominator);
    }
    BigInteger rounded = rounded(numerator, power, denominator);
    return rounded.bitLength() < Long.SIZE ? Long.valueOf(rounded.longValue()) : null;
  }

  /** {@code a × b / divisor}, rounded half up; the divisor is not 0. */
  public static long product(long a, long b, long divisor) {
    return rounded(a, b, divisor).longValueExact();
  }

  private static BigInteger rounded(long a, long b, long divisor) {
    BigInteger[] parts =
        BigInteger.valueOf(a)
            .multiply(BigInteger.valueOf(b))
            .divideAndRemainder(BigInteger.valueOf(divisor));
    boolean away = parts[1].abs().shiftLeft(1).compareTo(BigInteger.valueOf(divisor).abs()) >= 0;
    int sign = Long.signum(a) * Long.signum(b) * Long.signum(divisor);
    return parts[0].add(BigInteger.valueOf(away ? sign : 0));
  }

  private static long divide(long numerator, long denominator) {
    long quotient = numerator / denominator;
    long rest = Math.abs(numerator % denominator);
    // rest ≥ |denominator| / 2, written so that nothing overflows.
    boolean away = rest >= Math.abs(denominator) - rest;
    return away ? quotient + Long.signum(numerator) * Long.signum(denominator) : quotient;
  }
}
