package io.clientele.rule;

import io.clientele.config.Input;
import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import java.util.List;

/** Checks names and types of a rule and collects what it needs. */
public final class RuleCheck {
  private final Vocabulary vocabulary;
  private final String text;
  private final Needs needs;

  private RuleCheck(Vocabulary vocabulary, String text, Needs needs) {
    this.vocabulary = vocabulary;
    this.text = text;
    this.needs = needs;
  }

  /**
   * Checks a condition.
   *
   * @param text as written, for messages
   * @return what it needs
   * @throws ConfigurationException naming what does not fit
   */
  public static Needs check(Expr rule, String text, Vocabulary vocabulary) {
    Needs needs = new Needs();
    Expr.Kind kind = new RuleCheck(vocabulary, text, needs).kind(rule);
    if (kind != Expr.Kind.FLAG) {
      throw new ConfigurationException("'" + text + "' is a " + said(kind) + ", not a condition");
    }
    return needs;
  }

  /** Checks an expression of any kind, and says of which. */
  public static Expr.Kind kind(Expr expr, String text, Vocabulary vocabulary) {
    return new RuleCheck(vocabulary, text, new Needs()).kind(expr);
  }

  private RuleCheck optional() {
    return new RuleCheck(vocabulary, text, needs.optional());
  }

  private Expr.Kind kind(Expr expr) {
    if (expr instanceof Expr.Name name) {
      return named(name.name());
    }
    if (expr instanceof Expr.Number) {
      return Expr.Kind.NUMBER;
    }
    if (expr instanceof Expr.Flag) {
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.Day) {
      return Expr.Kind.DATE;
    }
    if (expr instanceof Expr.Text) {
      return Expr.Kind.TEXT;
    }
    if (expr instanceof Expr.Not not) {
      return all(Expr.Kind.FLAG, not.of());
    }
    if (expr instanceof Expr.And and) {
      return all(Expr.Kind.FLAG, and.left(), and.right());
    }
    if (expr instanceof Expr.Or or) {
      return all(Expr.Kind.FLAG, or.left(), or.right());
    }
    if (expr instanceof Expr.IsNull isNull) {
      optional().kind(isNull.of());
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.Compare compare) {
      return comparison(compare);
    }
    if (expr instanceof Expr.In in) {
      all(kind(in.of()), in.among().toArray(Expr[]::new));
      in.among().forEach(part -> segmentExists(in.of(), part));
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      return all(Expr.Kind.NUMBER, arithmetic.left(), arithmetic.right());
    }
    if (expr instanceof Expr.HasTag) {
      needs.input(Input.of("tags"));
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.Did did) {
      if (!did.event().equals(RuleColumns.ORDER)) {
        needs.input(Input.of("interactions"));
      }
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.Count) {
      needs.input(Input.of("interactions"));
      return Expr.Kind.NUMBER;
    }
    if (expr instanceof Expr.Answered) {
      needs.input(new Input("surveys", "question"));
      needs.input(new Input("surveys", "answer"));
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.OfBase ofBase) {
      return ofBase(ofBase.value());
    }
    if (expr instanceof Expr.Signal signal) {
      optional().all(Expr.Kind.FLAG, signal.rule());
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.Points points) {
      points.signals().forEach(this::kind);
      return Expr.Kind.NUMBER;
    }
    return call((Expr.Call) expr);
  }

  private Expr.Kind comparison(Expr.Compare compare) {
    PercentileThreshold cut = RuleColumns.cut(compare, text);
    if (cut != null) {
      needs.cuts().add(cut);
      needs.features().add(cut.decidedBy());
      vocabulary.feature(cut.feature()).ifPresent(this::require);
      return Expr.Kind.FLAG;
    }
    Expr.Kind kind = kind(compare.left());
    all(kind, compare.right());
    boolean ordered = kind == Expr.Kind.NUMBER || kind == Expr.Kind.DATE;
    if (!ordered && compare.by() != Expr.Comparison.EQUAL) {
      throw new ConfigurationException(
          "'" + text + "' orders a " + said(kind) + " by size; it can only be equal or not");
    }
    segmentExists(compare.left(), compare.right());
    segmentExists(compare.right(), compare.left());
    return Expr.Kind.FLAG;
  }

