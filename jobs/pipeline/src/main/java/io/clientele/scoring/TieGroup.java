package io.clientele.scoring;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * All customers that share one value of a series.
 *
 * @param value the shared value
 * @param customers how many they are
 * @param below how many customers have less
 * @param sumBelow the sum of the values of those who have less
 * @param next the next greater value in the series; null for the greatest
 */
public record TieGroup(
    long value, long customers, long below, BigInteger sumBelow, @Nullable Long next) {

  /** The sum of the {@code rank} smallest values, for a rank that this group contains. */
  public BigInteger sumOfSmallest(long rank) {
    if (rank < below || rank > below + customers) {
      throw new IllegalArgumentException("rank " + rank + " is not in " + this);
    }
    return sumBelow.add(BigInteger.valueOf(value).multiply(BigInteger.valueOf(rank - below)));
  }
}
