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
  private static final Key FLOOR =
      Key.share("floor", "the least share of the buyers that a group has, 0.01 or more")
          .orElse("0.01");

  private static final Key LEAST_BUYERS =
      Key.integer("least_buyers", 1, Integer.MAX_VALUE, "the least number of buyers in a group")
          .orElse("30");

  static final Keys KEYS =
      Keys.of(
          "groups",
          "what a value needs to be a group of its own where customers are compared within groups",
          FLOOR,
          LEAST_BUYERS);

  static GroupFloor read(Section section) {
    BigDecimal share = section.share(FLOOR);
    if (share.compareTo(LEAST) < 0) {
      section.problem(FLOOR, share + " is below 0.01: at most a hundred groups are compared");
    }
    int buyers = section.integer(LEAST_BUYERS);
    section.close();
    return new GroupFloor(share, buyers);
  }
}
