package io.clientele.feature;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What single customers are compared with.
 *
 * @param loyaltyPeriodDays the 80 % quantile of all repurchase gaps, held within 30 to 730 days; 90
 *     where fewer than 200 customers bought on two days
 */
public record BaseStatistics(int loyaltyPeriodDays) {
  private static final int LEAST_REPEAT_BUYERS = 200;
  private static final int DEFAULT_PERIOD = 90;

  /**
   * From the histogram of repurchase gaps.
   *
   * @param gaps length in days → how many gaps
   * @param repeatBuyers customers with at least two purchase days
   */
  public static BaseStatistics of(Map<Integer, Long> gaps, long repeatBuyers) {
    if (repeatBuyers < LEAST_REPEAT_BUYERS) {
      return new BaseStatistics(DEFAULT_PERIOD);
    }
    return new BaseStatistics(Math.min(730, Math.max(30, quantile(gaps, 80))));
  }

  /**
   * The smallest length with at least {@code percent} % of the gaps no longer than it.
   *
   * @throws IllegalArgumentException if there are no gaps
   */
  public static int quantile(Map<Integer, Long> gaps, int percent) {
    NavigableMap<Integer, Long> ascending = new TreeMap<>(gaps);
    long total = ascending.values().stream().mapToLong(Long::longValue).sum();
    long seen = 0;
    for (Map.Entry<Integer, Long> gap : ascending.entrySet()) {
      seen += gap.getValue();
      if (seen * 100 >= total * percent) {
        return gap.getKey();
      }
    }
    throw new IllegalArgumentException("no gaps");
  }
}
