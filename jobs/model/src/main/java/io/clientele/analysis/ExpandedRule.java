package io.clientele.analysis;

import io.clientele.rule.Expr;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rules as text again, with their parameters and definitions filled in. */
final class ExpandedRule {
  private ExpandedRule() {}

  /** The text of an expression. */
  static String of(Expr expr) {
    if (expr instanceof Expr.Name name) {
      return name.name();
    }
    if (expr instanceof Expr.Number number) {
      return number.value().toPlainString();
    }
    if (expr instanceof Expr.Flag flag) {
      return Boolean.toString(flag.value());
    }
    if (expr instanceof Expr.Day day) {
      return "DATE'" + day.value() + "'";
    }
    if (expr instanceof Expr.Text text) {
      return "'" + text.value() + "'";
    }
    if (expr instanceof Expr.Not not) {
      return not.of() instanceof Expr.IsNull isNull
          ? inner(isNull.of()) + " IS NOT NULL"
          : "NOT " + inner(not.of());
    }
    if (expr instanceof Expr.And and) {
      return conjunct(and.left()) + " AND " + conjunct(and.right());
    }
    if (expr instanceof Expr.Or or) {
      return of(or.left()) + " OR " + of(or.right());
    }
    if (expr instanceof Expr.Compare compare) {
      return inner(compare.left()) + " " + compare.by().sign() + " " + inner(compare.right());
    }
    if (expr instanceof Expr.In in) {
      return inner(in.of()) + " IN (" + list(in.among()) + ")";
    }
    if (expr instanceof Expr.IsNull isNull) {
      return inner(isNull.of()) + " IS NULL";
    }
    if (expr instanceof Expr.Arithmetic sum) {
      String sign =
          switch (sum.by()) {
            case PLUS -> " + ";
            case MINUS -> " - ";
            case TIMES -> " * ";
            case BY -> " / ";
          };
      return inner(sum.left()) + sign + inner(sum.right());
    }
    if (expr instanceof Expr.HasTag tag) {
      return "has_tag('" + tag.tag() + "')";
    }
    if (expr instanceof Expr.Did did) {
      return "did('" + did.event() + "', " + did.days() + ")";
    }
    if (expr instanceof Expr.Count count) {
      return "count('" + count.event() + "', " + count.days() + ")";
    }
    if (expr instanceof Expr.Answered answered) {
      return "answered('" + answered.question() + "', '" + answered.answer() + "')";
    }
    if (expr instanceof Expr.OfBase ofBase) {
      return ofBase.value().text();
    }
    if (expr instanceof Expr.Signal signal) {
      return signal.name();
    }
    if (expr instanceof Expr.Points) {
      return "signal_points";
    }
    Expr.Call call = (Expr.Call) expr;
    return call.function().name().toLowerCase(Locale.ROOT) + "(" + list(call.arguments()) + ")";
  }

  private static String conjunct(Expr expr) {
    return expr instanceof Expr.Or ? "(" + of(expr) + ")" : of(expr);
  }

  private static String inner(Expr expr) {
    boolean compound =
        expr instanceof Expr.And
            || expr instanceof Expr.Or
            || expr instanceof Expr.Compare
            || expr instanceof Expr.In
            || expr instanceof Expr.Arithmetic
            || expr instanceof Expr.IsNull
            || expr instanceof Expr.Not;
    return compound ? "(" + of(expr) + ")" : of(expr);
  }

  private static String list(List<Expr> expressions) {
    return expressions.stream().map(ExpandedRule::of).collect(Collectors.joining(", "));
  }
}
