package io.clientele.rule;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A straight line {@code slope · x + intercept} over the value x of the feature that moves.
 *
 * @param slope 0 for what does not move
 * @param intercept at x = 0
 */
public record StraightLine(BigDecimal slope, BigDecimal intercept) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Digits enough that a quotient misses its place by far less than any feature's unit. */
  private static final MathContext EXACT = new MathContext(60);

  private static final int ROOT_SCALE = 12;

  /** The moving feature itself. */
  public static final StraightLine X = new StraightLine(BigDecimal.ONE, BigDecimal.ZERO);

  static StraightLine flat(BigDecimal value) {
    return new StraightLine(BigDecimal.ZERO, value);
  }

  /** A value that stays {@code ahead} of the moving feature. */
  public static StraightLine alongside(BigDecimal ahead) {
    return new StraightLine(BigDecimal.ONE, ahead);
  }

  StraightLine plus(StraightLine other) {
    return new StraightLine(slope.add(other.slope), intercept.add(other.intercept));
  }

  StraightLine minus(StraightLine other) {
    return new StraightLine(slope.subtract(other.slope), intercept.subtract(other.intercept));
  }

  /** The product; none where both move, because that is no line. */
  Optional<StraightLine> times(StraightLine other) {
    if (slope.signum() != 0 && other.slope.signum() != 0) {
      return Optional.empty();
    }
    return Optional.of(
        new StraightLine(
            slope.multiply(other.intercept).add(other.slope.multiply(intercept)),
            intercept.multiply(other.intercept)));
  }

  /** The quotient; none by what moves or is zero. */
  Optional<StraightLine> by(StraightLine other) {
    if (other.slope.signum() != 0 || other.intercept.signum() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new StraightLine(
            slope.divide(other.intercept, EXACT), intercept.divide(other.intercept, EXACT)));
  }

  /**
   * Where the line is zero, rounded down at a place far beyond any feature's unit; none where it is
   * flat.
   */
  Optional<BigDecimal> root() {
    if (slope.signum() == 0) {
      return Optional.empty();
    }
    BigDecimal root =
        slope.equals(BigDecimal.ONE)
            ? intercept.negate()
            : intercept.negate().divide(slope, ROOT_SCALE, RoundingMode.FLOOR);
    return Optional.of(root);
  }
}
