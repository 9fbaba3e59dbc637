package io.clientele.analysis;

import io.clientele.scheme.Population;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeOptions;
import io.clientele.solver.Answer;
import io.clientele.solver.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds customers for whom two rules hold, and customers for whom none does. */
final class Cover {
  /** Of more rules, pairs are taken by how near they stand, as far as the work goes. */
  private static final int ALL_PAIRS = 200;

  private final SchemeConditions logic;
  private final Findings findings;
  private final ScoreCells cells;
  private final boolean strict;
  private final boolean byPriority;

  Cover(SchemeConditions logic, Findings findings) {
    SchemeOptions options = logic.scheme().file().options();
    this.logic = logic;
    this.findings = findings;
    this.cells = ScoreCells.of(logic);
    this.strict = options.strict();
    this.byPriority = options.precedence() == SchemeOptions.Precedence.FIRST_MATCH;
  }

  /**
   * Pairs of rules. A scheme that says precedence: first_match means them to overlap.
   *
   * @param dead rules into which nobody can come; they were reported already
   */
  void overlaps(Set<Integer> dead) {
    if (byPriority) {
      return;
    }
    List<Integer> alive = new ArrayList<>();
    for (int i = 0; i < logic.rules().size(); i++) {
      if (!dead.contains(i)) {
        alive.add(i);
      }
    }
    logic.question().begin();
    long asked = alive.size() <= ALL_PAIRS ? all(alive) : nearest(alive);
    long pairs = alive.size() * (alive.size() - 1L) / 2;
    if (asked < pairs) {
      findings.skipped(
          alive.size()
              + " rules are too many: of their "
              + pairs
              + " pairs the "
              + asked
              + " that stand nearest to each other were asked for overlaps");
    }
  }

  private long all(List<Integer> rules) {
    long asked = 0;
    for (int i = 0; i < rules.size(); i++) {
      for (int j = i + 1; j < rules.size(); j++) {
        overlap(rules.get(i), rules.get(j));
        if (logic.question().isSpent()) {
          return asked;
        }
        asked++;
      }
    }
    return asked;
  }

  /** Neighbours first: where a pair was meant to exclude each other, it mostly stands together. */
  private long nearest(List<Integer> rules) {
    long asked = 0;
    for (int distance = 1; distance < rules.size(); distance++) {
      for (int i = 0; i + distance < rules.size(); i++) {
        overlap(rules.get(i), rules.get(i + distance));
        if (logic.question().isSpent()) {
          return asked;
        }
        asked++;
      }
    }
    return asked;
  }

  private void overlap(int i, int j) {
    SchemeConditions.Rule first = logic.rules().get(i);
    SchemeConditions.Rule second = logic.rules().get(j);
    Formula both = first.holds().and(second.holds());
    Answer answer = logic.question().example(both);
    if (answer.isYes()) {
      findings.add(
          Finding.Kind.OVERLAP,
          strict ? Severity.ERROR : Severity.WARNING,
          List.of(first.name(), second.name()),
          first.name()
              + " and "
              + second.name()
              + " hold for the same customer"
              + cells.count(both)
              + "; "
              + first.name()
              + " stands first and wins",
          logic.witness(answer, List.of(first, second)));
    } else if (!answer.isNo() && !logic.question().isSpent()) {
      findings.open(new DeferredCheck(Finding.Kind.OVERLAP, i, j), both);
    }
  }

  /** Members of the population that fall to otherwise. */
  void gaps() {
    logic.question().begin();
    Formula none = logic.region(logic.rules().size());
    Answer answer = logic.question().example(none);
    Scheme scheme = logic.scheme();
    if (answer.isYes()) {
      String member =
          switch (scheme.file().population()) {
            case BUYERS -> "buyer";
            case LEADS -> "lead";
            case CUSTOMERS, ALL -> "customer";
          };
      Severity severity = byPriority ? Severity.NOTE : Severity.WARNING;
      findings.add(
          Finding.Kind.GAP,
          strict ? Severity.ERROR : severity,
          List.of(scheme.file().otherwise().name()),
          "no rule holds for some "
              + member
              + (scheme.file().population() == Population.ALL ? " or lead" : "")
              + cells.count(none)
              + ", who falls to "
              + scheme.file().otherwise().name(),
          logic.witness(answer, logic.rules()));
    } else if (!answer.isNo() && logic.question().isSpent()) {
      findings.skipped(
          logic.rules().size()
              + " rules are too many: whether all of them leave somebody out was not found");
    } else if (!answer.isNo()) {
      int count = logic.rules().size();
      findings.open(new DeferredCheck(Finding.Kind.GAP, count, count), none);
    }
  }
}
