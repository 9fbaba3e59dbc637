package io.clientele.solver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether bounds on forms have common values: decimals by the simplex, whole ones by branching. */
final class Theory {
  /** Branching over whole numbers without bounds need not end, so it goes deeper by and by. */
  private static final List<Integer> DEPTHS = List.of(6, 12, 200);

  private final Variables variables;
  private final Budget budget;
  private final TreeMap<Integer, Integer> columns = new TreeMap<>();
  private final Map<Form, Integer> positions = new LinkedHashMap<>();
  private final Simplex simplex;
  private final int sums;
  private boolean cut;

  /** A theory of these forms. */
  Theory(Iterable<Form> forms, Variables variables, Budget budget) {
    this.variables = variables;
    this.budget = budget;
    forms.forEach(form -> form.variables().forEach(v -> columns.put(v, 0)));
    int column = 0;
    for (Map.Entry<Integer, Integer> entry : columns.entrySet()) {
      entry.setValue(column++);
    }
    List<Rational[]> rows = new ArrayList<>();
    for (Form form : forms) {
      if (form.isVariable()) {
        positions.put(form, column(form.variables().get(0)));
      } else {
        positions.put(form, columns.size() + rows.size());
        rows.add(row(form));
      }
    }
    this.sums = rows.size();
    this.simplex = new Simplex(columns.size(), rows, budget);
  }

  private int column(int variable) {
    Integer column = columns.get(variable);
    return column == null ? -1 : column;
  }

  private Rational[] row(Form form) {
    Rational[] row = new Rational[columns.size()];
    java.util.Arrays.fill(row, Rational.ZERO);
    for (int i = 0; i < form.variables().size(); i++) {
      row[column(form.variables().get(i))] = form.factors().get(i);
    }
    return row;
  }

  /** The bounds by position. */
  private final class Box {
    final @Nullable Delta[] lower;
    final @Nullable Delta[] upper;

    Box(Bounds bounds) {
      lower = new Delta[columns.size() + sums];
      upper = new Delta[lower.length];
      positions.forEach(
          (form, position) -> {
            lower[position] = bounds.lower(form);
            upper[position] = bounds.upper(form);
          });
    }

    Box(Box box) {
      lower = box.lower.clone();
      upper = box.upper.clone();
    }

    Box below(int position, Delta at) {
      Box next = new Box(this);
      next.upper[position] = at;
      return next;
    }

    Box above(int position, Delta at) {
      Box next = new Box(this);
      next.lower[position] = at;
      return next;
    }

    boolean contains(int position, Delta at) {
      Delta low = lower[position];
      Delta high = upper[position];
      return (low == null || low.compareTo(at) <= 0) && (high == null || high.compareTo(at) >= 0);
    }
  }

  /** Whether there are values, those of whole variables perhaps not whole. */
  boolean isPossible(Bounds bounds) {
    Box box = new Box(bounds);
    return sums == 0 || simplex.solve(box.lower, box.upper);
  }

  /** Values within the bounds, by variable; null where there are none. */
  @Nullable Map<Integer, Rational> values(Bounds bounds) {
    Box box = settle(new Box(bounds));
    return box == null ? null : new Nearby(box).values();
  }

  /** Values within the bounds that people find simple; null where there are none. */
  @Nullable Map<Integer, Rational> simpleValues(Bounds bounds) {
    Box box = settle(new Box(bounds));
    if (box == null) {
      return null;
    }
    for (int variable : columns.keySet()) {
      box = simplified(box, variable);
    }
    settle(box);
    return new Nearby(box).values();
  }

  private Box simplified(Box box, int variable) {
    int position = column(variable);
    for (Rational value :
        Borders.of(box.lower[position], box.upper[position], variables.isWhole(variable))) {
      Delta at = Delta.of(value);
      if (box.contains(position, at)) {
        Box settled = settle(box.above(position, at).below(position, at));
        if (settled != null) {
          return box.above(position, at).below(position, at);
        }
      }
    }
    return box;
  }

  /** The box after branching, with whole values for whole variables in the simplex; else null. */
  private @Nullable Box settle(Box box) {
    for (int depth : DEPTHS) {
      cut = false;
      Box settled = settle(box, depth);
      if (settled != null || !cut) {
        return settled;
      }
    }
    throw new Budget.Spent();
  }

  private @Nullable Box settle(Box box, int depth) {
    budget.step();
    if (!simplex.solve(box.lower, box.upper)) {
      return null;
    }
    for (Map.Entry<Integer, Integer> entry : columns.entrySet()) {
      int position = entry.getValue();
      Delta value = simplex.value(position);
      if (variables.isWhole(entry.getKey()) && !value.isWhole()) {
        if (depth == 0) {
          cut = true;
          return null;
        }
        Box down = settle(box.below(position, Delta.of(value.floor())), depth - 1);
        return down != null
            ? down
            : settle(box.above(position, Delta.of(value.ceiling())), depth - 1);
      }
    }
    return box;
  }

  /** Turns values beside numbers into numbers: an ε small enough for every bound. */
  private final class Nearby {
    private final Box box;

    Nearby(Box box) {
      this.box = box;
    }

    Map<Integer, Rational> values() {
      Rational step = Rational.ONE;
      while (!fits(step)) {
        step = step.dividedBy(Rational.of(10));
      }
      Map<Integer, Rational> values = new LinkedHashMap<>();
      for (Map.Entry<Integer, Integer> entry : columns.entrySet()) {
        values.put(entry.getKey(), at(simplex.value(entry.getValue()), step));
      }
      return values;
    }

    private boolean fits(Rational step) {
      for (int position = 0; position < box.lower.length; position++) {
        Rational value = at(simplex.value(position), step);
        Delta low = box.lower[position];
        Delta high = box.upper[position];
        boolean inside =
            (low == null || value.compareTo(at(low, step)) >= 0)
                && (high == null || value.compareTo(at(high, step)) <= 0);
        if (!inside) {
          return false;
        }
      }
      return true;
    }

    private Rational at(Delta delta, Rational step) {
      return delta.value().plus(delta.delta().times(step));
    }
  }
}
