package io.clientele.rule;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.Input;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Translates checked rules to columns over features, scores and the segments of other schemes. */
public final class RuleColumns {
  /** The event that a purchase is. */
  public static final String ORDER = "order";

  private final Vocabulary vocabulary;
  private final Predicate<Input> available;
  private final Constants constants;
  private final java.util.function.Function<String, Column> names;

  /**
   * A translation.
   *
   * @param available what the sources tell; a feature of anything else counts as null, a signal or
   *     an event of it as false
   * @param constants the numbers of the base
   * @param names the column of a feature, a score or a scheme
   */
  public RuleColumns(
      Vocabulary vocabulary,
      Predicate<Input> available,
      Constants constants,
      java.util.function.Function<String, Column> names) {
    this.vocabulary = vocabulary;
    this.available = available;
    this.constants = constants;
    this.names = names;
  }

  /** The column of a condition: true or not true; a failure to decide is not true. */
  public Column condition(Expr rule) {
    return functions.coalesce(column(rule), lit(false));
  }

  /** The column of any part of a rule: null where it cannot be decided. */
  public Column column(Expr expr) {
    if (expr instanceof Expr.Name name) {
      return named(name.name());
    }
    if (expr instanceof Expr.Number number) {
      // A whole number as BIGINT: comparing counts with decimals would cast every row.
      boolean whole = number.value().scale() <= 0 && number.value().precision() < 18;
      return whole ? lit(number.value().longValueExact()) : lit(number.value());
    }
    if (expr instanceof Expr.Flag flag) {
      return lit(flag.value());
    }
    if (expr instanceof Expr.Day day) {
      return lit(day.value());
    }
    if (expr instanceof Expr.Text text) {
      return lit(text.value());
    }
    if (expr instanceof Expr.Not not) {
      return functions.not(column(not.of()));
    }
    if (expr instanceof Expr.And and) {
      return column(and.left()).and(column(and.right()));
    }
    if (expr instanceof Expr.Or or) {
      return column(or.left()).or(column(or.right()));
    }
    if (expr instanceof Expr.IsNull isNull) {
      return column(isNull.of()).isNull();
    }
    if (expr instanceof Expr.Compare compare) {
      PercentileThreshold cut = cut(compare, "");
      return cut == null
          ? compared(
              compare.by(),
              beside(compare.left(), compare.right()),
              beside(compare.right(), compare.left()))
          : cutColumn(compare, cut);
    }
    if (expr instanceof Expr.In in) {
      List<Column> among = new ArrayList<>();
      in.among().forEach(part -> among.add(column(part)));
      return column(in.of()).isin(among.toArray());
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      return computed(arithmetic.by(), column(arithmetic.left()), column(arithmetic.right()));
    }
    if (expr instanceof Expr.HasTag tag) {
      return available.test(Input.of("tags"))
          ? never(functions.array_contains(names.apply(Features.TAGS), tag.tag()))
          : lit(false);
    }
    if (expr instanceof Expr.Did did) {
      return did(did);
    }
    if (expr instanceof Expr.Count count) {
      Column counted = named(Features.EVENT_COUNTS, Features.countKey(count.event(), count.days()));
      return available.test(Input.of("interactions"))
          ? functions.coalesce(counted.cast("bigint"), lit(0L))
          : lit(0L);
    }
    if (expr instanceof Expr.Answered answered) {
      return available.test(new Input("surveys", "answer"))
          ? never(named(Features.ANSWERS, answered.question()).equalTo(answered.answer()))
          : lit(false);
    }
    if (expr instanceof Expr.OfBase ofBase) {
      return constants.value(ofBase.value());
    }
    if (expr instanceof Expr.Signal signal) {
      Needs needs = RuleCheck.check(signal.rule(), signal.name(), vocabulary);
      boolean told = needs.inputs().stream().allMatch(available);
      return told ? never(column(signal.rule())) : lit(false);
    }
    if (expr instanceof Expr.Points points) {
      return points.signals().stream()
          .map(signal -> when(column(signal), (long) signal.weight()).otherwise(0L))
          .reduce(Column::plus)
          .orElse(lit(0L));
    }
    return call((Expr.Call) expr);
  }

  /**
   * One side of a comparison: beside a decimal a whole number is one too, so that no row is cast.
   */
  private Column beside(Expr side, Expr other) {
    boolean decimal =
        other instanceof Expr.Name name
            && vocabulary
                .feature(name.name())
                .map(feature -> feature.type().decimal())
                .orElse(false);
    return decimal && side instanceof Expr.Number number && number.value().scale() <= 0
        ? lit(number.value().setScale(0))
        : column(side);
  }

