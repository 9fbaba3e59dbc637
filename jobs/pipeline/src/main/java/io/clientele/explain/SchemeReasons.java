package io.clientele.explain;

import static org.apache.spark.sql.functions.lit;

import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.rule.Expr;
import io.clientele.rule.PercentileThreshold;
import io.clientele.rule.RuleColumns;
import io.clientele.rule.RuleText;
import io.clientele.scheme.Population;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeDefinition;
import io.clientele.scheme.SegmentRule;
import io.clientele.score.Score;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The reasons of one scheme of one run: every condition is computed for the customer by the columns
 * that the run used.
 */
final class SchemeReasons {
  private final SchemeDefinition definition;
  private final Scheme scheme;
  private final ComparedBy by;
  private final PublishedCustomer customer;

  /** What is asked about the customer, by its place among the columns. */
  private final Map<Expr, Integer> asked = new LinkedHashMap<>();

  SchemeReasons(
      SchemeDefinition definition, Scheme scheme, ComparedBy by, PublishedCustomer customer) {
    this.definition = definition;
    this.scheme = scheme;
    this.by = by;
    this.customer = customer;
    for (Scheme.Rule rule : scheme.rules()) {
      if (isTold(rule)) {
        ask(rule.condition());
        for (Expr condition : RuleText.conditions(rule.condition())) {
          ask(condition);
          RuleText.names(condition).stream().filter(this::hasValue).forEach(this::askName);
          RuleText.cuts(condition).forEach(cut -> askName(cut.decidedBy()));
        }
      }
    }
    scheme.needs().scores().forEach(score -> askName(score.column()));
  }

  private void askName(String name) {
    ask(new Expr.Name(name));
  }

  private void ask(Expr expr) {
    asked.putIfAbsent(expr, asked.size());
  }

  /** A place in the base has no value of its own: a value and an edge decide it. */
  private boolean hasValue(String name) {
    return scheme.vocabulary().feature(name).filter(f -> f.formula() == null).isEmpty();
  }

  private boolean isTold(Scheme.Rule rule) {
    return Scheme.decided(rule, definition::provides);
  }

  /** The columns to be computed over the customer's, for {@link #of}. */
  List<Column> columns() {
    RuleColumns rules =
        new RuleColumns(scheme.vocabulary(), definition::provides, by, this::published);
    List<Column> columns = new ArrayList<>();
    asked.forEach((expr, place) -> columns.add(rules.column(expr).as(scheme.name() + place)));
    return columns;
  }

  private Column published(String name) {
    boolean isThere =
        by.numbers().number(name) != null
            || List.of(customer.schema().fieldNames()).contains(by.published(name));
    FeatureType type = type(name);
    return isThere ? by.named(name) : lit(null).cast(type == null ? "string" : type.ddl());
  }

  /** The features that the rules use and the customer has of its own. */
  Set<String> features() {
    Set<String> names = new LinkedHashSet<>();
    for (String name : scheme.vocabulary().names()) {
      boolean used =
          scheme.needs().features().contains(name)
              || scheme.needs().scores().stream().map(Score::feature).anyMatch(name::equals)
              || scheme.needs().cuts().stream()
                  .map(PercentileThreshold::decidedBy)
                  .anyMatch(name::equals);
      if (used && hasValue(name) && by.numbers().number(name) == null) {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * The reasons.
   *
   * @param answers the values of {@link #columns}
   * @param outlook of the customer in the scheme; null where it has none
   */
  Explanation.InScheme of(Row answers, @Nullable SegmentOutlookRow outlook) {
    String segment = String.valueOf(customer.value(scheme.name()));
    SegmentRule said = segment(segment);
    boolean about =
        scheme.file().population() != Population.BUYERS
            || (customer.value(Features.FREQUENCY) instanceof Long orders && orders > 0);
    int rule = about ? rule(answers) : -1;
    int tried = rule >= 0 ? rule : about ? scheme.rules().size() : 0;
    List<Explanation.Failed> failed = new ArrayList<>();
    for (int i = 0; i < tried; i++) {
      failed.add(failed(i, answers));
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
            : RuleText.conditions(condition).stream().map(one -> condition(one, answers)).toList(),
        failed,
        scores(answers),
        outlook);
  }

  private int rule(Row answers) {
    for (int i = 0; i < scheme.rules().size(); i++) {
      Scheme.Rule rule = scheme.rules().get(i);
      if (isTold(rule) && Boolean.TRUE.equals(answer(rule.condition(), answers))) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable Object answer(Expr expr, Row answers) {
    return answers.getAs(scheme.name() + Objects.requireNonNull(asked.get(expr)));
  }

  private SegmentRule segment(String name) {
    return scheme.file().allSegments().stream()
        .filter(segment -> segment.name().equals(name))
        .findFirst()
        .orElse(scheme.file().otherwise());
  }

  private Explanation.Failed failed(int rule, Row answers) {
    Scheme.Rule tried = scheme.rules().get(rule);
    Explanation.Condition because = null;
    if (isTold(tried)) {
      List<Explanation.Condition> conditions =
          RuleText.conditions(tried.condition()).stream()
              .map(one -> condition(one, answers))
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

  private Explanation.Condition condition(Expr expr, Row answers) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    RuleText.names(expr).stream()
        .filter(this::hasValue)
        .forEach(name -> values.put(name, text(name, answers)));
    // A place in the base is decided by a value and the edge that the run found for it.
    for (PercentileThreshold cut : RuleText.cuts(expr)) {
      values.put(cut.decidedBy(), text(cut.decidedBy(), answers));
      values.put(
          "upper_side_from",
          Sentences.value(by.numbers().number(cut.text()), type(cut.decidedBy())));
    }
    return new Explanation.Condition(RuleText.of(expr), (Boolean) answer(expr, answers), values);
  }

  private @Nullable String text(String name, Row answers) {
    return Sentences.value(answer(new Expr.Name(name), answers), type(name));
  }

  private @Nullable FeatureType type(String name) {
    return scheme.vocabulary().feature(name).map(Feature::type).orElse(null);
  }

  private List<Explanation.Scored> scores(Row answers) {
    List<Explanation.Scored> scored = new ArrayList<>();
    for (Score score : scheme.needs().scores()) {
      RunRows.Edges own = Objects.requireNonNull(by.edges().get(score.column()));
      Integer value = (Integer) answer(new Expr.Name(score.column()), answers);
      FeatureType type = type(score.feature());
      scored.add(
          new Explanation.Scored(
              score.column(),
              value,
              score.feature(),
              value == null ? null : Sentences.value(own.lower().get(value), type),
              value == null ? null : Sentences.value(own.upper().get(value), type)));
    }
    return scored;
  }
}
