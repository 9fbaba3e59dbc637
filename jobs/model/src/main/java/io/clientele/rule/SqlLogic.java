package io.clientele.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL's three-valued logic: null is "not known". */
final class SqlLogic {
  private SqlLogic() {}

  static Term not(Term of) {
    return customer -> of.of(customer) instanceof Boolean holds ? !holds : null;
  }

  /** False where either is; else null where either is. */
  static Term and(Term left, Term right) {
    return customer -> {
      Object first = left.of(customer);
      if (Boolean.FALSE.equals(first)) {
        return false;
      }
      Object second = right.of(customer);
      return Boolean.FALSE.equals(second) ? false : both(first, second);
    };
  }

  /** True where either is; else null where either is. */
  static Term or(Term left, Term right) {
    return customer -> {
      Object first = left.of(customer);
      if (Boolean.TRUE.equals(first)) {
        return true;
      }
      Object second = right.of(customer);
      return Boolean.TRUE.equals(second) ? true : both(first, second);
    };
  }

  private static @Nullable Object both(@Nullable Object first, @Nullable Object second) {
    return first == null || second == null ? null : first;
  }

  static Term compared(Expr.Comparison by, Term left, Term right) {
    return customer -> {
      Object first = left.of(customer);
      Object second = right.of(customer);
      if (first == null || second == null) {
        return null;
      }
      int order = RuleTerms.order(first, second);
      return switch (by) {
        case EQUAL -> order == 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case MORE -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    };
  }

  static Term coalesce(List<Term> terms) {
    return customer -> {
      for (Term term : terms) {
        Object value = term.of(customer);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }

  /** The greatest (sign 1) or the least (sign −1) of those that are not null. */
  static Term extreme(List<Term> terms, int sign) {
    return customer -> {
      Object best = null;
      for (Term term : terms) {
        Object value = term.of(customer);
        if (value != null && (best == null || RuleTerms.order(value, best) * sign > 0)) {
          best = value;
        }
      }
      return best;
    };
  }
}
