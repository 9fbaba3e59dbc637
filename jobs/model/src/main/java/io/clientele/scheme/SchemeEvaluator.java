package io.clientele.scheme;

import io.clientele.config.Input;
import io.clientele.feature.Features;
import io.clientele.rule.CustomerValues;
import io.clientele.rule.RuleTerms;
import io.clientele.rule.Term;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides the segment of one customer at a time, as {@link Scheme#segment} does for a whole table.
 * It travels to the executors.
 */
public final class SchemeEvaluator implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A rule, ready to be decided.
   *
   * @param segment whose rule it is
   * @param condition null where it cannot be told
   * @param told whether the sources tell what it needs; one that is not told holds for nobody
   */
  private record Ruling(String segment, Term condition, boolean told) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private record Attribute(String feature, ArrayList<String> values, String other)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final String scheme;
  private final boolean buyersOnly;
  private final ArrayList<Ruling> rulings = new ArrayList<>();
  private final @Nullable Attribute attribute;
  private final String otherwise;

  /**
   * A judge.
   *
   * @param terms translates the rules
   * @param available what the sources tell
   */
  public SchemeEvaluator(Scheme scheme, RuleTerms terms, Predicate<Input> available) {
    SchemeFile file = scheme.file();
    this.scheme = scheme.name();
    this.buyersOnly = file.population() == Population.BUYERS;
    for (Scheme.Rule rule : scheme.rules()) {
      rulings.add(
          new Ruling(
              rule.segment().name(),
              terms.term(rule.condition()),
              Scheme.decided(rule, available)));
    }
    AttributeRule by = file.attribute();
    this.attribute =
        by == null
            ? null
            : new Attribute(
                by.feature(),
                new ArrayList<>(file.segments().stream().map(SegmentRule::name).toList()),
                by.other());
    this.otherwise = file.otherwise().name();
  }

  /** The scheme's name. */
  public String scheme() {
    return scheme;
  }

  /** Whether segments are named by the values of a feature. */
  public boolean isByAttribute() {
    return attribute != null;
  }

  /** Whether the rules are about this customer at all. */
  public boolean isAbout(Map<String, @Nullable Object> customer) {
    BigDecimal orders = CustomerValues.number(customer, Features.FREQUENCY);
    return !buyersOnly || (orders != null && orders.signum() > 0);
  }

  /** The customer's segment: the first rule that holds, else {@code otherwise}. */
  public String segment(Map<String, @Nullable Object> customer) {
    int rule = rule(customer);
    if (rule >= 0) {
      return rulings.get(rule).segment();
    }
    Attribute by = attribute;
    if (by == null || !isAbout(customer)) {
      return otherwise;
    }
    Object value = customer.get(by.feature());
    if (value == null || value.equals(otherwise)) {
      return otherwise;
    }
    return value instanceof String text && by.values().contains(text) ? text : by.other();
  }

  /** The index of the rule that decides; −1 where none holds or the rules are not about them. */
  public int rule(Map<String, @Nullable Object> customer) {
    if (isAbout(customer)) {
      for (int i = 0; i < rulings.size(); i++) {
        Ruling ruling = rulings.get(i);
        if (ruling.told() && Boolean.TRUE.equals(ruling.condition().of(customer))) {
          return i;
        }
      }
    }
    return -1;
  }

  /** Whether the sources tell what the rule at an index needs. */
  public boolean isTold(int rule) {
    return rulings.get(rule).told();
  }
}
