package io.clientele.solver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search over conditions: settle what must hold, ask the theory, choose an open literal, try it
 * and its opposite.
 */
final class Search {
  private final Variables variables;
  private final Budget budget;
  private final Theory theory;
  private final boolean simple;

  Search(List<Formula> conditions, Variables variables, Budget budget, boolean simple) {
    Set<Form> forms = new LinkedHashSet<>();
    conditions.forEach(condition -> collect(condition, forms));
    budget.work(forms.size());
    this.variables = variables;
    this.budget = budget;
    this.theory = new Theory(forms, variables, budget);
    this.simple = simple;
  }

  /** A model of all conditions; null where there is none. */
  @Nullable Model model(List<Formula> conditions) {
    return search(new Bounds(), conditions);
  }

  private @Nullable Model search(Bounds bounds, List<Formula> conditions) {
    budget.step();
    List<Formula> open = propagate(bounds, conditions);
    if (open == null || !theory.isPossible(bounds)) {
      return null;
    }
    if (open.isEmpty()) {
      return leaf(bounds);
    }
    Formula choice = choose(open);
    for (Formula branch : List.of(choice, choice.negated())) {
      List<Formula> next = new ArrayList<>(open);
      next.add(branch);
      Model model = search(bounds.copy(), next);
      if (model != null) {
        return model;
      }
    }
    return null;
  }

  /** Settles what must hold until nothing more follows; null where the conditions contradict. */
  private @Nullable List<Formula> propagate(Bounds bounds, List<Formula> conditions) {
    List<Formula> open = conditions;
    boolean changed = true;
    while (changed) {
      changed = false;
      List<Formula> next = new ArrayList<>();
      for (Formula condition : open) {
        Formula rest = simplify(condition, bounds);
        if (rest.equals(Formula.FALSE)) {
          return null;
        }
        List<Formula> parts = rest instanceof Formula.All all ? all.parts() : List.of(rest);
        budget.work(parts.size());
        for (Formula part : parts) {
          if (part instanceof Formula.Any) {
            next.add(part);
          } else if (!(part instanceof Formula.Constant)) {
            changed = true;
            if (!bounds.settle(part)) {
              return null;
            }
          }
        }
      }
      open = next;
    }
    return open;
  }

  private static Formula simplify(Formula formula, Bounds bounds) {
    if (formula instanceof Formula.Constant) {
      return formula;
    }
    if (formula instanceof Formula.All all) {
      List<Formula> parts = simplify(all.parts(), bounds);
      return parts.equals(all.parts()) ? all : Formula.all(parts);
    }
    if (formula instanceof Formula.Any any) {
      List<Formula> parts = simplify(any.parts(), bounds);
      return parts.equals(any.parts()) ? any : Formula.any(parts);
    }
    return bounds.decided(formula);
  }

  private static List<Formula> simplify(List<Formula> parts, Bounds bounds) {
    List<Formula> simplified = new ArrayList<>(parts.size());
    for (Formula part : parts) {
      simplified.add(simplify(part, bounds));
    }
    return simplified;
  }

  /** The first literal of the shortest alternative: it settles most. */
  private static Formula choose(List<Formula> open) {
    Formula shortest = open.get(0);
    for (Formula formula : open) {
      if (((Formula.Any) formula).parts().size() < ((Formula.Any) shortest).parts().size()) {
        shortest = formula;
      }
    }
    Formula choice = shortest;
    while (choice instanceof Formula.Any || choice instanceof Formula.All) {
      choice =
          choice instanceof Formula.Any any
              ? any.parts().get(0)
              : ((Formula.All) choice).parts().get(0);
    }
    return choice;
  }

  private @Nullable Model leaf(Bounds bounds) {
    Map<Integer, Rational> values = simple ? theory.simpleValues(bounds) : theory.values(bounds);
    if (values == null) {
      return null;
    }
    List<Rational> numbers = new ArrayList<>();
    for (int i = 0; i < variables.numberCount(); i++) {
      numbers.add(values.getOrDefault(i, Rational.ZERO));
    }
    List<Boolean> facts = new ArrayList<>();
    for (int i = 0; i < variables.factCount(); i++) {
      facts.add(Boolean.TRUE.equals(bounds.fact(i)));
    }
    return new Model(numbers, facts);
  }

  private static void collect(Formula formula, Set<Form> forms) {
    if (formula instanceof Formula.Bound bound) {
      forms.add(bound.form());
    } else if (formula instanceof Formula.All all) {
      all.parts().forEach(part -> collect(part, forms));
    } else if (formula instanceof Formula.Any any) {
      any.parts().forEach(part -> collect(part, forms));
    }
  }
}
