package io.clientele.analysis;

import io.clientele.feature.Features;
import io.clientele.rule.Expr;
import io.clientele.rule.RuleColumns;
import io.clientele.solver.Affine;
import io.clientele.solver.Formula;
import io.clientele.solver.Rational;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules as conditions over the symbols of the unknown customer. */
final class Translation {
  private final Symbols symbols;
  private final NumberTerms numbers;
  private final TextTerms texts;
  private final Map<Expr.Count, Symbol> counts = new LinkedHashMap<>();
  private final Map<String, Integer> signals = new HashMap<>();
  private final List<Formula> definitions = new ArrayList<>();

  Translation(Symbols symbols) {
    this.symbols = symbols;
    this.numbers = new NumberTerms(symbols, this);
    this.texts = new TextTerms(symbols);
  }

  /** What ties the variables to each other that the translation made up. */
  List<Formula> definitions() {
    return definitions;
  }

  /** A condition. */
  ThreeValued of(Expr expr) {
    if (expr instanceof Expr.Flag flag) {
      return ThreeValued.of(flag.value());
    }
    if (expr instanceof Expr.Name name) {
      Symbol symbol = symbols.named(name.name());
      Formula holds = new Formula.Fact(symbol.variable(), true);
      return new ThreeValued(symbol.present().and(holds), symbol.present().and(holds.negated()));
    }
    if (expr instanceof Expr.Not not) {
      return of(not.of()).not();
    }
    if (expr instanceof Expr.And and) {
      return of(and.left()).and(of(and.right()));
    }
    if (expr instanceof Expr.Or or) {
      return of(or.left()).or(of(or.right()));
    }
    if (expr instanceof Expr.IsNull isNull) {
      return ThreeValued.certain(missing(isNull.of()));
    }
    if (expr instanceof Expr.Compare compare) {
      return compare(compare.by(), compare.left(), compare.right());
    }
    if (expr instanceof Expr.In in) {
      return in.among().stream()
          .map(one -> compare(Expr.Comparison.EQUAL, in.of(), one))
          .reduce(ThreeValued::or)
          .orElse(ThreeValued.of(false));
    }
    if (expr instanceof Expr.HasTag tag) {
      return ThreeValued.certain(symbols.fact(ExpandedRule.of(tag)));
    }
    if (expr instanceof Expr.Answered) {
      return ThreeValued.certain(symbols.fact(ExpandedRule.of(expr)));
    }
    if (expr instanceof Expr.Did did) {
      return did(did);
    }
    if (expr instanceof Expr.Signal signal) {
      return ThreeValued.certain(of(signal.rule()).yes());
    }
    return flags((Expr.Call) expr);
  }

