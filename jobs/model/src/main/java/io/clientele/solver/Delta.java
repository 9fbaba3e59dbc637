package io.clientele.solver;

/**
 * A number next to another one: {@code value + delta · ε} for an ε as small as need be. With it
 * {@code x < 3} is {@code x <= 3 − ε}, and strict bounds need no rules of their own.
 *
 * @param value the number
 * @param delta how many ε beside it
 */
public record Delta(Rational value, Rational delta) implements Comparable<Delta> {
  static final Delta ZERO = of(Rational.ZERO);
  private static final Rational DOWN = Rational.of(-1);

  /** Exactly there. */
  public static Delta of(Rational value) {
    return new Delta(value, Rational.ZERO);
  }

  /** Just above. */
  public static Delta above(Rational value) {
    return new Delta(value, Rational.ONE);
  }

  /** Just below. */
  public static Delta below(Rational value) {
    return new Delta(value, DOWN);
  }

  /** One ε further up. */
  Delta next() {
    return new Delta(value, delta.plus(Rational.ONE));
  }

  /** One ε further down. */
  Delta previous() {
    return new Delta(value, delta.plus(DOWN));
  }

  Delta plus(Delta other) {
    return new Delta(value.plus(other.value), delta.plus(other.delta));
  }

  Delta minus(Delta other) {
    return new Delta(value.minus(other.value), delta.minus(other.delta));
  }

  Delta times(Rational factor) {
    return new Delta(value.times(factor), delta.times(factor));
  }

  boolean isWhole() {
    return value.isWhole() && delta.signum() == 0;
  }

  /** The greatest whole number that is not above. */
  Rational floor() {
    return value.isWhole() && delta.signum() < 0 ? value.minus(Rational.ONE) : value.floor();
  }

  /** The least whole number that is not below. */
  Rational ceiling() {
    return value.isWhole() && delta.signum() > 0 ? value.plus(Rational.ONE) : value.ceiling();
  }

  @Override
  public int compareTo(Delta other) {
    int first = value.compareTo(other.value);
    return first != 0 ? first : delta.compareTo(other.delta);
  }
}
