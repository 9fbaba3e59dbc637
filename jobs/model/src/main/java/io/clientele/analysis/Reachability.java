package io.clientele.analysis;

import io.clientele.rule.Expr;
import io.clientele.solver.Answer;
import io.clientele.solver.Formula;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds rules that can never hold, and rules that earlier ones leave nobody for. */
final class Reachability {
  private final SchemeConditions logic;
  private final Findings findings;
  private final Set<Integer> dead = new HashSet<>();
  private int skipped;

  private Reachability(SchemeConditions logic, Findings findings) {
    this.logic = logic;
    this.findings = findings;
  }

  /** Looks at every rule; returns those, by number, into which nobody can come. */
  static Set<Integer> check(SchemeConditions logic, Findings findings) {
    Reachability reach = new Reachability(logic, findings);
    logic.question().begin();
    for (int i = 0; i < logic.rules().size(); i++) {
      reach.check(i);
    }
    if (reach.skipped > 0) {
      findings.skipped(
          logic.rules().size()
              + " rules are too many: whether earlier ones leave anybody was not asked for the last "
              + reach.skipped);
    }
    return reach.dead;
  }

  private void check(int index) {
    SchemeConditions.Rule rule = logic.rules().get(index);
    boolean off =
        Conjuncts.of(rule.expr()).stream()
            .anyMatch(part -> logic.yes(part).equals(Formula.FALSE) && isConstant(part));
    if (off) {
      dead.add(index);
      findings.add(
          Finding.Kind.SWITCHED_OFF,
          Severity.NOTE,
          List.of(rule.name()),
          rule.name() + " is switched off by a parameter of the scheme");
    } else if (logic.question().ask(rule.holds()).isNo()) {
      dead.add(index);
      contradiction(rule);
    } else if (skipped > 0) {
      skipped++;
    } else {
      Answer left = logic.question().ask(logic.region(index));
      if (logic.question().isSpent()) {
        skipped++;
        logic.question().begin();
      } else if (left.isNo()) {
        dead.add(index);
        covered(index);
      } else if (!left.isYes()) {
        findings.open(
            new DeferredCheck(Finding.Kind.UNREACHABLE, index, index), logic.region(index));
      }
    }
  }

  private static boolean isConstant(Expr expr) {
    return Mentions.of(expr).isEmpty();
  }

  private void contradiction(SchemeConditions.Rule rule) {
    List<Expr> least =
        Conjuncts.least(
            Conjuncts.of(rule.expr()),
            parts ->
                logic.question().ask(Formula.all(parts.stream().map(logic::yes).toList())).isNo());
    String said = least.stream().map(ExpandedRule::of).collect(Collectors.joining(" AND "));
    findings.add(
        Finding.Kind.CONTRADICTION,
        Severity.ERROR,
        List.of(rule.name()),
        rule.name()
            + " can never hold: "
            + (least.size() > 1
                ? "no customer meets " + said + " together"
                : "no customer meets " + said));
  }

  private void covered(int index) {
    SchemeConditions.Rule rule = logic.rules().get(index);
    List<Integer> earlier = new ArrayList<>();
    for (int i = 0; i < index; i++) {
      if (!dead.contains(i)) {
        earlier.add(i);
      }
    }
    List<Integer> least =
        Conjuncts.least(earlier, some -> logic.question().ask(outside(index, some)).isNo());
    List<String> covering = least.stream().map(i -> logic.rules().get(i).name()).toList();
    List<String> segments = new ArrayList<>(covering);
    segments.add(rule.name());
    findings.add(
        Finding.Kind.UNREACHABLE,
        Severity.ERROR,
        segments,
        "nobody can come into "
            + rule.name()
            + ": everybody it asks for is in "
            + Findings.list(covering)
            + ", which stand"
            + (covering.size() == 1 ? "s" : "")
            + " before it");
  }

  private Formula outside(int index, List<Integer> others) {
    List<Formula> parts = new ArrayList<>(List.of(logic.rules().get(index).holds()));
    others.forEach(i -> parts.add(logic.rules().get(i).holds().negated()));
    return Formula.all(parts);
  }
}
