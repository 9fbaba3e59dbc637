package io.clientele.analysis;

import io.clientele.solver.Formula;
import io.clientele.solver.Rational;
import io.clientele.solver.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The variables of which the solver knows nothing but their names. */
final class Unknowns {
  private final Variables variables;
  private final Map<Integer, String> numbers = new HashMap<>();
  private final Map<Integer, String> facts = new HashMap<>();
  private final Map<Integer, Product> products = new LinkedHashMap<>();

  Unknowns(Variables variables) {
    this.variables = variables;
  }

  /** Whether anything that the solver knows nothing about can be tried out. */
  boolean isTriable() {
    return !products.isEmpty() && facts.isEmpty();
  }

  /** A number that the solver knows nothing about but its name. */
  int number(String text, boolean whole) {
    int number = variables.number(text, whole);
    numbers.put(number, text);
    return number;
  }

  /**
   * A product or quotient that the solver knows nothing about; {@link #tried} knows how it came.
   */
  int number(String text, Product product) {
    int number = number(text, false);
    products.putIfAbsent(number, product);
    return number;
  }

  /**
   * What the products and quotients are where every second factor, and every divisor, is the same
   * number: sums of multiples. Says nothing of conditions without them.
   */
  Formula tried(Rational second) {
    List<Formula> parts = new ArrayList<>();
    products.forEach((number, product) -> parts.add(product.where(number, second, variables)));
    return Formula.all(parts);
  }

  /** A condition that the solver knows nothing about but its name. */
  Formula fact(String text) {
    int fact = variables.fact(text);
    facts.put(fact, text);
    return new Formula.Fact(fact, true);
  }

  /** What a condition says that the solver knows nothing about. */
  Set<String> in(Formula formula) {
    Set<String> found = new LinkedHashSet<>();
    collect(formula, found);
    return found;
  }

  private void collect(Formula formula, Set<String> found) {
    if (formula instanceof Formula.Fact fact && facts.containsKey(fact.variable())) {
      found.add(Objects.requireNonNull(facts.get(fact.variable())));
    } else if (formula instanceof Formula.Bound bound) {
      for (int variable : bound.form().variables()) {
        String text = numbers.get(variable);
        if (text != null) {
          found.add(text);
        }
      }
    } else if (formula instanceof Formula.All all) {
      all.parts().forEach(part -> collect(part, found));
    } else if (formula instanceof Formula.Any any) {
      any.parts().forEach(part -> collect(part, found));
    }
  }

  /**
   * The part of a condition that holds whatever the unknown is: what depends on it counts false.
   */
  Formula certain(Formula formula) {
    if (formula instanceof Formula.All all) {
      return Formula.all(all.parts().stream().map(this::certain).toList());
    }
    if (formula instanceof Formula.Any any) {
      return Formula.any(any.parts().stream().map(this::certain).toList());
    }
    return in(formula).isEmpty() ? formula : Formula.FALSE;
  }
}
