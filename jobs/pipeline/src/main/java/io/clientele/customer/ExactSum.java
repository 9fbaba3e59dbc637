package io.clientele.customer;

import java.math.BigInteger;
import java.util.function.Supplier;

/** A sum of longs that never overflows: fast while it fits, exact when it does not. */
final class ExactSum {
  private long low;
  private BigInteger high = BigInteger.ZERO;

  void add(long amount) {
    long sum = low + amount;
    // Overflow if and only if both operands have the sign that the sum lost.
    if (((low ^ sum) & (amount ^ sum)) < 0) {
      high = high.add(BigInteger.valueOf(low)).add(BigInteger.valueOf(amount));
      low = 0;
    } else {
      low = sum;
    }
  }

  BigInteger total() {
    return high.add(BigInteger.valueOf(low));
  }

  int signum() {
    return high.signum() == 0 ? Long.signum(low) : total().signum();
  }

  /** The sum, or a failure where it is not below {@code limit} in absolute value. */
  long below(long limit, Supplier<? extends RuntimeException> failure) {
    if (high.signum() == 0 && low < limit && low > -limit) {
      return low;
    }
    throw failure.get();
  }

  void reset() {
    low = 0;
    high = BigInteger.ZERO;
  }
}
