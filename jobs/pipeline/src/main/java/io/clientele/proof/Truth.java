package io.clientele.proof;

import io.clientele.solver.Formula;

/**
 * A condition of three-valued logic as two of two-valued logic. Where neither holds it is null.
 *
 * @param yes where it is true
 * @param no where it is false
 */
record Truth(Formula yes, Formula no) {

  /** A condition that is never null. */
  static Truth certain(Formula yes) {
    return new Truth(yes, yes.negated());
  }

  static Truth of(boolean value) {
    return certain(value ? Formula.TRUE : Formula.FALSE);
  }

  /** Where it is null. */
  Formula unknown() {
    return yes.negated().and(no.negated());
  }

  Truth not() {
    return new Truth(no, yes);
  }

  Truth and(Truth other) {
    return new Truth(yes.and(other.yes), no.or(other.no));
  }

  Truth or(Truth other) {
    return new Truth(yes.or(other.yes), no.and(other.no));
  }

  Truth sameAs(Truth other) {
    return new Truth(
        yes.and(other.yes).or(no.and(other.no)), yes.and(other.no).or(no.and(other.yes)));
  }

  /** This where it is not null, else the other. */
  Truth orElse(Truth other) {
    return new Truth(yes.or(unknown().and(other.yes)), no.or(unknown().and(other.no)));
  }
}
