package io.clientele.config;

import java.math.BigDecimal;

/**
 * Which values of a feature are groups of their own, where customers are compared within groups;
 * the rarer ones are pooled.
 *
 * @param share the least share of the buyers, at least 0.01: no base has more than 100 groups
 * @param leastBuyers the least number of buyers
 */
public record GroupFloor(BigDecimal share, int leastBuyers) {
  private static final BigDecimal LEAST = new BigDecimal("0.01");
  private static final int DEFAULT_BUYERS = 30;

  static GroupFloor read(Section section) {
    BigDecimal share = section.share("floor", LEAST);
    if (share.compareTo(LEAST) < 0) {
      section.problem("floor", share + " is below 0.01: at most a hundred groups are compared");
    }
    int buyers = section.integer("least_buyers", DEFAULT_BUYERS, 1, Integer.MAX_VALUE);
    section.close();
    return new GroupFloor(share, buyers);
  }

  /** What can change a result. */
  String fingerprint() {
    return share.stripTrailingZeros().toPlainString() + "/" + leastBuyers;
  }
}
