package io.clientele.analysis;

import io.clientele.rule.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The parts of a rule that must all hold. */
final class Conjuncts {
  private Conjuncts() {}

  /** The parts, in the order in which they are written; the rule itself where it has no parts. */
  static List<Expr> of(Expr expr) {
    List<Expr> parts = new ArrayList<>();
    collect(expr, parts);
    return parts;
  }

  private static void collect(Expr expr, List<Expr> parts) {
    if (expr instanceof Expr.And and) {
      collect(and.left(), parts);
      collect(and.right(), parts);
    } else {
      parts.add(expr);
    }
  }

  /**
   * A part of a list that is enough for something, and of which nothing can be left out.
   *
   * @param all enough
   */
  static <T> List<T> least(List<T> all, Predicate<List<T>> enough) {
    List<T> kept = new ArrayList<>(all);
    for (T one : all) {
      List<T> without = new ArrayList<>(kept);
      without.remove(one);
      if (enough.test(without)) {
        kept = without;
      }
    }
    return kept;
  }
}
