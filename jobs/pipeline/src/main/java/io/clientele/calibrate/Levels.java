package io.clientele.calibrate;

import io.clientele.failure.ConfigurationException;

/**
 * Which quantiles of the returns become limits.
 *
 * @param active in percent: by {@code active_days} so many of those who come back are back
 * @param sleeping the same for {@code sleeping_days}; more than {@code active}
 */
public record Levels(int active, int sleeping) {
  /** Half of the returns, then four in five. */
  public static final Levels DEFAULT = new Levels(50, 80);

  /** Levels in percent that ascend. */
  public Levels {
    if (active < 1 || sleeping > 99 || active >= sleeping) {
      throw new ConfigurationException(
          "The levels "
              + active
              + ","
              + sleeping
              + " make no limits: expected two ascending whole numbers from 1 to 99, such as"
              + " --levels 50,80");
    }
  }
}