  private ThreeValued flags(Expr.Call call) {
    ThreeValued first = of(call.arguments().get(0));
    for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
      ThreeValued next = of(argument);
      first =
          switch (call.function()) {
            case COALESCE -> first.orElse(next);
            // True is greater than false, and null is passed over.
            case GREATEST ->
                new ThreeValued(
                    first.yes().or(next.yes()),
                    Formula.any(
                        List.of(
                            first.no().and(next.yes().negated()),
                            next.no().and(first.yes().negated()))));
            case LEAST ->
                new ThreeValued(
                    Formula.any(
                        List.of(
                            first.yes().and(next.no().negated()),
                            next.yes().and(first.no().negated()))),
                    first.no().or(next.no()));
            default -> throw new IllegalStateException(ExpandedRule.of(call) + " is no condition");
          };
    }
    return first;
  }

  private Formula missing(Expr expr) {
    return switch (kind(expr)) {
      case FLAG -> of(expr).unknown();
      case TEXT -> texts.missing(expr);
      case NUMBER, DATE ->
          Formula.any(
              numbers.of(expr).stream()
                  .filter(one -> one.value() == null)
                  .map(NumberTerms.Case::when)
                  .toList());
    };
  }

  private ThreeValued compare(Expr.Comparison by, Expr left, Expr right) {
    return switch (kind(left)) {
      case FLAG -> of(left).sameAs(of(right));
      case TEXT -> texts.equal(left, right);
      case NUMBER, DATE -> compareNumbers(by, left, right);
    };
  }

  private ThreeValued compareNumbers(Expr.Comparison by, Expr left, Expr right) {
    List<Formula> yes = new ArrayList<>();
    List<Formula> no = new ArrayList<>();
    for (NumberTerms.Case a : numbers.of(left)) {
      for (NumberTerms.Case b : numbers.of(right)) {
        Affine first = a.value();
        Affine second = b.value();
        if (first != null && second != null) {
          Formula when = a.when().and(b.when());
          Formula holds = compare(by, first.minus(second));
          yes.add(when.and(holds));
          no.add(when.and(holds.negated()));
        }
      }
    }
    return new ThreeValued(Formula.any(yes), Formula.any(no));
  }

  private Formula compare(Expr.Comparison by, Affine difference) {
    Affine opposite = difference.times(Rational.ONE.negated());
    return switch (by) {
      case EQUAL -> difference.isZero(symbols.variables());
      case LESS -> difference.atMostZero(true, symbols.variables());
      case AT_MOST -> difference.atMostZero(false, symbols.variables());
      case MORE -> opposite.atMostZero(true, symbols.variables());
      case AT_LEAST -> opposite.atMostZero(false, symbols.variables());
    };
  }

  private ThreeValued did(Expr.Did did) {
    boolean order = did.event().equals(RuleColumns.ORDER);
    if (order && symbols.vocabulary().feature(Features.RECENCY_DAYS).isEmpty()) {
      return ThreeValued.of(false);
    }
    Symbol days = order ? symbols.named(Features.RECENCY_DAYS) : symbols.event(did.event());
    Affine over = Affine.variable(days.variable()).minus(Affine.of(Rational.of(did.days())));
    return ThreeValued.certain(days.present().and(over.atMostZero(false, symbols.variables())));
  }

  /** How many events there are: some exactly where the last one lies in the window. */
  Symbol counted(Expr.Count count) {
    Symbol symbol = symbols.count(ExpandedRule.of(count));
    if (counts.putIfAbsent(count, symbol) == null) {
      Affine number = Affine.variable(symbol.variable());
      Affine some = number.minus(Affine.of(Rational.ONE));
      definitions.add(compare(Expr.Comparison.AT_LEAST, number));
      definitions.add(
          compare(Expr.Comparison.AT_LEAST, some)
              .iff(did(new Expr.Did(count.event(), count.days())).yes()));
      counts.forEach(
          (other, known) -> {
            if (other.event().equals(count.event())) {
              Affine more = Affine.variable(known.variable()).minus(number);
              definitions.add(
                  compare(
                      other.days() >= count.days()
                          ? Expr.Comparison.AT_LEAST
                          : Expr.Comparison.AT_MOST,
                      more));
            }
          });
    }
    return symbol;
  }

  /** The weights of the signals, each times a number that is 1 where the signal holds, else 0. */
  Affine points(Expr.Points points) {
    Affine sum = Affine.of(Rational.ZERO);
    for (Expr.Signal signal : points.signals()) {
      sum = sum.plus(Affine.variable(one(signal)).times(Rational.of(signal.weight())));
    }
    return sum;
  }

  private int one(Expr.Signal signal) {
    Integer known = signals.get(signal.name());
    if (known != null) {
      return known;
    }
    Formula holds = of(signal).yes();
    String name = "signal " + signal.name();
    int number =
        symbols.unknowns().in(holds).isEmpty()
            ? symbols.variables().number(name, true)
            : symbols.unknowns().number(name, true);
    signals.put(signal.name(), number);
    Affine value = Affine.variable(number);
    definitions.add(between(value, Rational.ZERO, Rational.ONE));
    definitions.add(compare(Expr.Comparison.MORE, value).iff(holds));
    return number;
  }

  /** A whole number that is a value rounded down, or up. */
  Affine neighbour(Affine value, String text, boolean up) {
    boolean opaque = !symbols.unknowns().in(compare(Expr.Comparison.AT_LEAST, value)).isEmpty();
    int number =
        opaque ? symbols.unknowns().number(text, true) : symbols.variables().number(text, true);
    Affine whole = Affine.variable(number);
    Affine rest = up ? whole.minus(value) : value.minus(whole);
    definitions.add(
        compare(Expr.Comparison.AT_LEAST, rest)
            .and(compare(Expr.Comparison.LESS, rest.minus(Affine.of(Rational.ONE)))));
    return whole;
  }

  private Formula between(Affine value, Rational low, Rational high) {
    return compare(Expr.Comparison.AT_LEAST, value.minus(Affine.of(low)))
        .and(compare(Expr.Comparison.AT_MOST, value.minus(Affine.of(high))));
  }

  /** What an expression yields. */
  private Expr.Kind kind(Expr expr) {
    if (expr instanceof Expr.Name name) {
      return symbols.vocabulary().kind(name.name()).orElse(Expr.Kind.NUMBER);
    }
    if (expr instanceof Expr.Text) {
      return Expr.Kind.TEXT;
    }
    if (expr instanceof Expr.Day) {
      return Expr.Kind.DATE;
    }
    if (expr instanceof Expr.Call call) {
      return kind(call.arguments().get(0));
    }
    boolean number =
        expr instanceof Expr.Number
            || expr instanceof Expr.Arithmetic
            || expr instanceof Expr.OfBase
            || expr instanceof Expr.Count
            || expr instanceof Expr.Points;
    return number ? Expr.Kind.NUMBER : Expr.Kind.FLAG;
  }
}
