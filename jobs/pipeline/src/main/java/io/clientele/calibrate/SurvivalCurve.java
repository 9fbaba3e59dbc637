package io.clientele.calibrate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Kaplan–Meier estimate of S(t), the share whose next purchase takes longer than t days, from
 * weighted intervals of which some are still open: S(t) = Π over lengths u ≤ t of 1 − d(u) / r(u),
 * where d(u) is the weight that ended with a purchase at u and r(u) the weight of all intervals of
 * at least u days. An interval that is open at u still counts at u.
 *
 * <p>Fifty significant digits; levels closer than 10⁻²⁰ are equal, so that a share of exactly one
 * half is one half however its weights were rounded.
 */
public final class SurvivalCurve {
  private static final MathContext DIGITS = new MathContext(50, RoundingMode.HALF_EVEN);
  private static final BigDecimal TOLERANCE = new BigDecimal("1E-20");
  private static final int SHARE_SCALE = 6;

  private final List<Step> steps;

  /**
   * What ended at one length.
   *
   * @param closed the weight of intervals that a purchase ended
   * @param open the weight of those that the as-of date cut off
   */
  public record Ended(BigDecimal closed, BigDecimal open) {
    Ended plus(Ended other) {
      return new Ended(closed.add(other.closed), open.add(other.open));
    }
  }

  /**
   * The curve at a length at which something ended.
   *
   * @param days the length
   * @param atRisk r: the weight of intervals at least that long
   * @param closed d: the weight that a purchase ended there
   * @param survival S(days)
   */
  public record Step(int days, BigDecimal atRisk, BigDecimal closed, BigDecimal survival) {}

  private SurvivalCurve(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The curve of what ended at each length in days; of nothing it is 1 everywhere. */
  public static SurvivalCurve of(Map<Integer, Ended> ended) {
    NavigableMap<Integer, Ended> ascending = new TreeMap<>(ended);
    BigDecimal atRisk = BigDecimal.ZERO;
    for (Ended at : ascending.values()) {
      atRisk = atRisk.add(at.closed()).add(at.open());
    }
    BigDecimal survival = BigDecimal.ONE;
    List<Step> steps = new ArrayList<>();
    for (Map.Entry<Integer, Ended> entry : ascending.entrySet()) {
      Ended at = entry.getValue();
      if (at.closed().signum() > 0) {
        BigDecimal stays = atRisk.subtract(at.closed());
        survival = survival.multiply(stays, DIGITS).divide(atRisk, DIGITS);
      }
      steps.add(new Step(entry.getKey(), atRisk, at.closed(), survival));
      atRisk = atRisk.subtract(at.closed()).subtract(at.open());
    }
    return new SurvivalCurve(steps);
  }

  /** The steps by ascending length. */
  public List<Step> steps() {
    return steps;
  }

  /** S(days), 0 to 1. */
  public BigDecimal at(int days) {
    BigDecimal survival = BigDecimal.ONE;
    for (Step step : steps) {
      if (step.days() > days) {
        break;
      }
      survival = step.survival();
    }
    return survival;
  }

  /** Where the curve ends: the share that was not seen to come back. */
  public BigDecimal end() {
    return steps.isEmpty() ? BigDecimal.ONE : steps.get(steps.size() - 1).survival();
  }

  /** The longest length that was observed, open or closed; 0 without any. */
  public int lastDay() {
    return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).days();
  }

  /**
   * The least number of days within which {@code percent} % come back; null where the curve never
   * falls that low.
   */
  public @Nullable Integer quantile(int percent) {
    return reached(percent(percent));
  }

  /**
   * The least number of days within which {@code percent} % of those come back who are seen to come
   * back at all: F(t) ≥ percent · F(end), F = 1 − S. The same as {@link #quantile} where the curve
   * ends at 0; null where nobody comes back.
   */
  public @Nullable Integer quantileOfReturns(int percent) {
    BigDecimal returning = BigDecimal.ONE.subtract(end());
    return returning.signum() == 0 ? null : reached(percent(percent).multiply(returning, DIGITS));
  }

  /**
   * Of those who are not back after so many days, the share that is still seen to come back: 1 −
   * S(end) / S(days); 0 where everybody is back.
   */
  public BigDecimal stillReturning(int days) {
    BigDecimal away = at(days);
    return away.signum() == 0
        ? BigDecimal.ZERO.setScale(SHARE_SCALE)
        : BigDecimal.ONE
            .subtract(end().divide(away, DIGITS))
            .setScale(SHARE_SCALE, RoundingMode.HALF_UP);
  }

  private static BigDecimal percent(int percent) {
    if (percent < 1 || percent > 99) {
      throw new IllegalArgumentException("a quantile of " + percent + " %");
    }
    return BigDecimal.valueOf(percent, 2);
  }

  private @Nullable Integer reached(BigDecimal returned) {
    BigDecimal level = BigDecimal.ONE.subtract(returned).add(TOLERANCE);
    return steps.stream()
        .filter(step -> step.survival().compareTo(level) <= 0)
        .findFirst()
        .map(Step::days)
        .orElse(null);
  }
}
