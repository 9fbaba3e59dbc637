package io.clientele.score;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The edges of one score as numbers, for whoever decides single customers.
 *
 * @param feature that is scored
 * @param higherIsBetter whether a better score begins at its edge rather than ending before it
 * @param edges by score from 2 upwards: the least value that has it, or, where fewer is better, the
 *     least value beyond it; a score that nobody reaches is not here
 */
public record ScoreScale(String feature, boolean higherIsBetter, TreeMap<Integer, BigDecimal> edges)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The score of a value. */
  public int score(BigDecimal value) {
    int score = 1;
    for (int k : edges.keySet()) {
      int order = value.compareTo(edges.get(k));
      score = (higherIsBetter ? order >= 0 : order < 0) ? k : score;
    }
    return score;
  }

  /** The values at which the score changes. */
  public List<BigDecimal> changes() {
    return new ArrayList<>(edges.values());
  }
}
