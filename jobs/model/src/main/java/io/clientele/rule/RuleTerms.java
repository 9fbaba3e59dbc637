package io.clientele.rule;

import io.clientele.config.Input;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.score.ScoreScale;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Translates checked rules to {@link Term}s, which mean what the columns of {@link RuleColumns}
 * mean: three-valued logic, decimals rounded where Spark rounds them, null where a sum overflows or
 * a divisor is zero.
 *
 * <p>Two things differ, far from any business number: where Spark would end the job because a value
 * does not fit a decimal that it must be cast to, a term is null; and where a rule computes with a
 * number of the base, its idle zeros are not kept, so that a quotient may be rounded at another
 * decimal place, the sixth at the earliest.
 */
public final class RuleTerms {
  private final Vocabulary vocabulary;
  private final Predicate<Input> available;
  private final BaseNumbers numbers;
  private final Map<String, ScoreScale> scales;

  /** A term and, where it yields a number, its SQL type. */
  private record Typed(Term term, @Nullable NumberType type) {}

  /**
   * A translation.
   *
   * @param available what the sources tell
   * @param numbers of the base, or of the customers' group
   * @param scales by name of the score; a score that is not here is taken from the customer's
   *     values
   */
  public RuleTerms(
      Vocabulary vocabulary,
      Predicate<Input> available,
      BaseNumbers numbers,
      Map<String, ScoreScale> scales) {
    this.vocabulary = vocabulary;
    this.available = available;
    this.numbers = numbers;
    this.scales = new LinkedHashMap<>(scales);
  }

  /** The value of an expression: a Boolean, BigDecimal, String or LocalDate, or null. */
  public Term term(Expr expr) {
    return typed(expr).term();
  }

