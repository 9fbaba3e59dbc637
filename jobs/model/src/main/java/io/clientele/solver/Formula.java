package io.clientele.solver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A condition that is true or false; negations stand at the leaves only. */
public sealed interface Formula {
  /** Always. */
  Formula TRUE = new Constant(true);

  /** Never. */
  Formula FALSE = new Constant(false);

  /** Always or never. */
  record Constant(boolean value) implements Formula {}

  /** A yes-or-no variable, or its negation. */
  record Fact(int variable, boolean holds) implements Formula {}

  /**
   * A form at most, or at least, a number.
   *
   * @param upper whether {@code form <= at} rather than {@code form >= at}
   */
  record Bound(Form form, boolean upper, Delta at) implements Formula {}

  /** Each of them. */
  record All(List<Formula> parts) implements Formula {}

  /** One of them or more. */
  record Any(List<Formula> parts) implements Formula {}

  /** Each of them, flattened; true where there are none. */
  static Formula all(List<Formula> parts) {
    Set<Formula> flat = new LinkedHashSet<>();
    for (Formula part : parts) {
      if (part.equals(FALSE)) {
        return FALSE;
      }
      if (part instanceof All all) {
        flat.addAll(all.parts());
      } else if (!part.equals(TRUE)) {
        flat.add(part);
      }
    }
    return flat.isEmpty()
        ? TRUE
        : flat.size() == 1 ? flat.iterator().next() : new All(List.copyOf(flat));
  }

  /** One of them or more, flattened; false where there are none. */
  static Formula any(List<Formula> parts) {
    Set<Formula> flat = new LinkedHashSet<>();
    for (Formula part : parts) {
      if (part.equals(TRUE)) {
        return TRUE;
      }
      if (part instanceof Any any) {
        flat.addAll(any.parts());
      } else if (!part.equals(FALSE)) {
        flat.add(part);
      }
    }
    return flat.isEmpty()
        ? FALSE
        : flat.size() == 1 ? flat.iterator().next() : new Any(List.copyOf(flat));
  }

  /** Both. */
  default Formula and(Formula other) {
    return all(List.of(this, other));
  }

  /** Either. */
  default Formula or(Formula other) {
    return any(List.of(this, other));
  }

  /** The same truth as another condition. */
  default Formula iff(Formula other) {
    return and(other).or(negated().and(other.negated()));
  }

  /** The opposite. */
  default Formula negated() {
    if (this instanceof Constant constant) {
      return constant.value() ? FALSE : TRUE;
    }
    if (this instanceof Fact fact) {
      return new Fact(fact.variable(), !fact.holds());
    }
    if (this instanceof Bound bound) {
      Rational at = bound.at().value();
      if (bound.form().whole()) {
        Rational step = bound.upper() ? Rational.ONE : Rational.ONE.negated();
        return new Bound(bound.form(), !bound.upper(), Delta.of(at.plus(step)));
      }
      return new Bound(
          bound.form(), !bound.upper(), bound.upper() ? bound.at().next() : bound.at().previous());
    }
    List<Formula> negated = new ArrayList<>();
    if (this instanceof All all) {
      all.parts().forEach(part -> negated.add(part.negated()));
      return any(negated);
    }
    ((Any) this).parts().forEach(part -> negated.add(part.negated()));
    return all(negated);
  }

  /** Whether it holds under a model. */
  default boolean holds(Model model) {
    if (this instanceof Constant constant) {
      return constant.value();
    }
    if (this instanceof Fact fact) {
      return model.fact(fact.variable()) == fact.holds();
    }
    if (this instanceof Bound bound) {
      int compared = Delta.of(bound.form().value(model)).compareTo(bound.at());
      return bound.upper() ? compared <= 0 : compared >= 0;
    }
    return this instanceof All all
        ? all.parts().stream().allMatch(part -> part.holds(model))
        : ((Any) this).parts().stream().anyMatch(part -> part.holds(model));
  }
}
