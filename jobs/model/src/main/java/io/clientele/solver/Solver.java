package io.clientele.solver;

import java.util.List;

/** Decides whether conditions can hold together, in a bounded number of steps. */
public final class Solver {
  private final Variables variables;
  private final long steps;
  private final Work work;

  /** A solver that may be asked any number of questions. */
  public Solver(Variables variables, long steps) {
    this(variables, steps, Long.MAX_VALUE);
  }

  /**
   * A solver.
   *
   * @param variables those of the conditions
   * @param steps branches and pivots that one question may take
   * @param work conditions that all questions together may look at until {@link #begin}
   */
  public Solver(Variables variables, long steps, long work) {
    this.variables = variables;
    this.steps = steps;
    this.work = new Work(work);
  }

  /** Begins other questions, which may take as much work again. */
  public void begin() {
    work.begin();
  }

  /** Whether the work is used up, so that all further questions stay undecided. */
  public boolean isSpent() {
    return work.isSpent();
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
    Budget budget = new Budget(steps, work);
    try {
      Model model = new Search(conditions, variables, budget, simple).model(conditions);
      return new Answer(model == null ? Answer.Outcome.NO : Answer.Outcome.YES, model);
    } catch (Budget.Spent | StackOverflowError spent) {
      // A search that goes too deep is one that takes too long.
      return new Answer(Answer.Outcome.UNDECIDED, null);
    }
  }
}
