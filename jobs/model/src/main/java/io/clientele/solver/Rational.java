package io.clientele.solver;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact fraction in lowest terms with a positive denominator. */
public final class Rational implements Comparable<Rational> {
  public static final Rational ZERO = of(0);
  public static final Rational ONE = of(1);

  private final BigInteger numerator;
  private final BigInteger denominator;

  private Rational(BigInteger numerator, BigInteger denominator) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /** A whole number. */
  public static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /** A whole number. */
  public static Rational of(BigInteger value) {
    return new Rational(value, BigInteger.ONE);
  }

  /** A decimal, exactly. */
  public static Rational of(BigDecimal value) {
    return value.scale() <= 0
        ? of(value.toBigIntegerExact())
        : of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  /**
   * A quotient.
   *
   * @param denominator not 0
   */
  public static Rational of(BigInteger numerator, BigInteger denominator) {
    BigInteger divisor = numerator.gcd(denominator);
    BigInteger signed = denominator.signum() < 0 ? divisor.negate() : divisor;
    return new Rational(numerator.divide(signed), denominator.divide(signed));
  }

  BigInteger numerator() {
    return numerator;
  }

  BigInteger denominator() {
    return denominator;
  }

  /** The sum. */
  public Rational plus(Rational other) {
    if (isWhole() && other.isWhole()) {
      return of(numerator.add(other.numerator));
    }
    return of(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /** The difference. */
  public Rational minus(Rational other) {
    return plus(other.negated());
  }

  /** The product. */
  public Rational times(Rational other) {
    if (isWhole() && other.isWhole()) {
      return of(numerator.multiply(other.numerator));
    }
    return of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** The quotient; the divisor is not 0. */
  public Rational dividedBy(Rational other) {
    return of(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  /** The same size with the other sign. */
  public Rational negated() {
    return new Rational(numerator.negate(), denominator);
  }

  /** −1, 0 or 1. */
  public int signum() {
    return numerator.signum();
  }

  /** Whether it is a whole number. */
  public boolean isWhole() {
    return denominator.equals(BigInteger.ONE);
  }

  /** The greatest whole number that is not above. */
  public Rational floor() {
    if (isWhole()) {
      return this;
    }
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return of(numerator.signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]);
  }

  /** The least whole number that is not below. */
  public Rational ceiling() {
    return negated().floor().negated();
  }

  @Override
  public int compareTo(Rational other) {
    return isWhole() && other.isWhole()
        ? numerator.compareTo(other.numerator)
        : numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rational that
        && numerator.equals(that.numerator)
        && denominator.equals(that.denominator);
  }

  @Override
  public int hashCode() {
    return 31 * numerator.hashCode() + denominator.hashCode();
  }

  /** As people write it: a decimal where it has an end, else a fraction. */
  @Override
  public String toString() {
    try {
      BigDecimal decimal = new BigDecimal(numerator).divide(new BigDecimal(denominator));
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    } catch (ArithmeticException endless) {
      return numerator + "/" + denominator;
    }
  }
}
