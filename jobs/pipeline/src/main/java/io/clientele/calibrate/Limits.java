package io.clientele.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The limits of a lifecycle scheme, in whole days.
 *
 * @param activeDays the first day on which a customer counts as falling asleep
 * @param sleepingDays the first day on which it counts as lost; more than {@code activeDays}
 */
public record Limits(int activeDays, int sleepingDays) {
  /** The parameters that a scheme must have to be calibrated. */
  public static final String ACTIVE_DAYS = "active_days";

  /** See {@link #ACTIVE_DAYS}. */
  public static final String SLEEPING_DAYS = "sleeping_days";

  /**
   * The limits at the levels of a curve; nothing where nobody comes back. Where both levels fall on
   * the same day the second limit is the day after, so that no segment is impossible.
   */
  public static Optional<Limits> of(SurvivalCurve curve, Levels levels) {
    Integer active = curve.quantileOfReturns(levels.active());
    Integer sleeping = curve.quantileOfReturns(levels.sleeping());
    return active == null || sleeping == null
        ? Optional.empty()
        : Optional.of(new Limits(active, Math.max(sleeping, active + 1)));
  }

  /** As parameters of a scheme. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(ACTIVE_DAYS, Integer.toString(activeDays));
    parameters.put(SLEEPING_DAYS, Integer.toString(sleepingDays));
    return parameters;
  }
}
