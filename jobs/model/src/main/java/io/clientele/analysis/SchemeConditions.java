package io.clientele.analysis;

import io.clientele.rule.Expr;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.solver.Answer;
import io.clientele.solver.Formula;
import io.clientele.solver.Model;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A scheme as conditions: what each rule says, and what is left for it after the earlier ones. */
final class SchemeConditions {

  /**
   * A rule.
   *
   * @param segment who is in it
   * @param expr as parsed
   * @param holds where it is true
   */
  record Rule(SegmentRule segment, Expr expr, Formula holds) {
    String name() {
      return segment.name();
    }
  }

  private final Scheme scheme;
  private final Symbols symbols;
  private final Translation translation;
  private final List<Rule> rules = new ArrayList<>();
  private final Set<String> inRules;
  private final Satisfiability question;

  /**
   * The conditions of a scheme.
   *
   * @param work how many conditions the questions of one kind may look at
   */
  SchemeConditions(Scheme scheme, long work) {
    this(scheme, new Symbols(scheme.vocabulary()), work);
  }

  /**
   * The same.
   *
   * @param symbols of the customer that is asked about, whom several schemes may share
   */
  SchemeConditions(Scheme scheme, Symbols symbols, long work) {
    this.scheme = scheme;
    this.symbols = symbols;
    this.translation = new Translation(symbols);
    for (Scheme.Rule rule : scheme.rules()) {
      Formula holds = translation.of(rule.condition()).yes();
      rules.add(new Rule(rule.segment(), rule.condition(), holds));
    }
    this.inRules = symbols.names();
    this.question = new Satisfiability(List.of(this), work);
  }

  Scheme scheme() {
    return scheme;
  }

  Symbols symbols() {
    return symbols;
  }

  Satisfiability question() {
    return question;
  }

  Translation translation() {
    return translation;
  }

  List<Rule> rules() {
    return rules;
  }

  /** Where a condition of the rules' own is true. */
  Formula yes(Expr condition) {
    return translation.of(condition).yes();
  }

  /** Whether the variables are all words of the rules: nothing was made up, nothing is unknown. */
  boolean isPlain() {
    return translation.definitions().isEmpty()
        && rules.stream().allMatch(rule -> symbols.unknowns().in(rule.holds()).isEmpty());
  }

  /** Where a rule holds and no earlier one; for the number of rules: where none holds. */
  Formula region(int index) {
    List<Formula> parts = new ArrayList<>();
    if (index < rules.size()) {
      parts.add(rules.get(index).holds());
    }
    for (int i = 0; i < index; i++) {
      parts.add(rules.get(i).holds().negated());
    }
    return Formula.all(parts);
  }

  /** The rules that hold for somebody, in their order. */
  List<Integer> holding(Model model) {
    List<Integer> holding = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).holds().holds(model)) {
        holding.add(i);
      }
    }
    return holding;
  }

  /** A customer as text, by what some rules look at. */
  Map<String, String> witness(Answer answer, List<Rule> about) {
    Model model = answer.model();
    Map<String, String> witness = new LinkedHashMap<>();
    if (model != null) {
      Set<String> names = new TreeSet<>();
      about.forEach(rule -> names.addAll(Mentions.of(rule.expr())));
      for (Symbol symbol : symbols.all()) {
        if (inRules.contains(symbol.name()) && names.contains(symbol.name())) {
          witness.put(symbol.name(), text(symbol, model));
        }
      }
    }
    return witness;
  }

  private String text(Symbol symbol, Model model) {
    if (symbol.missing().holds(model)) {
      return "null";
    }
    return switch (symbol.kind()) {
      case NUMBER -> model.number(symbol.variable()).toString();
      case DATE ->
          LocalDate.ofEpochDay(Long.parseLong(model.number(symbol.variable()).toString()))
              .toString();
      case FLAG -> Boolean.toString(model.fact(symbol.variable()));
      case TEXT ->
          symbols.texts(symbol.name()).entrySet().stream()
              .filter(value -> value.getValue().holds(model))
              .map(value -> "'" + value.getKey() + "'")
              .findFirst()
              .orElse("any other");
    };
  }
}
