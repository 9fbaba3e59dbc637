package io.clientele.analysis;

import io.clientele.rule.Expr;
import io.clientele.solver.Formula;

/**
 * A word of a rule as variables of the solver.
 *
 * @param name as rules write it
 * @param kind what it yields
 * @param variable a number for numbers and dates, a fact for flags; unused for texts
 * @param whole whether it is a whole number
 * @param missing where it is null; never for what every customer has
 */
record Symbol(String name, Expr.Kind kind, int variable, boolean whole, Formula missing) {

  /** Where it is not null. */
  Formula present() {
    return missing.negated();
  }

  boolean isNumeric() {
    return kind == Expr.Kind.NUMBER || kind == Expr.Kind.DATE;
  }
}
