package io.clientele.analysis;

import io.clientele.rule.Expr;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluates a rule for one customer as SQL would, value by value; null is unknown. */
final class Oracle {
  private final Map<String, ? extends @Nullable Object> customer;

  /** A customer: numbers as BigDecimal, flags as Boolean, texts as String, or null. */
  Oracle(Map<String, ? extends @Nullable Object> customer) {
    this.customer = customer;
  }

  boolean holds(Expr rule) {
    return Boolean.TRUE.equals(value(rule));
  }

  private @Nullable Object value(Expr expr) {
    if (expr instanceof Expr.Name name) {
      return customer.get(name.name());
    }
    if (expr instanceof Expr.Number number) {
      return number.value();
    }
    if (expr instanceof Expr.Flag flag) {
      return flag.value();
    }
    if (expr instanceof Expr.Text text) {
      return text.value();
    }
    if (expr instanceof Expr.Not not) {
      Object of = value(not.of());
      return of == null ? null : !(Boolean) of;
    }
    if (expr instanceof Expr.And and) {
      return both(value(and.left()), value(and.right()), false);
    }
    if (expr instanceof Expr.Or or) {
      return both(value(or.left()), value(or.right()), true);
    }
    if (expr instanceof Expr.IsNull isNull) {
      return value(isNull.of()) == null;
    }
    if (expr instanceof Expr.Compare compare) {
      return compare(compare.by(), value(compare.left()), value(compare.right()));
    }
    if (expr instanceof Expr.In in) {
      Object found = false;
      for (Expr one : in.among()) {
        found = both(found, compare(Expr.Comparison.EQUAL, value(in.of()), value(one)), true);
      }
      return found;
    }
    if (expr instanceof Expr.Arithmetic sum) {
      BigDecimal left = (BigDecimal) value(sum.left());
      BigDecimal right = (BigDecimal) value(sum.right());
      if (left == null || right == null) {
        return null;
      }
      return switch (sum.by()) {
        case PLUS -> left.add(right);
        case MINUS -> left.subtract(right);
        case TIMES -> left.multiply(right);
        case BY -> throw new IllegalStateException("no quotients here");
      };
    }
    if (expr instanceof Expr.HasTag) {
      return customer.get(ExpandedRule.of(expr));
    }
    return call((Expr.Call) expr);
  }

  private @Nullable Object call(Expr.Call call) {
    List<@Nullable Object> values = new ArrayList<>();
    call.arguments().forEach(argument -> values.add(value(argument)));
    List<BigDecimal> present =
        values.stream().filter(Objects::nonNull).map(v -> (BigDecimal) v).toList();
    return switch (call.function()) {
      case COALESCE -> present.isEmpty() ? null : present.get(0);
      case GREATEST -> present.stream().max(BigDecimal::compareTo).orElse(null);
      case LEAST -> present.stream().min(BigDecimal::compareTo).orElse(null);
      case ABS -> present.isEmpty() ? null : present.get(0).abs();
      case FLOOR, CEIL -> throw new IllegalStateException("no rounding here");
    };
  }

  private static @Nullable Object both(
      @Nullable Object left, @Nullable Object right, boolean decisive) {
    boolean decided =
        left != null && (Boolean) left == decisive || right != null && (Boolean) right == decisive;
    return decided ? (Object) decisive : left == null || right == null ? null : (Object) !decisive;
  }

  private static @Nullable Object compare(
      Expr.Comparison by, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return null;
    }
    if (!(left instanceof BigDecimal number)) {
      return left.equals(right);
    }
    int compared = number.compareTo((BigDecimal) right);
    return switch (by) {
      case EQUAL -> compared == 0;
      case LESS -> compared < 0;
      case AT_MOST -> compared <= 0;
      case MORE -> compared > 0;
      case AT_LEAST -> compared >= 0;
    };
  }
}
