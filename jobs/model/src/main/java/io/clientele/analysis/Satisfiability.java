package io.clientele.analysis;

import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.rule.BaseValue;
import io.clientele.rule.Expr;
import io.clientele.rule.RuleParser;
import io.clientele.scheme.Population;
import io.clientele.solver.Affine;
import io.clientele.solver.Answer;
import io.clientele.solver.Formula;
import io.clientele.solver.Rational;
import io.clientele.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Asks whether a possible member of a scheme's population can meet conditions. */
final class Satisfiability {
  /** Branches and pivots; the shipped schemes need some dozens. */
  private static final long STEPS = 20_000;

  /** Second factors and divisors with which a product becomes a multiple. */
  private static final List<Rational> TRIED =
      List.of(Rational.ONE, Rational.of(2), Rational.of(10), Rational.of(100));

  private static final Map<String, Expr> PARSED = new ConcurrentHashMap<>();

  private final Symbols symbols;
  private final List<Formula> possible;
  private final List<Formula> certainlyPossible;
  private final Solver solver;

  /**
   * Questions about one customer.
   *
   * @param schemes whose conditions are asked about, with the same symbols
   * @param work how many conditions the questions of one kind may look at
   */
  Satisfiability(List<SchemeConditions> schemes, long work) {
    SchemeConditions one = schemes.get(0);
    this.symbols = one.symbols();
    boolean buyers =
        schemes.stream().anyMatch(s -> s.scheme().file().population() == Population.BUYERS);
    Population population = buyers ? Population.BUYERS : one.scheme().file().population();
    List<Formula> definitions =
        schemes.stream().flatMap(s -> s.translation().definitions().stream()).toList();
    List<Formula> axioms = new ArrayList<>();
    RuleParser parser = new RuleParser(Map.of(), Map.of());
    axioms.addAll(quantileAxioms());
    for (String axiom :
        DomainConstraints.about(
            symbols.names(),
            symbols.vocabulary(),
            population,
            one.scheme().file().options().scoreBins())) {
      Expr expr = PARSED.computeIfAbsent(axiom, parser::parse);
      axioms.add(one.translation().of(expr).no().negated());
    }
    symbols.all().stream()
        .filter(this::isCount)
        .map(symbol -> atLeastZero(Affine.variable(symbol.variable())))
        .forEach(axioms::add);
    axioms.addAll(symbols.textAxioms());
    this.certainlyPossible = new ArrayList<>(axioms);
    axioms.addAll(definitions);
    definitions.stream()
        .filter(definition -> symbols.unknowns().in(definition).isEmpty())
        .forEach(certainlyPossible::add);
    this.possible = axioms;
    this.solver = new Solver(symbols.variables(), STEPS, work);
  }

  /** Begins questions of another kind. */
  void begin() {
    solver.begin();
  }

  /** Whether so much was asked that nothing more of this kind is answered. */
  boolean isSpent() {
    return solver.isSpent();
  }

  /** Whether somebody can; undecided where it depends on what the solver knows nothing about. */
  Answer ask(Formula condition) {
    return ask(condition, false);
  }

  /** The same, with an example that is simple to read. */
  Answer example(Formula condition) {
    return ask(condition, true);
  }

  private Answer ask(Formula condition, boolean example) {
    boolean opaque = !symbols.unknowns().in(condition).isEmpty();
    Answer answer = solve(possible, condition, example && !opaque);
    if (!opaque || !answer.isYes()) {
      return answer;
    }
    Answer certain = solve(certainlyPossible, symbols.unknowns().certain(condition), example);
    return certain.isYes() ? certain : tried(condition, example);
  }

  /** Looks for somebody with one of a few numbers as second factors and divisors. */
  private Answer tried(Formula condition, boolean example) {
    if (symbols.unknowns().isTriable()) {
      for (Rational second : TRIED) {
        Answer answer = solve(possible, condition.and(symbols.unknowns().tried(second)), example);
        if (answer.isYes()) {
          return answer;
        }
      }
    }
    return new Answer(Answer.Outcome.UNDECIDED, null);
  }

  private Answer solve(List<Formula> axioms, Formula condition, boolean example) {
    List<Formula> all = new ArrayList<>();
    all.add(condition);
    all.addAll(axioms);
    return example ? solver.example(all) : solver.ask(all);
  }

  /** What of a condition the solver knows nothing about. */
  List<String> opaque(Formula condition) {
    return List.copyOf(symbols.unknowns().in(condition));
  }

  private boolean isCount(Symbol symbol) {
    Feature feature = symbols.vocabulary().feature(symbol.name()).orElse(null);
    return symbol.name().startsWith(Symbols.EVENT)
        || feature != null && feature.type() == FeatureType.INTEGER;
  }

  private Formula atLeastZero(Affine value) {
    return value.times(Rational.ONE.negated()).atMostZero(false, symbols.variables());
  }

  /** A greater share has no smaller quantile, and a buyer with a value makes all of them known. */
  private List<Formula> quantileAxioms() {
    List<Formula> axioms = new ArrayList<>();
    List<BaseValue.Quantile> quantiles = List.copyOf(symbols.quantiles().values());
    for (BaseValue.Quantile one : quantiles) {
      Symbol symbol = symbols.ofBase(one);
      Symbol feature = symbols.named(one.feature());
      axioms.add(
          Formula.any(List.of(symbol.present(), feature.missing(), notBuyer(), isLeftOut(one))));
      if (isCount(feature)) {
        axioms.add(atLeastZero(Affine.variable(symbol.variable())));
      }
      for (BaseValue.Quantile other : quantiles) {
        boolean comparable =
            other.feature().equals(one.feature()) && Objects.equals(other.among(), one.among());
        if (comparable && other.share().compareTo(one.share()) > 0) {
          axioms.add(
              atLeastZero(
                  Affine.variable(symbols.ofBase(other).variable())
                      .minus(Affine.variable(symbol.variable()))));
        }
      }
    }
    return axioms;
  }

  /** Whether the customer is not among those whose quantile it is. */
  private Formula isLeftOut(BaseValue.Quantile quantile) {
    if (quantile.among() == null) {
      return Formula.FALSE;
    }
    Symbol among = symbols.named(quantile.among());
    Formula none = Affine.variable(among.variable()).atMostZero(false, symbols.variables());
    return Formula.any(List.of(among.missing(), none));
  }

  private Formula notBuyer() {
    return symbols.vocabulary().feature(Features.FREQUENCY).isEmpty()
        ? Formula.TRUE
        : Affine.variable(symbols.named(Features.FREQUENCY).variable())
            .atMostZero(false, symbols.variables());
  }
}