  /** What the sources tell. */
  boolean provides(Feature feature) {
    return feature.requires().stream().allMatch(available);
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  Map<String, ScoreScale> scales() {
    return scales;
  }

  /** Where a cut lies for a customer; null where it has no edge. */
  public Term edge(PercentileThreshold cut) {
    return base(cut.text());
  }

  /** A number that is the same for everybody; null where each customer has an own one. */
  @Nullable BigDecimal constant(String feature) {
    return numbers.number(feature);
  }

  private Term base(String name) {
    BigDecimal number = numbers.number(name);
    return customer -> number;
  }

  private Typed typed(Expr expr) {
    if (expr instanceof Expr.Name name) {
      return named(name.name());
    }
    if (expr instanceof Expr.Number number) {
      BigDecimal value = number.value();
      boolean whole = value.scale() <= 0 && value.precision() < 18;
      return new Typed(customer -> value, NumberType.literal(value, whole));
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      return computed(arithmetic);
    }
    if (expr instanceof Expr.OfBase ofBase) {
      String name = ofBase.value().text();
      BigDecimal value = constant(name);
      NumberType looked = NumberType.decimal(38, 10);
      return new Typed(base(name), value == null ? looked : NumberType.literal(value, false));
    }
    if (expr instanceof Expr.Points points) {
      return points(points);
    }
    if (expr instanceof Expr.Call call) {
      return call(call);
    }
    return new Typed(condition(expr), null);
  }

  private static Term always(Object value) {
    return customer -> value;
  }

  private Term condition(Expr expr) {
    if (expr instanceof Expr.Flag flag) {
      return always(flag.value());
    }
    if (expr instanceof Expr.Day day) {
      return always(day.value());
    }
    if (expr instanceof Expr.Text text) {
      return always(text.value());
    }
    if (expr instanceof Expr.Not not) {
      return SqlLogic.not(term(not.of()));
    }
    if (expr instanceof Expr.And and) {
      return SqlLogic.and(term(and.left()), term(and.right()));
    }
    if (expr instanceof Expr.Or or) {
      return SqlLogic.or(term(or.left()), term(or.right()));
    }
    if (expr instanceof Expr.IsNull isNull) {
      Term of = term(isNull.of());
      return customer -> of.of(customer) == null;
    }
    if (expr instanceof Expr.Compare compare) {
      PercentileThreshold cut = RuleColumns.cut(compare, "");
      return cut == null
          ? SqlLogic.compared(compare.by(), term(compare.left()), term(compare.right()))
          : cutTerm(compare, cut);
    }
    if (expr instanceof Expr.In in) {
      return in.among().stream()
          .map(part -> SqlLogic.compared(Expr.Comparison.EQUAL, term(in.of()), term(part)))
          .reduce(SqlLogic::or)
          .orElse(customer -> false);
    }
    if (expr instanceof Expr.HasTag tag) {
      boolean told = available.test(Input.of("tags"));
      String carried = tag.tag();
      return customer ->
          told && customer.get(Features.TAGS) instanceof List<?> tags && tags.contains(carried);
    }
    if (expr instanceof Expr.Did did) {
      return did(did);
    }
    Expr.Signal signal = (Expr.Signal) expr;
    Needs needs = RuleCheck.check(signal.rule(), signal.name(), vocabulary);
    boolean told = needs.inputs().stream().allMatch(available);
    Term rule = term(signal.rule());
    return customer -> told && Boolean.TRUE.equals(rule.of(customer));
  }

  private Typed named(String name) {
    ScoreScale scale = scales.get(name);
    if (scale != null) {
      return new Typed(scored(scale), NumberType.INT);
    }
    Feature feature = vocabulary.feature(name).orElse(null);
    BigDecimal same = constant(name);
    if (same != null) {
      return new Typed(always(same), NumberType.BIGINT);
    }
    boolean told = feature == null || provides(feature);
    Term term = told ? customer -> customer.get(name) : customer -> null;
    if (feature == null) {
      return new Typed(term, vocabulary.score(name).isPresent() ? NumberType.INT : null);
    }
    return new Typed(term, feature.type().numeric() ? type(feature.type()) : null);
  }

  private static Term scored(ScoreScale scale) {
    return customer -> {
      BigDecimal value = CustomerValues.number(customer, scale.feature());
      BigDecimal orders = CustomerValues.number(customer, Features.FREQUENCY);
      boolean buyer = orders != null && orders.signum() > 0;
      return value == null || !buyer ? null : BigDecimal.valueOf(scale.score(value));
    };
  }

  private static NumberType type(FeatureType type) {
    return switch (type) {
      case INTEGER -> NumberType.BIGINT;
      case SHARE -> NumberType.decimal(18, 6);
      default -> NumberType.decimal(18, 4);
    };
  }

  private Typed computed(Expr.Arithmetic arithmetic) {
    Typed left = typed(arithmetic.left());
    Typed right = typed(arithmetic.right());
    Term a = left.term();
    Term b = right.term();
    Expr.Operator by = arithmetic.by();
    NumberType type = number(left).result(by, number(right));
    Term term =
        customer ->
            a.of(customer) instanceof BigDecimal x && b.of(customer) instanceof BigDecimal y
                ? computed(by, x, y, type)
                : null;
    return new Typed(term, type);
  }

  private static @Nullable BigDecimal computed(
      Expr.Operator by, BigDecimal x, BigDecimal y, NumberType type) {
    return switch (by) {
      case PLUS -> type.fit(x.add(y));
      case MINUS -> type.fit(x.subtract(y));
      case TIMES -> type.fit(x.multiply(y));
      case BY -> {
        BigDecimal dividend = NumberType.DIVIDEND.fit(x);
        yield dividend == null || y.signum() == 0
            ? null
            : type.fit(dividend.divide(y, type.scale(), RoundingMode.HALF_UP));
      }
    };
  }

  private static NumberType number(Typed typed) {
    NumberType type = typed.type();
    return type == null ? NumberType.BIGINT : type;
  }

  private Typed points(Expr.Points points) {
    List<Term> signals = new ArrayList<>();
    int[] weights = points.signals().stream().mapToInt(Expr.Signal::weight).toArray();
    points.signals().forEach(signal -> signals.add(term(signal)));
    Term sum =
        customer -> {
          long total = 0;
          for (int i = 0; i < weights.length; i++) {
            total += Boolean.TRUE.equals(signals.get(i).of(customer)) ? weights[i] : 0;
          }
          return BigDecimal.valueOf(total);
        };
    return new Typed(sum, NumberType.BIGINT);
  }

  private Typed call(Expr.Call call) {
    List<Typed> typed = call.arguments().stream().map(this::typed).toList();
    List<Term> terms = new ArrayList<>(typed.stream().map(Typed::term).toList());
    Term first = terms.get(0);
    NumberType type = typed.get(0).type();
    for (Typed one : typed.subList(1, typed.size())) {
      NumberType other = one.type();
      type = type == null || other == null ? null : type.wider(other);
    }
    return switch (call.function()) {
      case COALESCE -> new Typed(SqlLogic.coalesce(terms), type);
      case GREATEST -> new Typed(SqlLogic.extreme(terms, 1), type);
      case LEAST -> new Typed(SqlLogic.extreme(terms, -1), type);
      case ABS -> new Typed(c -> first.of(c) instanceof BigDecimal x ? x.abs() : null, type);
      case FLOOR -> rounded(first, type, RoundingMode.FLOOR);
      case CEIL -> rounded(first, type, RoundingMode.CEILING);
    };
  }

  private static Typed rounded(Term of, @Nullable NumberType type, RoundingMode mode) {
    Term whole = c -> of.of(c) instanceof BigDecimal x ? x.setScale(0, mode) : null;
    return new Typed(whole, type == null ? null : type.floored());
  }

  private Term did(Expr.Did did) {
    BigDecimal days = BigDecimal.valueOf(did.days());
    if (did.event().equals(RuleColumns.ORDER)) {
      boolean told = vocabulary.feature(Features.RECENCY_DAYS).isPresent();
      return customer ->
          told
              && customer.get(Features.RECENCY_DAYS) instanceof BigDecimal recency
              && recency.compareTo(days) <= 0;
    }
    boolean told = available.test(Input.of("interactions"));
    String event = did.event();
    return customer ->
        told
            && customer.get(Features.EVENT_DAYS) instanceof Map<?, ?> events
            && events.get(event) instanceof Number last
            && BigDecimal.valueOf(last.longValue()).compareTo(days) <= 0;
  }

  private Term cutTerm(Expr.Compare compare, PercentileThreshold cut) {
    Term edge = edge(cut);
    boolean above = RuleColumns.holdsAbove(compare, cut);
    String feature = cut.decidedBy();
    boolean positiveOnly = cut.sums();
    boolean told = vocabulary.feature(feature).map(this::provides).orElse(true);
    return customer -> {
      BigDecimal value = told ? CustomerValues.number(customer, feature) : null;
      if (value == null) {
        return null;
      }
      boolean is =
          edge.of(customer) instanceof BigDecimal from
              && value.compareTo(from) >= 0
              && (!positiveOnly || value.signum() > 0);
      return is == above;
    };
  }

  /** The order of values of one kind: numbers by size, days by date, texts by their UTF-8 bytes. */
  static int order(Object left, Object right) {
    if (left instanceof BigDecimal x && right instanceof BigDecimal y) {
      return x.compareTo(y);
    }
    if (left instanceof java.time.LocalDate x && right instanceof java.time.LocalDate y) {
      return x.compareTo(y);
    }
    if (left instanceof Boolean x && right instanceof Boolean y) {
      return x.compareTo(y);
    }
    return Arrays.compareUnsigned(
        left.toString().getBytes(StandardCharsets.UTF_8),
        right.toString().getBytes(StandardCharsets.UTF_8));
  }
}
