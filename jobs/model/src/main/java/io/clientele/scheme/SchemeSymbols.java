package io.clientele.scheme;

import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.rule.Expr;
import io.clientele.rule.Needs;
import io.clientele.rule.RuleCheck;
import io.clientele.rule.RuleParser;
import io.clientele.rule.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words that a scheme adds to the language: its definitions and its signals.
 *
 * @param parser knows them and the parameters
 * @param signals what each signal needs
 * @param rules the signals as rules, in the order of the file
 */
record SchemeSymbols(RuleParser parser, Map<String, Needs> signals, List<Expr.Signal> rules) {
  private static final String POINTS = "signal_points";
  private static final String CRITICAL = "signal_critical";

  static SchemeSymbols of(SchemeFile file, Vocabulary vocabulary, Problems problems) {
    Map<String, Expr> parameters = new LinkedHashMap<>();
    file.parameters().forEach((name, text) -> parameters.put(name, RuleParser.literal(text)));
    Map<String, Expr> words = new LinkedHashMap<>();
    RuleParser parser = new RuleParser(parameters, words);
    String at = "scheme " + file.scheme() + ", ";
    file.definitions()
        .forEach(
            (name, text) -> {
              String where = at + "definition " + name;
              if (isFree(name, words, vocabulary, where, problems)) {
                try {
                  Expr definition = parser.parse(text);
                  RuleCheck.kind(definition, text, vocabulary);
                  words.put(name, definition);
                } catch (ConfigurationException e) {
                  problems.add(where, String.valueOf(e.getMessage()));
                }
              }
            });
    Map<String, Needs> needs = new LinkedHashMap<>();
    List<Expr.Signal> signals = new ArrayList<>();
    Expr critical = new Expr.Flag(false);
    for (SignalRule signal : file.signals()) {
      String where = at + "signal " + signal.name();
      if (isFree(signal.name(), words, vocabulary, where, problems)) {
        try {
          Expr when = signal.off() ? new Expr.Flag(false) : parser.parse(signal.when());
          needs.put(signal.name(), RuleCheck.check(when, signal.when(), vocabulary));
          Expr.Signal word = new Expr.Signal(signal.name(), when, signal.weight());
          signals.add(word);
          critical = signal.critical() ? new Expr.Or(critical, word) : critical;
        } catch (ConfigurationException e) {
          problems.add(where, String.valueOf(e.getMessage()));
        }
      }
    }
    if (!file.signals().isEmpty()) {
      signals.forEach(signal -> words.put(signal.name(), signal));
      words.put(POINTS, new Expr.Points(List.copyOf(signals)));
      words.put(CRITICAL, critical);
    }
    return new SchemeSymbols(parser, needs, List.copyOf(signals));
  }

  private static boolean isFree(
      String name,
      Map<String, Expr> words,
      Vocabulary vocabulary,
      String where,
      Problems problems) {
    boolean taken =
        words.containsKey(name)
            || vocabulary.names().contains(name)
            || name.equals(POINTS)
            || name.equals(CRITICAL);
    if (taken) {
      problems.add(where, "the name '" + name + "' is taken; choose another");
    }
    return !taken;
  }
}
