package io.clientele.analysis;

import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.rule.BaseValue;
import io.clientele.rule.Expr;
import io.clientele.rule.Vocabulary;
import io.clientele.solver.Formula;
import io.clientele.solver.Variables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The unknown customer, and the unknown base, as variables: one symbol for each word in use. */
final class Symbols {
  /** What the days since an event are called. */
  static final String EVENT = "days since ";

  private static final String MISSING = "missing ";

  private final Vocabulary vocabulary;
  private final Variables variables = new Variables();
  private final Map<String, Symbol> symbols = new LinkedHashMap<>();
  private final Map<String, BaseValue.Quantile> quantiles = new LinkedHashMap<>();
  private final Map<String, Map<String, Formula>> texts = new LinkedHashMap<>();
  private final Unknowns unknowns = new Unknowns(variables);

  Symbols(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  Variables variables() {
    return variables;
  }

  Unknowns unknowns() {
    return unknowns;
  }

  /** All symbols so far, in the order in which the rules mention them. */
  Collection<Symbol> all() {
    return symbols.values();
  }

  /** The names of all symbols so far. */
  Set<String> names() {
    return new LinkedHashSet<>(symbols.keySet());
  }

  /** A feature, a score or another scheme. */
  Symbol named(String name) {
    Symbol known = symbols.get(name);
    if (known == null) {
      known = declare(name);
      symbols.put(name, known);
    }
    return known;
  }

  private Symbol declare(String name) {
    Expr.Kind kind = vocabulary.kind(name).orElse(Expr.Kind.NUMBER);
    Feature feature = vocabulary.feature(name).orElse(null);
    boolean whole =
        feature == null || feature.type() == FeatureType.INTEGER || kind == Expr.Kind.DATE;
    int variable =
        switch (kind) {
          case NUMBER, DATE -> variables.number(name, whole);
          case FLAG -> variables.fact(name);
          case TEXT -> -1;
        };
    return new Symbol(name, kind, variable, whole, missing(name, feature));
  }

  private Formula missing(String name, @org.jspecify.annotations.Nullable Feature feature) {
    // A place in the base is null exactly where the value that decides it is.
    if (name.equals(Features.MARGIN_RANK_SHARE)) {
      return named(Features.GROSS_MARGIN).missing();
    }
    boolean always =
        name.equals(Features.MONETARY_RANK_SHARE)
            || name.equals(Features.MONETARY_PERCENTILE)
            || vocabulary.scheme(name).isPresent()
            || feature != null && !feature.nullable();
    return always ? Formula.FALSE : new Formula.Fact(variables.fact(MISSING + name), true);
  }

  /** Days since the last event of a type. */
  Symbol event(String type) {
    return number(EVENT + type, true);
  }

  /** A number of the base. */
  Symbol ofBase(BaseValue value) {
    boolean whole = false;
    String about = value.text();
    if (value instanceof BaseValue.Quantile quantile) {
      quantiles.put(value.text(), quantile);
      Feature feature = vocabulary.feature(quantile.feature()).orElse(null);
      whole = feature != null && feature.type() == FeatureType.INTEGER;
      about = "base " + quantile.feature() + " among " + quantile.among();
    }
    boolean isWhole = whole;
    Formula missing = new Formula.Fact(variables.fact(MISSING + about), true);
    return symbols.computeIfAbsent(
        value.text(),
        text ->
            new Symbol(text, Expr.Kind.NUMBER, variables.number(text, isWhole), isWhole, missing));
  }

  /** The quantiles in use, by their symbols' names. */
  Map<String, BaseValue.Quantile> quantiles() {
    return quantiles;
  }

  private Symbol number(String name, boolean whole) {
    return symbols.computeIfAbsent(
        name,
        key ->
            new Symbol(
                key,
                Expr.Kind.NUMBER,
                variables.number(key, whole),
                whole,
                new Formula.Fact(variables.fact(MISSING + key), true)));
  }

  /** How many events of a type there are in a window. */
  Symbol count(String name) {
    return symbols.computeIfAbsent(
        name,
        key -> new Symbol(key, Expr.Kind.NUMBER, variables.number(key, true), true, Formula.FALSE));
  }

  /** What holds or does not, such as whether the customer carries a tag. */
  Formula fact(String name) {
    return new Formula.Fact(
        symbols
            .computeIfAbsent(
                name,
                key -> new Symbol(key, Expr.Kind.FLAG, variables.fact(key), false, Formula.FALSE))
            .variable(),
        true);
  }

  /** Where a text has a value. */
  Formula text(Symbol symbol, String value) {
    Map<String, Formula> values = values(symbol);
    List<String> domain = vocabulary.scheme(symbol.name()).orElse(List.of());
    for (String one : domain) {
      values.computeIfAbsent(one, v -> equal(symbol, v));
    }
    // RuleCheck refuses segments that the other scheme does not have.
    return values.computeIfAbsent(value, v -> equal(symbol, v));
  }

  private Map<String, Formula> values(Symbol symbol) {
    return texts.computeIfAbsent(symbol.name(), name -> new LinkedHashMap<>());
  }

  private Formula equal(Symbol symbol, String value) {
    return new Formula.Fact(variables.fact(symbol.name() + " = '" + value + "'"), true);
  }

  /** The values that the rules compare a text with. */
  Map<String, Formula> texts(String name) {
    return texts.getOrDefault(name, Map.of());
  }

  /** A text has one value at a time, and one of its own where its values are known. */
  List<Formula> textAxioms() {
    List<Formula> axioms = new ArrayList<>();
    texts.forEach(
        (name, values) -> {
          List<Formula> facts = List.copyOf(values.values());
          for (int i = 0; i < facts.size(); i++) {
            for (int j = i + 1; j < facts.size(); j++) {
              axioms.add(facts.get(i).negated().or(facts.get(j).negated()));
            }
          }
          if (!vocabulary.scheme(name).orElse(List.of()).isEmpty()) {
            axioms.add(Formula.any(facts));
          }
        });
    return axioms;
  }
}
