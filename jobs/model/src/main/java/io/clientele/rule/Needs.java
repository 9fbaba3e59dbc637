package io.clientele.rule;

import io.clientele.config.Input;
import io.clientele.score.Score;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a rule needs.
 *
 * @param inputs the inputs without which it cannot be decided
 * @param used all inputs that it looks at, those too whose absence it can bear
 * @param cuts the places in the base that it compares with constants
 * @param values the numbers of the base that it names
 * @param scores the scores that it names
 * @param schemes the other schemes whose segments it asks for
 * @param features the features that it names
 */
public record Needs(
    Set<Input> inputs,
    Set<Input> used,
    Set<PercentileThreshold> cuts,
    Set<BaseValue> values,
    Set<Score> scores,
    Set<String> schemes,
    Set<String> features) {

  /** Nothing yet. */
  public Needs() {
    this(
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>());
  }

  /** The same collections, but inputs that are named here are not needed. */
  Needs optional() {
    return new Needs(new LinkedHashSet<>(), used, cuts, values, scores, schemes, features);
  }

  /** Adds all of another rule. */
  public void add(Needs other) {
    inputs.addAll(other.inputs);
    used.addAll(other.used);
    cuts.addAll(other.cuts);
    values.addAll(other.values);
    scores.addAll(other.scores);
    schemes.addAll(other.schemes);
    features.addAll(other.features);
  }

  void input(Input input) {
    inputs.add(input);
    used.add(input);
  }
}
