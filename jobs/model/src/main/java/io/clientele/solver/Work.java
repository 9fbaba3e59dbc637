package io.clientele.solver;

/**
 * What several questions together may cost, counted in conditions looked at: so many rules that
 * their questions would take hours are met with an answer in seconds, the same on every machine.
 */
final class Work {
  private final long most;
  private long left;

  Work(long most) {
    this.most = most;
    this.left = most;
  }

  void begin() {
    left = most;
  }

  boolean isSpent() {
    return left < 0;
  }

  void add(long conditions) {
    left -= conditions;
    if (left < 0) {
      throw new Budget.Spent();
    }
  }
}
