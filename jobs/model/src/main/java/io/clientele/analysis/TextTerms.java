package io.clientele.analysis;

import io.clientele.rule.Expr;
import io.clientele.solver.Formula;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts in rules as cases: under which condition which constant or which symbol, or null. */
final class TextTerms {

  /** One case: a constant, a symbol, an expression that nothing is known of, or null. */
  private record Case(
      Formula when, @Nullable String constant, @Nullable Symbol symbol, @Nullable String unknown) {

    Case under(Formula condition) {
      return new Case(condition.and(when), constant, symbol, unknown);
    }

    boolean isNull() {
      return constant == null && symbol == null && unknown == null;
    }

    String text() {
      return constant != null
          ? "'" + constant + "'"
          : symbol != null ? symbol.name() : "" + unknown;
    }
  }

  private final Symbols symbols;

  TextTerms(Symbols symbols) {
    this.symbols = symbols;
  }

  /** Whether two texts are equal. */
  ThreeValued equal(Expr left, Expr right) {
    Formula yes = Formula.FALSE;
    Formula no = Formula.FALSE;
    for (Case a : of(left)) {
      for (Case b : of(right)) {
        if (!a.isNull() && !b.isNull()) {
          Formula when = a.when().and(b.when());
          Formula equal = equal(a, b);
          yes = yes.or(when.and(equal));
          no = no.or(when.and(equal.negated()));
        }
      }
    }
    return new ThreeValued(yes, no);
  }

  /** Where a text is null. */
  Formula missing(Expr expr) {
    return Formula.any(of(expr).stream().filter(Case::isNull).map(Case::when).toList());
  }

  private Formula equal(Case a, Case b) {
    if (a.text().equals(b.text())) {
      return Formula.TRUE;
    }
    if (a.constant() != null && b.constant() != null) {
      return Formula.FALSE;
    }
    if (a.symbol() != null && b.constant() != null) {
      return symbols.text(a.symbol(), b.constant());
    }
    if (b.symbol() != null && a.constant() != null) {
      return symbols.text(b.symbol(), a.constant());
    }
    boolean ascending = a.text().compareTo(b.text()) < 0;
    return symbols
        .unknowns()
        .fact((ascending ? a.text() : b.text()) + " = " + (ascending ? b.text() : a.text()));
  }

  private List<Case> of(Expr expr) {
    if (expr instanceof Expr.Text text) {
      return List.of(new Case(Formula.TRUE, text.value(), null, null));
    }
    if (expr instanceof Expr.Name name) {
      Symbol symbol = symbols.named(name.name());
      return List.of(
          new Case(symbol.present(), null, symbol, null),
          new Case(symbol.missing(), null, null, null));
    }
    Expr.Call call = (Expr.Call) expr;
    List<Case> cases = of(call.arguments().get(0));
    for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
      List<Case> next = new ArrayList<>();
      for (Case a : cases) {
        for (Case b : of(argument)) {
          boolean both = !a.isNull() && !b.isNull();
          if (both && call.function() != Expr.Function.COALESCE) {
            // Which text comes first in the alphabet is not decided here.
            next.add(new Case(a.when().and(b.when()), null, null, ExpandedRule.of(expr)));
          } else {
            next.add(a.isNull() ? b.under(a.when()) : a.under(b.when()));
          }
        }
      }
      cases = next;
    }
    return cases;
  }
}
