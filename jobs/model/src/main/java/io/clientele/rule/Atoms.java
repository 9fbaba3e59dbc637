package io.clientele.rule;

import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The undivided conditions that rules are joined from. Two customers for whom all of them say the
 * same have the same segment.
 */
public final class Atoms {

  /**
   * A condition that is not decided by steps of single features.
   *
   * @param names the features whose movement can turn it
   */
  public record Other(LinkedHashSet<String> names, Term condition) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final RuleTerms terms;
  private final Map<String, List<Term>> steps = new LinkedHashMap<>();
  private final List<Other> others = new ArrayList<>();

  /**
   * Takes rules apart.
   *
   * @param rules checked
   * @param terms knows the numbers of the base and the scores
   */
  public Atoms(Collection<Expr> rules, RuleTerms terms) {
    this.terms = terms;
    rules.forEach(this::take);
  }

  /**
   * By numeric feature what it alone decides for buyers: conditions and scores. Between the places
   * of {@link Crossings#addFixed} none of them changes.
   */
  public Map<String, List<Term>> steps() {
    return steps;
  }

  /** All the other conditions. */
  public List<Other> others() {
    return others;
  }

  private void take(Expr expr) {
    boolean joins =
        expr instanceof Expr.And
            || expr instanceof Expr.Or
            || expr instanceof Expr.Not
            || expr instanceof Expr.Signal
            || expr instanceof Expr.Points;
    if (joins) {
      RuleText.parts(expr).forEach(this::take);
    } else if (expr instanceof Expr.Did did && did.event().equals(RuleColumns.ORDER)) {
      step(Features.RECENCY_DAYS, expr);
    } else if (expr instanceof Expr.Compare compare) {
      PercentileThreshold cut = RuleColumns.cut(compare, "");
      if (cut == null) {
        compared(expr);
      } else {
        step(cut.decidedBy(), compare);
      }
    } else if (expr instanceof Expr.In) {
      compared(expr);
    } else if (!(expr instanceof Expr.Flag)) {
      // A movement leads from value to value: what is null stays null.
      other(expr, expr instanceof Expr.IsNull is && is.of() instanceof Expr.Name);
    }
  }

  private void compared(Expr expr) {
    List<Expr> leaves = new ArrayList<>();
    leaves(expr, leaves);
    boolean jumps = leaves.stream().allMatch(this::jumps);
    if (jumps) {
      leaves.forEach(this::jump);
    } else if (leaves.size() == 1 && isStep(expr, leaves.get(0))) {
      step(((Expr.Name) leaves.get(0)).name(), expr);
    } else {
      other(expr, false);
    }
  }

  /** Scores and points jump; both are decided by smaller conditions. */
  private boolean jumps(Expr leaf) {
    return leaf instanceof Expr.Points
        || (leaf instanceof Expr.Name name && terms.scales().containsKey(name.name()));
  }

  private void jump(Expr leaf) {
    if (leaf instanceof Expr.Name name) {
      step(Objects.requireNonNull(terms.scales().get(name.name())).feature(), leaf);
    } else {
      take(leaf);
    }
  }

  /** Whether a condition is one of a single number that occurs once, and not as a divisor. */
  private boolean isStep(Expr expr, Expr leaf) {
    Feature feature =
        leaf instanceof Expr.Name name
            ? terms.vocabulary().feature(name.name()).orElse(null)
            : null;
    return feature != null && feature.type().numeric() && !isDivisor(expr);
  }

  private boolean isDivisor(Expr expr) {
    if (expr instanceof Expr.Arithmetic ratio && ratio.by() == Expr.Operator.BY) {
      List<Expr> below = new ArrayList<>();
      leaves(ratio.right(), below);
      if (!below.isEmpty()) {
        return true;
      }
    }
    return RuleText.parts(expr).stream().anyMatch(this::isDivisor);
  }

  /** What differs from customer to customer, as often as it occurs. */
  private void leaves(Expr expr, List<Expr> into) {
    if (expr instanceof Expr.Points) {
      into.add(expr);
    } else if (expr instanceof Expr.Name name) {
      if (terms.constant(name.name()) == null) {
        into.add(expr);
      }
    } else {
      RuleText.parts(expr).forEach(part -> leaves(part, into));
    }
  }

  private void step(String feature, Expr expr) {
    steps.computeIfAbsent(feature, key -> new ArrayList<>()).add(terms.term(expr));
  }

  private void other(Expr expr, boolean held) {
    Set<String> names = new TreeSet<>();
    if (!held) {
      Crossings.names(expr, terms, names);
      RuleText.cuts(expr).stream().map(PercentileThreshold::decidedBy).forEach(names::add);
    }
    others.add(new Other(new LinkedHashSet<>(names), terms.term(expr)));
  }
}
