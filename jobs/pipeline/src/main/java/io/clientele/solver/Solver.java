package io.clientele.solver;

import java.util.List;

/** Decides whether conditions can hold together, in a bounded number of steps. */
public final class Solver {
  private final Variables variables;
  private final long steps;

  /**
   * A solver.
   *
   * @param variables those of the conditions
   * @param steps branches and pivots that one question may take
   */
  public Solver(Variables variables, long steps) {
    this.variables = variables;
    this.steps = steps;
  }

  /** Whether the conditions can hold together, with any values under which they do. */
  public Answer ask(List<Formula> conditions) {
    return ask(conditions, false);
  }

  /** The same, with values that are simple to read. */
  public Answer example(List<Formula> conditions) {
    return ask(conditions, true);
  }

  private Answer ask(List<Formula> conditions, boolean simple) {
    Budget budget = new Budget(steps);
    try {
      Model model = new Search(conditions, variables, budget, simple).model(conditions);
      return new Answer(model == null ? Answer.Outcome.NO : Answer.Outcome.YES, model);
    } catch (Budget.Spent spent) {
      return new Answer(Answer.Outcome.UNDECIDED, null);
    }
  }
}
