package io.clientele.rule;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Between which values an expression stays while some features move within ranges: never too
 * narrow, often too wide. It only tells where looking closely is not worth it, so it may be quick
 * and use floating point.
 */
@FunctionalInterface
interface Extent extends Serializable {

  /**
   * The range for a customer.
   *
   * @param moving the ranges of the features that move, by name
   */
  Range of(Map<String, @Nullable Object> customer, Map<String, Range> moving);

  /** The extent of a checked expression. */
  static Extent of(Expr expr, RuleTerms terms) {
    if (expr instanceof Expr.Name name && !terms.scales().containsKey(name.name())) {
      return named(name.name(), terms);
    }
    if (expr instanceof Expr.Number number) {
      Range value = Range.at(number.value());
      return (customer, moving) -> value;
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      Extent left = of(arithmetic.left(), terms);
      Extent right = of(arithmetic.right(), terms);
      return switch (arithmetic.by()) {
        case PLUS ->
            (customer, moving) -> left.of(customer, moving).plus(right.of(customer, moving));
        case MINUS ->
            (customer, moving) -> left.of(customer, moving).minus(right.of(customer, moving));
        case TIMES ->
            (customer, moving) -> left.of(customer, moving).times(right.of(customer, moving));
        case BY -> (customer, moving) -> left.of(customer, moving).by(right.of(customer, moving));
      };
    }
    if (expr instanceof Expr.Call call) {
      return called(call, terms);
    }
    return (customer, moving) -> Range.ANY;
  }

  private static Extent named(String name, RuleTerms terms) {
    BigDecimal constant = terms.constant(name);
    if (constant != null) {
      Range value = Range.at(constant);
      return (customer, moving) -> value;
    }
    Term term = terms.term(new Expr.Name(name));
    return (customer, moving) -> {
      Range moved = moving.get(name);
      if (moved != null) {
        return moved;
      }
      return term.of(customer) instanceof BigDecimal number ? Range.at(number) : Range.ANY;
    };
  }

  private static Extent called(Expr.Call call, RuleTerms terms) {
    ArrayList<Extent> arguments = new ArrayList<>();
    call.arguments().forEach(argument -> arguments.add(of(argument, terms)));
    Extent first = arguments.get(0);
    List<Extent> others = arguments.subList(1, arguments.size());
    return switch (call.function()) {
      case ABS -> (customer, moving) -> first.of(customer, moving).abs();
      case FLOOR -> (customer, moving) -> first.of(customer, moving).floor();
      case CEIL -> (customer, moving) -> first.of(customer, moving).ceil();
      case GREATEST -> joined(first, new ArrayList<>(others), Range::greatest);
      case LEAST -> joined(first, new ArrayList<>(others), Range::least);
      case COALESCE -> joined(first, new ArrayList<>(others), Range::or);
    };
  }

  /** How two ranges become one; it travels to the executors. */
  @FunctionalInterface
  interface Joining extends BinaryOperator<Range>, Serializable {}

  private static Extent joined(Extent first, ArrayList<Extent> others, Joining joining) {
    return (customer, moving) -> {
      Range range = first.of(customer, moving);
      for (Extent other : others) {
        range = joining.apply(range, other.of(customer, moving));
      }
      return range;
    };
  }
}
