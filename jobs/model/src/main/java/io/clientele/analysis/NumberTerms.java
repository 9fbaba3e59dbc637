package io.clientele.analysis;

import io.clientele.rule.Expr;
import io.clientele.solver.Affine;
import io.clientele.solver.Formula;
import io.clientele.solver.Rational;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and dates in rules as cases: under which condition which sum of variables, or null. The
 * conditions exclude each other and one of them always holds.
 */
final class NumberTerms {

  /**
   * One case.
   *
   * @param when where it applies
   * @param value null where the term is null
   */
  record Case(Formula when, @Nullable Affine value) {}

  private final Symbols symbols;
  private final Translation translation;

  NumberTerms(Symbols symbols, Translation translation) {
    this.symbols = symbols;
    this.translation = translation;
  }

  List<Case> of(Expr expr) {
    if (expr instanceof Expr.Number number) {
      return constant(Rational.of(number.value()));
    }
    if (expr instanceof Expr.Day day) {
      return constant(Rational.of(day.value().toEpochDay()));
    }
    if (expr instanceof Expr.Name name) {
      return variable(symbols.named(name.name()));
    }
    if (expr instanceof Expr.OfBase ofBase) {
      return variable(symbols.ofBase(ofBase.value()));
    }
    if (expr instanceof Expr.Count count) {
      return variable(translation.counted(count));
    }
    if (expr instanceof Expr.Points points) {
      return List.of(new Case(Formula.TRUE, translation.points(points)));
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      return arithmetic(arithmetic);
    }
    return call((Expr.Call) expr);
  }

  private static List<Case> constant(Rational value) {
    return List.of(new Case(Formula.TRUE, Affine.of(value)));
  }

  static List<Case> variable(Symbol symbol) {
    Case present = new Case(symbol.present(), Affine.variable(symbol.variable()));
    return symbol.missing().equals(Formula.FALSE)
        ? List.of(present)
        : List.of(present, new Case(symbol.missing(), null));
  }

  private List<Case> call(Expr.Call call) {
    List<Case> first = of(call.arguments().get(0));
    return switch (call.function()) {
      case ABS -> flatMap(first, this::absolute);
      case FLOOR -> flatMap(first, value -> whole(value, call, false));
      case CEIL -> flatMap(first, value -> whole(value, call, true));
      case COALESCE, GREATEST, LEAST -> {
        List<Case> result = first;
        for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
          result = combine(call.function(), result, of(argument));
        }
        yield result;
      }
    };
  }

  private List<Case> combine(Expr.Function function, List<Case> left, List<Case> right) {
    List<Case> cases = new ArrayList<>();
    for (Case a : left) {
      Affine first = a.value();
      if (first != null && function == Expr.Function.COALESCE) {
        cases.add(a);
        continue;
      }
      for (Case b : right) {
        Formula when = a.when().and(b.when());
        Affine second = b.value();
        if (first == null || second == null) {
          // Null is passed over, also by greatest and least.
          add(cases, when, first == null ? second : first);
        } else {
          Formula leftGreater = second.minus(first).atMostZero(false, symbols.variables());
          boolean greatest = function == Expr.Function.GREATEST;
          add(cases, when.and(leftGreater), greatest ? first : second);
          add(cases, when.and(leftGreater.negated()), greatest ? second : first);
        }
      }
    }
    return cases;
  }

  private List<Case> absolute(Affine value) {
    Formula negative = value.atMostZero(true, symbols.variables());
    return List.of(
        new Case(negative, value.times(Rational.ONE.negated())),
        new Case(negative.negated(), value));
  }

  /** The whole number next to a value: a variable of its own between the value and one further. */
  private List<Case> whole(Affine value, Expr expr, boolean up) {
    if (value.isConstant()) {
      return constant(up ? value.constant().ceiling() : value.constant().floor());
    }
    Affine number = translation.neighbour(value, ExpandedRule.of(expr), up);
    return List.of(new Case(Formula.TRUE, number));
  }

  private List<Case> arithmetic(Expr.Arithmetic arithmetic) {
    List<Case> cases = new ArrayList<>();
    for (Case a : of(arithmetic.left())) {
      for (Case b : of(arithmetic.right())) {
        Formula when = a.when().and(b.when());
        Affine left = a.value();
        Affine right = b.value();
        if (left == null || right == null) {
          add(cases, when, null);
        } else {
          computed(arithmetic, left, right)
              .forEach(one -> add(cases, when.and(one.when()), one.value()));
        }
      }
    }
    return cases;
  }

  private List<Case> computed(Expr.Arithmetic arithmetic, Affine left, Affine right) {
    return switch (arithmetic.by()) {
      case PLUS -> List.of(new Case(Formula.TRUE, left.plus(right)));
      case MINUS -> List.of(new Case(Formula.TRUE, left.minus(right)));
      case TIMES -> {
        if (left.isConstant()) {
          yield List.of(new Case(Formula.TRUE, right.times(left.constant())));
        }
        yield right.isConstant()
            ? List.of(new Case(Formula.TRUE, left.times(right.constant())))
            : List.of(new Case(Formula.TRUE, unknown(arithmetic, new Product(left, right, false))));
      }
      case BY -> {
        Formula zero = right.isZero(symbols.variables());
        Affine quotient =
            right.isConstant() && right.constant().signum() != 0
                ? left.times(Rational.ONE.dividedBy(right.constant()))
                : unknown(arithmetic, new Product(left, right, true));
        yield List.of(new Case(zero.negated(), quotient), new Case(zero, null));
      }
    };
  }

  /** What is not a sum of multiples is a number that nothing is known of. */
  private Affine unknown(Expr expr, Product product) {
    return Affine.variable(symbols.unknowns().number(ExpandedRule.of(expr), product));
  }

  private static void add(List<Case> cases, Formula when, @Nullable Affine value) {
    if (!when.equals(Formula.FALSE)) {
      cases.add(new Case(when, value));
    }
  }

  private static List<Case> flatMap(
      List<Case> cases, java.util.function.Function<Affine, List<Case>> each) {
    List<Case> mapped = new ArrayList<>();
    for (Case one : cases) {
      Affine value = one.value();
      if (value == null) {
        mapped.add(one);
      } else {
        each.apply(value).forEach(next -> add(mapped, one.when().and(next.when()), next.value()));
      }
    }
    return mapped;
  }
}