  private Column call(Expr.Call call) {
    Column[] arguments = call.arguments().stream().map(this::column).toArray(Column[]::new);
    return switch (call.function()) {
      case COALESCE -> functions.coalesce(arguments);
      case GREATEST -> arguments.length == 1 ? arguments[0] : functions.greatest(arguments);
      case LEAST -> arguments.length == 1 ? arguments[0] : functions.least(arguments);
      case ABS -> functions.abs(arguments[0]);
      case FLOOR -> functions.floor(arguments[0]);
      case CEIL -> functions.ceil(arguments[0]);
    };
  }

  private Column named(String name) {
    Feature feature = vocabulary.feature(name).orElse(null);
    boolean told = feature == null || feature.requires().stream().allMatch(available);
    return feature == null || told ? names.apply(name) : lit(null).cast(feature.type().ddl());
  }

  private Column did(Expr.Did did) {
    if (did.event().equals(ORDER)) {
      return vocabulary.feature(Features.RECENCY_DAYS).isPresent()
          ? never(names.apply(Features.RECENCY_DAYS).leq((long) did.days()))
          : lit(false);
    }
    if (!available.test(Input.of("interactions"))) {
      return lit(false);
    }
    return never(named(Features.EVENT_DAYS, did.event()).leq(did.days()));
  }

  /** What a map says under a key; null where it has none. */
  private Column named(String feature, String key) {
    return functions.call_function("try_element_at", names.apply(feature), lit(key));
  }

  /** What is not known did not happen. */
  private static Column never(Column condition) {
    return functions.coalesce(condition, lit(false));
  }

  private static Column compared(Expr.Comparison by, Column left, Column right) {
    return switch (by) {
      case EQUAL -> left.equalTo(right);
      case LESS -> left.lt(right);
      case AT_MOST -> left.leq(right);
      case MORE -> left.gt(right);
      case AT_LEAST -> left.geq(right);
    };
  }

  /** Overflow and division by zero give null, never a dead job. */
  private static Column computed(Expr.Operator by, Column left, Column right) {
    return switch (by) {
      case PLUS -> functions.call_function("try_add", left, right);
      case MINUS -> functions.call_function("try_subtract", left, right);
      case TIMES -> functions.call_function("try_multiply", left, right);
      case BY -> functions.call_function("try_divide", left.cast("decimal(28,8)"), right);
    };
  }

  /** The cut that a comparison with a rule-only feature makes; null for any other comparison. */
  static @Nullable PercentileThreshold cut(Expr.Compare compare, String text) {
    boolean left = isCutFeature(compare.left());
    if (!left && !isCutFeature(compare.right())) {
      return null;
    }
    Expr.Comparison by = left ? compare.by() : compare.by().swapped();
    String feature = ((Expr.Name) (left ? compare.left() : compare.right())).name();
    Expr other = left ? compare.right() : compare.left();
    boolean within =
        other instanceof Expr.Number number
            && number.value().signum() > 0
            && number.value().compareTo(BigDecimal.ONE) < 0;
    if (!within || by == Expr.Comparison.EQUAL) {
      throw new ConfigurationException(
          "'"
              + text
              + "': "
              + feature
              + " can only be compared (<, <=, >, >=) with a constant"
              + " between 0 and 1");
    }
    boolean strict =
        feature.equals(Features.MONETARY_PERCENTILE)
            ? by == Expr.Comparison.MORE || by == Expr.Comparison.AT_MOST
            : by == Expr.Comparison.LESS || by == Expr.Comparison.AT_LEAST;
    return new PercentileThreshold(feature, strict, ((Expr.Number) other).value());
  }

  private static boolean isCutFeature(Expr expr) {
    return expr instanceof Expr.Name name && PercentileThreshold.FEATURES.contains(name.name());
  }

  private Column cutColumn(Expr.Compare compare, PercentileThreshold cut) {
    Column value = names.apply(cut.decidedBy());
    // Without an edge nobody is above; without a value the place is unknown.
    Column above = when(value.isNotNull(), never(value.geq(constants.edge(cut))));
    if (cut.sums()) {
      above = above.and(value.gt(lit(BigDecimal.ZERO)));
    }
    return holdsAbove(compare, cut) ? above : functions.not(above);
  }

  /** Whether the comparison holds for the values above the edge of its cut. */
  private static boolean holdsAbove(Expr.Compare compare, PercentileThreshold cut) {
    boolean left = isCutFeature(compare.left());
    Expr.Comparison by = left ? compare.by() : compare.by().swapped();
    boolean wantsMore = by == Expr.Comparison.MORE || by == Expr.Comparison.AT_LEAST;
    // A high percentile lies above the edge; a high share from the top lies below it.
    return wantsMore != cut.fromTop();
  }
}
