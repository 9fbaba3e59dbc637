package io.clientele.analysis;

import io.clientele.feature.Features;
import io.clientele.rule.Expr;
import io.clientele.rule.RuleColumns;
import java.util.LinkedHashSet;
import java.util.Set;

/** The symbols that a rule looks at, by name. */
final class Mentions {
  private final Set<String> names = new LinkedHashSet<>();

  private Mentions() {}

  /** The names, in the order in which the rule has them. */
  static Set<String> of(Expr expr) {
    Mentions mentions = new Mentions();
    mentions.collect(expr);
    return mentions.names;
  }

  private void collect(Expr expr) {
    if (expr instanceof Expr.Name name) {
      names.add(name.name());
    } else if (expr instanceof Expr.Not not) {
      collect(not.of());
    } else if (expr instanceof Expr.And and) {
      collect(and.left());
      collect(and.right());
    } else if (expr instanceof Expr.Or or) {
      collect(or.left());
      collect(or.right());
    } else if (expr instanceof Expr.IsNull isNull) {
      collect(isNull.of());
    } else if (expr instanceof Expr.Compare compare) {
      collect(compare.left());
      collect(compare.right());
    } else if (expr instanceof Expr.In in) {
      collect(in.of());
      in.among().forEach(this::collect);
    } else if (expr instanceof Expr.Arithmetic arithmetic) {
      collect(arithmetic.left());
      collect(arithmetic.right());
    } else if (expr instanceof Expr.HasTag
        || expr instanceof Expr.Count
        || expr instanceof Expr.Answered) {
      names.add(ExpandedRule.of(expr));
    } else if (expr instanceof Expr.Did did) {
      boolean order = did.event().equals(RuleColumns.ORDER);
      names.add(order ? Features.RECENCY_DAYS : Symbols.EVENT + did.event());
    } else if (expr instanceof Expr.OfBase ofBase) {
      names.add(ofBase.value().text());
    } else if (expr instanceof Expr.Signal signal) {
      collect(signal.rule());
    } else if (expr instanceof Expr.Points points) {
      points.signals().forEach(this::collect);
    } else if (expr instanceof Expr.Call call) {
      call.arguments().forEach(this::collect);
    }
  }
}
