package io.clientele.analysis;

import io.clientele.solver.Formula;

/**
 * A condition of three-valued logic as two of two-valued logic. Where neither holds it is null.
 *
 * @param yes where it is true
 * @param no where it is false
 */
record ThreeValued(Formula yes, Formula no) {

  /** A condition that is never null. */
  static ThreeValued certain(Formula yes) {
    return new ThreeValued(yes, yes.negated());
  }

  static ThreeValued of(boolean value) {
    return certain(value ? Formula.TRUE : Formula.FALSE);
  }

  /** Where it is null. */
  Formula unknown() {
    return yes.negated().and(no.negated());
  }

  ThreeValued not() {
    return new ThreeValued(no, yes);
  }

  ThreeValued and(ThreeValued other) {
    return new ThreeValued(yes.and(other.yes), no.or(other.no));
  }

  ThreeValued or(ThreeValued other) {
    return new ThreeValued(yes.or(other.yes), no.and(other.no));
  }

  ThreeValued sameAs(ThreeValued other) {
    return new ThreeValued(
        yes.and(other.yes).or(no.and(other.no)), yes.and(other.no).or(no.and(other.yes)));
  }

  /** This where it is not null, else the other. */
  ThreeValued orElse(ThreeValued other) {
    return new ThreeValued(yes.or(unknown().and(other.yes)), no.or(unknown().and(other.no)));
  }
}
