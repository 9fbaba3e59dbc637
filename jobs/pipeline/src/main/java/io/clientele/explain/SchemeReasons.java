package io.clientele.explain;

import io.clientele.border.Border;
import io.clientele.border.Direction;
import io.clientele.border.NearBorders;
import io.clientele.border.SchemeBorders;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.rule.BaseNumbers;
import io.clientele.rule.Expr;
import io.clientele.rule.PercentileThreshold;
import io.clientele.rule.RuleTerms;
import io.clientele.rule.RuleText;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeDefinition;
import io.clientele.scheme.SegmentRule;
import io.clientele.score.Score;
import io.clientele.score.ScoreScale;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reasons of one scheme of one run. */
final class SchemeReasons {
  private final SchemeDefinition definition;
  private final Scheme scheme;
  private final BaseNumbers numbers;
  private final Map<String, RunRows.Edges> edges;
  private final RuleTerms terms;
  private final SchemeBorders borders;

  SchemeReasons(
      SchemeDefinition definition,
      Scheme scheme,
      BaseNumbers numbers,
      Map<String, RunRows.Edges> edges) {
    this.definition = definition;
    this.scheme = scheme;
    this.numbers = numbers;
    this.edges = edges;
    Map<String, ScoreScale> scales = new LinkedHashMap<>();
    edges.forEach((name, edge) -> scales.put(name, edge.scale()));
    this.terms = new RuleTerms(scheme.vocabulary(), definition::provides, numbers, scales);
    this.borders = new SchemeBorders(scheme, definition::provides, numbers, scales);
  }

  /** The features that the rules use and the customer has of its own. */
  Set<String> features() {
    Set<String> names = new LinkedHashSet<>();
    for (String name : scheme.vocabulary().names()) {
      boolean used =
          scheme.needs().features().contains(name)
              || scheme.needs().scores().stream().map(Score::feature).anyMatch(name::equals)
              || borders.features().contains(name);
      boolean own = numbers.number(name) == null;
      if (used && own) {
        names.add(name);
      }
    }
    return names;
  }

  Explanation.InScheme of(Map<String, @Nullable Object> customer) {
    String segment = String.valueOf(customer.get(scheme.name()));
    SegmentRule said = segment(segment);
    boolean about = borders.judge().isAbout(customer);
    int rule = borders.judge().rule(customer);
    int tried = rule >= 0 ? rule : about ? scheme.rules().size() : 0;
    List<Explanation.Failed> failed = new ArrayList<>();
    for (int i = 0; i < tried; i++) {
      failed.add(failed(i, customer));
    }
    Expr condition = rule >= 0 ? scheme.rules().get(rule).condition() : null;
    return new Explanation.InScheme(
        scheme.name(),
        definition.version(),
        definition.overrides(),
        segment,
        said.labels(),
        said.rank(),
        about
            ? null
            : "not in the population: the rules are about buyers, and this customer has no purchase",
        rule + 1,
        scheme.rules().size(),
        condition == null ? null : RuleText.of(condition),
        condition == null
            ? List.of()
            : RuleText.conditions(condition).stream().map(one -> condition(one, customer)).toList(),
        failed,
        scores(customer),
        beyond(said, customer));
  }

  private SegmentRule segment(String name) {
    return scheme.file().allSegments().stream()
        .filter(segment -> segment.name().equals(name))
        .findFirst()
        .orElse(scheme.file().otherwise());
  }

  private Explanation.Failed failed(int rule, Map<String, @Nullable Object> customer) {
    Scheme.Rule tried = scheme.rules().get(rule);
    Explanation.Condition because = null;
    if (borders.judge().isTold(rule)) {
      List<Explanation.Condition> conditions =
          RuleText.conditions(tried.condition()).stream()
              .map(one -> condition(one, customer))
              .toList();
      // One that is false decides; one that is undecided does only where none is false.
      because =
          conditions.stream()
              .filter(one -> Boolean.FALSE.equals(one.holds()))
              .findFirst()
              .or(() -> conditions.stream().filter(one -> one.holds() == null).findFirst())
              .orElse(null);
    }
    return new Explanation.Failed(rule + 1, tried.segment().name(), because);
  }

  private Explanation.Condition condition(Expr expr, Map<String, @Nullable Object> customer) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (String name : RuleText.names(expr)) {
      boolean isPlace =
          scheme.vocabulary().feature(name).filter(f -> f.formula() == null).isPresent();
      if (!isPlace) {
        values.put(name, text(name, customer));
      }
    }
    // A place in the base is decided by a value and the edge that the run found for it.
    for (PercentileThreshold cut : RuleText.cuts(expr)) {
      FeatureType type = type(cut.decidedBy());
      values.put(cut.decidedBy(), text(cut.decidedBy(), customer));
      values.put("edge", Sentences.value(terms.edge(cut).of(customer), type));
    }
    Object holds = terms.term(expr).of(customer);
    return new Explanation.Condition(RuleText.of(expr), (Boolean) holds, values);
  }

  private @Nullable String text(String name, Map<String, @Nullable Object> customer) {
    Object value = terms.term(new Expr.Name(name)).of(customer);
    return Sentences.value(value, type(name));
  }

  private @Nullable FeatureType type(String name) {
    return scheme.vocabulary().feature(name).map(Feature::type).orElse(null);
  }

  private List<Explanation.Scored> scores(Map<String, @Nullable Object> customer) {
    List<Explanation.Scored> scored = new ArrayList<>();
    for (Score score : scheme.needs().scores()) {
      RunRows.Edges own = Objects.requireNonNull(edges.get(score.column()));
      BigDecimal value =
          terms.term(new Expr.Name(score.column())).of(customer) instanceof BigDecimal number
              ? number
              : null;
      Integer k = value == null ? null : Integer.valueOf(value.intValueExact());
      FeatureType type = type(score.feature());
      scored.add(
          new Explanation.Scored(
              score.column(),
              k,
              score.feature(),
              k == null ? null : Sentences.value(own.lower().get(k), type),
              k == null ? null : Sentences.value(own.upper().get(k), type)));
    }
    return scored;
  }

  private List<Explanation.Beyond> beyond(
      SegmentRule here, Map<String, @Nullable Object> customer) {
    List<Explanation.Beyond> all = new ArrayList<>();
    for (String name : borders.features()) {
      Feature feature = scheme.vocabulary().feature(name).orElseThrow();
      for (Direction direction : Direction.values()) {
        Border border = borders.nearest(customer, name, direction).orElse(null);
        if (border != null) {
          Integer there = segment(border.neighbour()).rank();
          all.add(
              new Explanation.Beyond(
                  border, NearBorders.change(here.rank(), there), Sentences.of(border, feature)));
        }
      }
    }
    return all;
  }
}
