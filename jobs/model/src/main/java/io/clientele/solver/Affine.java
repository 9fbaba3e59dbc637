package io.clientele.solver;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sum of multiples of variables and a constant. */
public final class Affine {
  private final TreeMap<Integer, Rational> factors;
  private final Rational constant;

  private Affine(TreeMap<Integer, Rational> factors, Rational constant) {
    this.factors = factors;
    this.constant = constant;
  }

  /** A number. */
  public static Affine of(Rational constant) {
    return new Affine(new TreeMap<>(), constant);
  }

  /** A variable. */
  public static Affine variable(int variable) {
    return new Affine(new TreeMap<>(Map.of(variable, Rational.ONE)), Rational.ZERO);
  }

  /** Whether it has no variables. */
  public boolean isConstant() {
    return factors.isEmpty();
  }

  /** What it is without its variables. */
  public Rational constant() {
    return constant;
  }

  /** Its variables. */
  public List<Integer> variables() {
    return List.copyOf(factors.keySet());
  }

  /** The sum. */
  public Affine plus(Affine other) {
    TreeMap<Integer, Rational> sum = new TreeMap<>(factors);
    other.factors.forEach((variable, factor) -> sum.merge(variable, factor, Rational::plus));
    sum.values().removeIf(factor -> factor.signum() == 0);
    return new Affine(sum, constant.plus(other.constant));
  }

  /** The difference. */
  public Affine minus(Affine other) {
    return plus(other.times(Rational.ONE.negated()));
  }

  /** A multiple. */
  public Affine times(Rational factor) {
    TreeMap<Integer, Rational> multiple = new TreeMap<>();
    if (factor.signum() != 0) {
      factors.forEach((variable, own) -> multiple.put(variable, own.times(factor)));
    }
    return new Affine(multiple, constant.times(factor));
  }

  /** {@code this <= 0}, or {@code this < 0}. */
  public Formula atMostZero(boolean strict, Variables variables) {
    if (factors.isEmpty()) {
      int sign = constant.signum();
      return sign < 0 || !strict && sign == 0 ? Formula.TRUE : Formula.FALSE;
    }
    Rational scale = scale();
    List<Rational> whole = new ArrayList<>();
    factors.values().forEach(factor -> whole.add(factor.dividedBy(scale)));
    Form form = variables.form(List.copyOf(factors.keySet()), whole);
    // form · scale <= −constant
    boolean upper = scale.signum() > 0;
    Rational at = constant.negated().dividedBy(scale);
    Delta limit = !strict ? Delta.of(at) : upper ? Delta.below(at) : Delta.above(at);
    if (form.whole()) {
      limit = Delta.of(upper ? limit.floor() : limit.ceiling());
    }
    return new Formula.Bound(form, upper, limit);
  }

  /** {@code this = 0}. */
  public Formula isZero(Variables variables) {
    return atMostZero(false, variables)
        .and(times(Rational.ONE.negated()).atMostZero(false, variables));
  }

  /** What the factors are divided by to be whole, without a common divisor, the first positive. */
  private Rational scale() {
    BigInteger divisor = BigInteger.ZERO;
    BigInteger multiple = BigInteger.ONE;
    for (Rational factor : factors.values()) {
      divisor = divisor.gcd(factor.numerator());
      BigInteger denominator = factor.denominator();
      multiple = multiple.multiply(denominator).divide(multiple.gcd(denominator));
    }
    Rational scale = Rational.of(divisor, multiple);
    return factors.firstEntry().getValue().signum() < 0 ? scale.negated() : scale;
  }
}
