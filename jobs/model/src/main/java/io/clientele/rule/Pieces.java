package io.clientele.rule;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The straight pieces that an expression is made of while some features move: one for a sum, one an
 * argument for {@code greatest}. None for what is no number, or is no line (a product of two moving
 * values).
 */
@FunctionalInterface
interface Pieces extends Serializable {

  /**
   * The pieces for a customer.
   *
   * @param moving the features that move, by name
   */
  List<StraightLine> of(Map<String, @Nullable Object> customer, Map<String, StraightLine> moving);

  /** The pieces of a checked expression. */
  static Pieces of(Expr expr, RuleTerms terms) {
    if (expr instanceof Expr.Name name && !terms.scales().containsKey(name.name())) {
      String own = name.name();
      BigDecimal constant = terms.constant(own);
      Term value = terms.term(expr);
      return (customer, moving) -> {
        StraightLine line = moving.get(own);
        if (line != null) {
          return List.of(line);
        }
        return flat(constant == null ? value.of(customer) : constant);
      };
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      Pieces left = of(arithmetic.left(), terms);
      Pieces right = of(arithmetic.right(), terms);
      return switch (arithmetic.by()) {
        case PLUS -> each(left, right, (a, b) -> Optional.of(a.plus(b)));
        case MINUS -> each(left, right, (a, b) -> Optional.of(a.minus(b)));
        case TIMES -> each(left, right, StraightLine::times);
        case BY -> each(left, right, StraightLine::by);
      };
    }
    if (expr instanceof Expr.Call call) {
      return called(call, terms);
    }
    Term value = terms.term(expr);
    return (customer, moving) -> flat(value.of(customer));
  }

  private static List<StraightLine> flat(@Nullable Object value) {
    return value instanceof BigDecimal number ? List.of(StraightLine.flat(number)) : List.of();
  }

  /** A combination of two lines that travels to the executors. */
  @FunctionalInterface
  interface Combined
      extends BiFunction<StraightLine, StraightLine, Optional<StraightLine>>, Serializable {}

  private static Pieces each(Pieces left, Pieces right, Combined combined) {
    return (customer, moving) -> {
      List<StraightLine> all = new ArrayList<>();
      for (StraightLine a : left.of(customer, moving)) {
        for (StraightLine b : right.of(customer, moving)) {
          combined.apply(a, b).ifPresent(all::add);
        }
      }
      return all;
    };
  }

  private static Pieces called(Expr.Call call, RuleTerms terms) {
    List<Pieces> arguments = new ArrayList<>();
    call.arguments().forEach(argument -> arguments.add(of(argument, terms)));
    Expr.Function function = call.function();
    return (customer, moving) -> {
      List<StraightLine> all = new ArrayList<>();
      for (Pieces argument : arguments) {
        for (StraightLine line : argument.of(customer, moving)) {
          all.add(line);
          switch (function) {
            case ABS -> all.add(StraightLine.flat(BigDecimal.ZERO).minus(line));
            case FLOOR -> all.add(line.minus(StraightLine.flat(BigDecimal.ONE)));
            case CEIL -> all.add(line.plus(StraightLine.flat(BigDecimal.ONE)));
            default -> {}
          }
        }
      }
      return all;
    };
  }

  /** The same, and beside each constant the whole numbers around it: where floor and ceil jump. */
  static Pieces stepped(Pieces pieces) {
    return (customer, moving) -> {
      List<StraightLine> all = new ArrayList<>();
      for (StraightLine line : pieces.of(customer, moving)) {
        all.add(line);
        if (line.slope().signum() == 0) {
          all.add(StraightLine.flat(line.intercept().setScale(0, RoundingMode.FLOOR)));
          all.add(StraightLine.flat(line.intercept().setScale(0, RoundingMode.CEILING)));
        }
      }
      return all;
    };
  }
}
