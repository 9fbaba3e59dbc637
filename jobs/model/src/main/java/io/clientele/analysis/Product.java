package io.clientele.analysis;

import io.clientele.solver.Affine;
import io.clientele.solver.Formula;
import io.clientele.solver.Rational;
import io.clientele.solver.Variables;

/**
 * A product or a quotient of two sums that both vary.
 *
 * @param first the first factor, or what is divided
 * @param second the second factor, or the divisor
 * @param divided whether it is a quotient
 */
record Product(Affine first, Affine second, boolean divided) {

  /**
   * What the product is where the second is a given number.
   *
   * @param variable the product's own
   * @param given not 0
   */
  Formula where(int variable, Rational given, Variables variables) {
    Affine value = first.times(divided ? Rational.ONE.dividedBy(given) : given);
    return second
        .minus(Affine.of(given))
        .isZero(variables)
        .and(Affine.variable(variable).minus(value).isZero(variables));
  }
}
