package io.clientele.solver;

/** The steps that a search may still take, so that no question takes forever. */
final class Budget {

  /** There are no more steps. */
  static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Spent() {
      super("the search took more steps than it may", null, false, false);
    }
  }

  private final Work work;
  private long left;

  Budget(long steps, Work work) {
    this.left = steps;
    this.work = work;
  }

  void work(long conditions) {
    work.add(conditions);
  }

  void step() {
    if (--left < 0) {
      throw new Spent();
    }
  }
}
