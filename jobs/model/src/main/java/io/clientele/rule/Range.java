package io.clientele.rule;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * All numbers between two, both included; interval arithmetic that forgets what its arguments have
 * in common.
 *
 * @param low the least, or −∞
 * @param high the greatest, or ∞
 */
public record Range(double low, double high) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What may be anything, or nothing. */
  static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** More than decimal places of quotients and binary places of floating point can differ by. */
  private static final double NEAR = 1e-5;

  private static final double RELATIVE = 1e-9;

  /** From one number to another, in whichever order. */
  public static Range between(BigDecimal one, BigDecimal other) {
    double a = one.doubleValue();
    double b = other.doubleValue();
    return a <= b ? new Range(a, b) : new Range(b, a);
  }

  static Range at(BigDecimal value) {
    double number = value.doubleValue();
    return new Range(number, number);
  }

  /** Whether a number of one can equal a number of the other. */
  boolean meets(Range other) {
    double near = NEAR + RELATIVE * Math.max(size(), other.size());
    // Written so that what is no number meets everything.
    return !(low - near > other.high || other.low - near > high);
  }

  /** Of the greater bound; those that are infinite have no size. */
  private double size() {
    return Math.max(
        Double.isInfinite(low) ? 0 : Math.abs(low), Double.isInfinite(high) ? 0 : Math.abs(high));
  }

  Range plus(Range other) {
    return known(low + other.low, high + other.high);
  }

  Range minus(Range other) {
    return known(low - other.high, high - other.low);
  }

  Range times(Range other) {
    return hull(low * other.low, low * other.high, high * other.low, high * other.high);
  }

  /** Anything where zero may be divided by. */
  Range by(Range other) {
    if (other.low <= NEAR && other.high >= -NEAR) {
      return ANY;
    }
    return hull(low / other.low, low / other.high, high / other.low, high / other.high);
  }

  Range abs() {
    if (low <= 0 && high >= 0) {
      return new Range(0, Math.max(-low, high));
    }
    return low > 0 ? this : new Range(-high, -low);
  }

  Range floor() {
    return new Range(Math.floor(low - NEAR), Math.floor(high + NEAR));
  }

  Range ceil() {
    return new Range(Math.ceil(low - NEAR), Math.ceil(high + NEAR));
  }

  Range greatest(Range other) {
    return new Range(Math.max(low, other.low), Math.max(high, other.high));
  }

  Range least(Range other) {
    return new Range(Math.min(low, other.low), Math.min(high, other.high));
  }

  Range or(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }

  private static Range hull(double a, double b, double c, double d) {
    return known(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  private static Range known(double low, double high) {
    return Double.isNaN(low) || Double.isNaN(high) ? ANY : new Range(low, high);
  }
}
