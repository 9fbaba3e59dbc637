package io.clientele.segment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.Problems;
import io.clientele.config.TransactionField;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.score.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/**
 * A scheme whose rules are parsed and checked: it can tell what it needs, and put every customer
 * into exactly one segment.
 */
public final class Scheme {
  private record Compiled(SegmentRule segment, Expr rule) {}

  private final SchemeFile file;
  private final Rules rules;
  private final List<Compiled> compiled;
  private final Rules.Needs needs;

  private Scheme(SchemeFile file, Rules rules, List<Compiled> compiled, Rules.Needs needs) {
    this.file = file;
    this.rules = rules;
    this.compiled = compiled;
    this.needs = needs;
  }

  /**
   * Parses and checks the rules of a file against the declared features. Needs no Spark session.
   *
   * @throws ConfigurationException naming every rule that cannot be used
   */
  public static Scheme of(SchemeFile file, Features features) {
    Rules rules = new Rules(features);
    Map<String, Expr> parameters = new LinkedHashMap<>();
    file.parameters().forEach((name, text) -> parameters.put(name, RuleParser.literal(text)));
    RuleParser parser = new RuleParser(parameters);
    Rules.Needs needs = new Rules.Needs();
    List<Compiled> compiled = new ArrayList<>();
    Problems problems = new Problems();
    for (SegmentRule segment : file.segments()) {
      String text = String.valueOf(segment.when());
      try {
        Expr rule = parser.parse(text);
        rules.check(rule, text, needs);
        compiled.add(new Compiled(segment, rule));
      } catch (ConfigurationException e) {
        problems.add(
            "scheme " + file.scheme() + ", segment " + segment.name(),
            String.valueOf(e.getMessage()));
      }
    }
    problems.throwIfAny();
    return new Scheme(file, rules, compiled, needs);
  }

  /** The file it was made from. */
  public SchemeFile file() {
    return file;
  }

  /** The scheme's name, and its column. */
  public String name() {
    return file.scheme();
  }

  /** The source fields without which the scheme is skipped. */
  public Set<TransactionField> fields() {
    return needs.fields();
  }

  /** The scores that its rules name. */
  public Set<Score> scores() {
    return needs.scores();
  }

  /** The places in the base that its rules compare with constants. */
  public Set<Cut> cuts() {
    return needs.cuts();
  }

  /**
   * The segment of a row with features and scores: the first rule that holds, else {@code
   * otherwise}.
   *
   * @param edges the value at which each cut of {@link #cuts} lies
   */
  public Column segment(Map<Cut, Long> edges) {
    Column segment = lit(file.otherwise().name());
    for (int i = compiled.size() - 1; i >= 0; i--) {
      Compiled rule = compiled.get(i);
      segment =
          when(rules.compile(rule.rule(), edges), lit(rule.segment().name())).otherwise(segment);
    }
    return file.population() == Population.CUSTOMERS
        ? segment
        : when(col(Features.FREQUENCY).gt(0), segment).otherwise(file.otherwise().name());
  }
}
