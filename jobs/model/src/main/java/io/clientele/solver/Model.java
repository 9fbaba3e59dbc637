package io.clientele.solver;

import java.util.List;

/**
 * A value for each variable.
 *
 * @param numbers by the number's index; those that no condition mentions are 0
 * @param facts by the fact's index; those that no condition decides are false
 */
public record Model(List<Rational> numbers, List<Boolean> facts) {

  /** The value of a number; 0 for one that the problem did not know. */
  public Rational number(int variable) {
    return variable < numbers.size() ? numbers.get(variable) : Rational.ZERO;
  }

  /** Whether a fact holds; false for one that the problem did not know. */
  public boolean fact(int variable) {
    return variable < facts.size() && facts.get(variable);
  }
}