  /** A segment that the other scheme does not have could never match. */
  private void segmentExists(Expr scheme, Expr segment) {
    if (scheme instanceof Expr.Name name && segment instanceof Expr.Text wanted) {
      List<String> segments = vocabulary.scheme(name.name()).orElse(List.of());
      if (!segments.isEmpty() && !segments.contains(wanted.value())) {
        throw new ConfigurationException(
            "'"
                + text
                + "': the scheme "
                + name.name()
                + " has no segment '"
                + wanted.value()
                + "'"
                + Problems.hint(wanted.value(), segments));
      }
    }
  }

  private Expr.Kind ofBase(BaseValue value) {
    if (value instanceof BaseValue.Quantile quantile) {
      number(quantile.feature());
      if (quantile.among() != null) {
        number(quantile.among());
      }
    } else if (value instanceof BaseValue.Rate rate) {
      number(rate.numerator());
      number(rate.denominator());
    }
    needs.values().add(value);
    return Expr.Kind.NUMBER;
  }

  /** A number of the base is made of a feature that is a number for each customer. */
  private void number(String feature) {
    Expr.Kind kind = named(feature);
    if (kind != Expr.Kind.NUMBER || vocabulary.feature(feature).isEmpty()) {
      throw new ConfigurationException(
          "'" + text + "': '" + feature + "' is no feature with numbers, so the base has none");
    }
  }

  private Expr.Kind call(Expr.Call call) {
    if (call.arguments().isEmpty()) {
      throw new ConfigurationException("'" + text + "' calls a function without arguments");
    }
    Expr first = call.arguments().get(0);
    Expr[] all = call.arguments().toArray(Expr[]::new);
    return switch (call.function()) {
      case ABS, FLOOR, CEIL -> {
        if (all.length != 1) {
          throw new ConfigurationException(
              "'" + text + "': " + call.function() + " takes one value");
        }
        yield all(Expr.Kind.NUMBER, first);
      }
      // What coalesce replaces may be missing altogether: a signal that counts as absent.
      case COALESCE -> optional().all(optional().kind(first), all);
      case GREATEST, LEAST -> all(kind(first), all);
    };
  }

  private Expr.Kind named(String name) {
    if (PercentileThreshold.FEATURES.contains(name)) {
      throw new ConfigurationException(
          "'"
              + text
              + "': "
              + name
              + " can only be compared (<, <=, >, >=) with a constant between"
              + " 0 and 1");
    }
    Feature feature = vocabulary.feature(name).orElse(null);
    if (feature != null && feature.type() == FeatureType.TAGS) {
      throw new ConfigurationException("'" + text + "': ask has_tag('vip') instead of " + name);
    }
    if (feature != null && feature.type() == FeatureType.EVENTS) {
      throw new ConfigurationException("'" + text + "': ask did('cart', 30) instead of " + name);
    }
    if (feature != null && feature.type() == FeatureType.COUNTS) {
      throw new ConfigurationException("'" + text + "': ask count('cart', 30) instead of " + name);
    }
    if (feature != null && feature.type() == FeatureType.ANSWERS) {
      throw new ConfigurationException(
          "'" + text + "': ask answered('why', 'price') instead of " + name);
    }
    Expr.Kind kind = vocabulary.kind(name).orElse(null);
    if (kind == null) {
      throw new ConfigurationException(
          "'"
              + text
              + "' names '"
              + name
              + "', which is not a feature"
              + Problems.nearest(name, vocabulary.names())
                  .map(n -> "; did you mean '" + n + "'?")
                  .orElse("; `bin/clientele docs` lists them"));
    }
    if (feature != null) {
      require(feature);
      needs.features().add(name);
    }
    vocabulary.score(name).ifPresent(needs.scores()::add);
    vocabulary.scheme(name).ifPresent(segments -> needs.schemes().add(name));
    return kind;
  }

  private void require(Feature feature) {
    feature.requires().forEach(needs::input);
  }

  private Expr.Kind all(Expr.Kind expected, Expr... parts) {
    for (Expr part : parts) {
      Expr.Kind kind = kind(part);
      if (kind != expected) {
        throw new ConfigurationException(
            "'" + text + "' puts a " + said(kind) + " where a " + said(expected) + " belongs");
      }
    }
    return expected;
  }

  private static String said(Expr.Kind kind) {
    return switch (kind) {
      case NUMBER -> "number";
      case FLAG -> "condition";
      case DATE -> "date";
      case TEXT -> "text";
    };
  }
}
