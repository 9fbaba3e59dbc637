package io.clientele.scoring;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Customers and sums of one series by bucket: the size of the answer is fixed, not that of the
 * base.
 */
public final class SeriesTotals {
  record Bucket(long customers, BigInteger sum, long least) {}

  private record Carried(long customers, BigInteger sum) {}

  private final Map<Integer, Carried> carried = new HashMap<>();
  private final NavigableMap<Integer, Bucket> buckets = new TreeMap<>();
  private long customers;
  private BigInteger sum = BigInteger.ZERO;
  private BigInteger negative = BigInteger.ZERO;
  private long losing;
  private long gaining;

  void put(int bucket, Bucket totals) {
    buckets.put(bucket, totals);
    customers += totals.customers();
    sum = sum.add(totals.sum());
    if (bucket < 0) {
      negative = negative.add(totals.sum());
      losing += totals.customers();
    } else if (bucket > 0) {
      gaining += totals.customers();
    }
  }

  /** How many customers the series has. */
  public long customers() {
    return customers;
  }

  /** How many customers have a negative value. */
  public long negativeCustomers() {
    return losing;
  }

  /** How many customers have a positive value. */
  public long positiveCustomers() {
    return gaining;
  }

  /** The sum of all values. */
  public BigInteger sum() {
    return sum;
  }

  /** The sum of the negative values. */
  public BigInteger negativeSum() {
    return negative;
  }

  /** The sum of the positive values. */
  public BigInteger positiveSum() {
    return sum.subtract(negative);
  }

  NavigableMap<Integer, Bucket> buckets() {
    return buckets;
  }

  /** The bucket that holds the rank-th smallest value, 1 ≤ rank ≤ customers. */
  int bucketOfRank(long rank) {
    long seen = 0;
    for (Map.Entry<Integer, Bucket> entry : buckets.entrySet()) {
      seen += entry.getValue().customers();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("rank " + rank + " of " + customers);
  }

  /** The first bucket from the top whose values, added to all greater ones, reach the target. */
  @Nullable Integer bucketOfTopSum(BigInteger target) {
    BigInteger seen = BigInteger.ZERO;
    for (Map.Entry<Integer, Bucket> entry : buckets.descendingMap().entrySet()) {
      seen = seen.add(entry.getValue().sum());
      if (seen.compareTo(target) >= 0) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** How many customers lie in the buckets below this one. */
  long customersBelow(int bucket) {
    return carried(bucket).customers();
  }

  /** The sum of the values in the buckets below this one. */
  BigInteger sumBelow(int bucket) {
    return carried(bucket).sum();
  }

  private Carried carried(int bucket) {
    if (carried.isEmpty()) {
      long customersSoFar = 0;
      BigInteger sumSoFar = BigInteger.ZERO;
      for (Map.Entry<Integer, Bucket> entry : buckets.entrySet()) {
        carried.put(entry.getKey(), new Carried(customersSoFar, sumSoFar));
        customersSoFar += entry.getValue().customers();
        sumSoFar = sumSoFar.add(entry.getValue().sum());
      }
    }
    return Objects.requireNonNull(carried.get(bucket), "no such bucket");
  }

  @Nullable Long leastAbove(int bucket) {
    Map.Entry<Integer, Bucket> next = buckets.higherEntry(bucket);
    return next == null ? null : next.getValue().least();
  }
}
