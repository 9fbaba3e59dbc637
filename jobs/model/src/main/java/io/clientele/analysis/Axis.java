package io.clientele.analysis;

import io.clientele.rule.Expr;
import io.clientele.solver.Delta;
import io.clientele.solver.Form;
import io.clientele.solver.Formula;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A number that rules compare with constants only, cut at these constants: no rule can tell two
 * values of one cell apart.
 *
 * @param symbol the number
 * @param cells ascending; without the cell of null
 */
record Axis(Symbol symbol, List<Cell> cells) {

  /**
   * Values between two neighbouring constants.
   *
   * @param label as people write it
   * @param inside where the number is present and within the cell
   */
  record Cell(String label, Formula inside) {}

  /** The axis of a symbol in some conditions; null where it is compared with other variables. */
  static @Nullable Axis of(Symbol symbol, List<Formula> conditions) {
    List<Formula.Bound> bounds = new ArrayList<>();
    conditions.forEach(condition -> collect(condition, symbol, bounds));
    if (bounds.isEmpty() || bounds.stream().anyMatch(bound -> !bound.form().isVariable())) {
      return null;
    }
    TreeSet<Delta> ends = new TreeSet<>();
    for (Formula.Bound bound : bounds) {
      Formula.Bound upper = bound.upper() ? bound : (Formula.Bound) bound.negated();
      ends.add(upper.at());
    }
    Form form = bounds.get(0).form();
    List<Cell> cells = new ArrayList<>();
    Formula.Bound lower = null;
    for (Delta end : ends) {
      Formula.Bound upper = new Formula.Bound(form, true, end);
      cells.add(cell(symbol, lower, upper));
      lower = (Formula.Bound) upper.negated();
    }
    cells.add(cell(symbol, lower, null));
    return new Axis(symbol, List.copyOf(cells));
  }

  /** The same axis with the cells that somebody can be in. */
  Axis possible(Satisfiability question) {
    return new Axis(
        symbol, cells.stream().filter(cell -> !question.ask(cell.inside()).isNo()).toList());
  }

  private static void collect(Formula formula, Symbol symbol, List<Formula.Bound> bounds) {
    if (formula instanceof Formula.Bound bound) {
      if (bound.form().variables().contains(symbol.variable())) {
        bounds.add(bound);
      }
    } else if (formula instanceof Formula.All all) {
      all.parts().forEach(part -> collect(part, symbol, bounds));
    } else if (formula instanceof Formula.Any any) {
      any.parts().forEach(part -> collect(part, symbol, bounds));
    }
  }

  private static Cell cell(
      Symbol symbol, Formula.@Nullable Bound lower, Formula.@Nullable Bound upper) {
    List<Formula> parts = new ArrayList<>(List.of(symbol.present()));
    if (lower != null) {
      parts.add(lower);
    }
    if (upper != null) {
      parts.add(upper);
    }
    return new Cell(label(symbol, lower, upper), Formula.all(parts));
  }

  private static String label(
      Symbol symbol, Formula.@Nullable Bound lower, Formula.@Nullable Bound upper) {
    String low = lower == null ? "" : text(symbol, lower.at());
    String high = upper == null ? "" : text(symbol, upper.at());
    if (lower == null) {
      return (isBeside(upper) ? "< " : "<= ") + high;
    }
    String from = (isBeside(lower) ? "> " : ">= ") + low;
    if (upper == null) {
      return from;
    }
    if (low.equals(high)) {
      return low;
    }
    return symbol.whole()
        ? low + " to " + high
        : from + " and " + (isBeside(upper) ? "< " : "<= ") + high;
  }

  private static boolean isBeside(Formula.@Nullable Bound bound) {
    return bound != null && bound.at().delta().signum() != 0;
  }

  private static String text(Symbol symbol, Delta at) {
    String number = at.value().toString();
    return symbol.kind() == Expr.Kind.DATE
        ? LocalDate.ofEpochDay(Long.parseLong(number)).toString()
        : number;
  }
}
