package io.clientele.scoring;

import java.io.Serializable;
import java.math.BigInteger;

/** What can be asked of a series; each answer is one {@link TieGroup}. */
public sealed interface RankQuery extends Serializable {
  /** The series asked. */
  int series();

  /**
   * The tie group that holds the rank-th smallest value.
   *
   * @param rank from 1 to the number of customers
   */
  record AtRank(int series, long rank) implements RankQuery {}

  /**
   * The tie group at which the sum of the values, taken from the greatest downwards, first reaches
   * the target.
   *
   * @param target positive
   */
  record AtTopSum(int series, BigInteger target) implements RankQuery {}
}
