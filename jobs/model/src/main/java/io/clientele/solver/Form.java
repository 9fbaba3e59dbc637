package io.clientele.solver;

import java.util.List;

/**
 * A sum of variables with whole factors that have no common divisor, the first of them positive.
 * Conditions on the same sum share one form, whichever way round they were written.
 *
 * @param variables ascending, at least one
 * @param factors one a variable, none 0
 * @param whole whether all variables are whole numbers, and so the sum
 */
public record Form(List<Integer> variables, List<Rational> factors, boolean whole) {

  /** Whether it is a variable alone. */
  public boolean isVariable() {
    return variables.size() == 1;
  }

  /** The sum under a model. */
  public Rational value(Model model) {
    Rational sum = Rational.ZERO;
    for (int i = 0; i < variables.size(); i++) {
      sum = sum.plus(factors.get(i).times(model.number(variables.get(i))));
    }
    return sum;
  }
}
