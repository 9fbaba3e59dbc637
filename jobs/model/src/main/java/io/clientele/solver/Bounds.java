package io.clientele.solver;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a search has settled so far: an interval for each form, and facts. */
final class Bounds {
  private final Map<Form, Delta> lower;
  private final Map<Form, Delta> upper;
  private final Map<Integer, Boolean> facts;

  Bounds() {
    this(new HashMap<>(), new HashMap<>(), new HashMap<>());
  }

  private Bounds(Map<Form, Delta> lower, Map<Form, Delta> upper, Map<Integer, Boolean> facts) {
    this.lower = lower;
    this.upper = upper;
    this.facts = facts;
  }

  Bounds copy() {
    return new Bounds(new HashMap<>(lower), new HashMap<>(upper), new HashMap<>(facts));
  }

  @Nullable Delta lower(Form form) {
    return lower.get(form);
  }

  @Nullable Delta upper(Form form) {
    return upper.get(form);
  }

  /** A fact; null where it is open. */
  @Nullable Boolean fact(int variable) {
    return facts.get(variable);
  }

  /** Settles a literal; false where it contradicts what is settled. */
  boolean settle(Formula literal) {
    if (literal instanceof Formula.Fact fact) {
      Boolean known = facts.put(fact.variable(), fact.holds());
      return known == null || known == fact.holds();
    }
    Formula.Bound bound = (Formula.Bound) literal;
    if (bound.upper()) {
      upper.merge(bound.form(), bound.at(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    } else {
      lower.merge(bound.form(), bound.at(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
    Delta low = lower.get(bound.form());
    Delta high = upper.get(bound.form());
    return low == null || high == null || low.compareTo(high) <= 0;
  }

  /** The literal itself where it is open, else whether it holds. */
  Formula decided(Formula literal) {
    if (literal instanceof Formula.Fact fact) {
      Boolean known = facts.get(fact.variable());
      return known == null ? literal : known == fact.holds() ? Formula.TRUE : Formula.FALSE;
    }
    Formula.Bound bound = (Formula.Bound) literal;
    Delta near = bound.upper() ? upper.get(bound.form()) : lower.get(bound.form());
    Delta far = bound.upper() ? lower.get(bound.form()) : upper.get(bound.form());
    int sign = bound.upper() ? 1 : -1;
    if (near != null && sign * near.compareTo(bound.at()) <= 0) {
      return Formula.TRUE;
    }
    return far != null && sign * far.compareTo(bound.at()) > 0 ? Formula.FALSE : literal;
  }
}
