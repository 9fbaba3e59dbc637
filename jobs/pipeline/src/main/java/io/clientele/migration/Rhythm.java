package io.clientele.migration;

import java.util.List;
import java.util.Map;

/**
 * Who counts as active and as lost: the limits of the first lifecycle that runs.
 *
 * @param activeDays a buyer is active below so many days since the last purchase; 60 without one
 * @param sleepingDays and lost from so many on; 90 without one
 */
record Rhythm(int activeDays, int sleepingDays) {
  private static final String ACTIVE = "active_days";
  private static final String SLEEPING = "sleeping_days";

  /** By the parameters of each scheme, in their order. */
  static Rhythm of(List<Map<String, String>> schemes) {
    return schemes.stream()
        .filter(parameters -> parameters.keySet().containsAll(List.of(ACTIVE, SLEEPING)))
        .findFirst()
        .map(
            parameters ->
                new Rhythm(
                    Integer.parseInt(String.valueOf(parameters.get(ACTIVE))),
                    Integer.parseInt(String.valueOf(parameters.get(SLEEPING)))))
        .orElse(new Rhythm(60, 90));
  }
}
