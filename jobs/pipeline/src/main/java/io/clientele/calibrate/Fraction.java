package io.clientele.calibrate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact ratio, never reduced.
 *
 * @param numerator any whole number
 * @param denominator above 0
 */
record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {

  Fraction plus(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  BigDecimal decimal(MathContext digits) {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), digits);
  }

  @Override
  public int compareTo(Fraction other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }
}
