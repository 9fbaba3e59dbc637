package io.clientele.segment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.config.Problems;
import io.clientele.config.TransactionField;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.score.Score;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Checks rules against the declared features and compiles them to columns. */
final class Rules {
  private final Map<String, Expr.Kind> names = new LinkedHashMap<>();
  private final Features features;

  Rules(Features features) {
    this.features = features;
    for (Feature feature : features.all()) {
      names.put(feature.name(), kindOf(feature.type()));
    }
    for (Score score : Score.values()) {
      names.put(score.column(), Expr.Kind.NUMBER);
    }
  }

  /**
   * What a rule needs.
   *
   * @param fields the source fields without which it cannot be decided
   * @param cuts the places in the base that it compares with constants
   * @param scores the scores that it names
   */
  record Needs(Set<TransactionField> fields, Set<Cut> cuts, Set<Score> scores) {
    Needs() {
      this(
          EnumSet.noneOf(TransactionField.class),
          new LinkedHashSet<>(),
          EnumSet.noneOf(Score.class));
    }

    /** The same cuts, but fields that are named here are not needed. */
    Needs optional() {
      return new Needs(EnumSet.noneOf(TransactionField.class), cuts, scores);
    }
  }

  /**
   * Checks names and types.
   *
   * @throws ConfigurationException naming what does not fit
   */
  void check(Expr rule, String text, Needs needs) {
    Expr.Kind kind = kind(rule, text, needs);
    if (kind != Expr.Kind.FLAG) {
      throw new ConfigurationException("'" + text + "' is a " + said(kind) + ", not a condition");
    }
  }

  private Expr.Kind kind(Expr expr, String text, Needs needs) {
    if (expr instanceof Expr.Name name) {
      return named(name.name(), text, needs);
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
      return all(Expr.Kind.FLAG, text, needs, not.of());
    }
    if (expr instanceof Expr.And and) {
      return all(Expr.Kind.FLAG, text, needs, and.left(), and.right());
    }
    if (expr instanceof Expr.Or or) {
      return all(Expr.Kind.FLAG, text, needs, or.left(), or.right());
    }
    if (expr instanceof Expr.IsNull isNull) {
      kind(isNull.of(), text, needs);
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.Compare compare) {
      Cut cut = cut(compare, text);
      if (cut != null) {
        needs.cuts().add(cut);
        features.find(cut.feature()).ifPresent(feature -> require(feature, needs));
        return Expr.Kind.FLAG;
      }
      all(kind(compare.left(), text, needs), text, needs, compare.right());
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.In in) {
      all(kind(in.of(), text, needs), text, needs, in.among().toArray(Expr[]::new));
      return Expr.Kind.FLAG;
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      return all(Expr.Kind.NUMBER, text, needs, arithmetic.left(), arithmetic.right());
    }
    Expr.Call call = (Expr.Call) expr;
    if (call.arguments().isEmpty()) {
      throw new ConfigurationException("'" + text + "' calls a function without arguments");
    }
    return switch (call.function()) {
      case ABS, FLOOR, CEIL -> {
        if (call.arguments().size() != 1) {
          throw new ConfigurationException(
              "'" + text + "': " + call.function() + " takes one value");
        }
        yield all(Expr.Kind.NUMBER, text, needs, call.arguments().get(0));
      }
      // What coalesce replaces may be missing altogether: a signal that counts as absent.
      case COALESCE ->
          all(
              kind(call.arguments().get(0), text, needs.optional()),
              text,
              needs.optional(),
              call.arguments().toArray(Expr[]::new));
      case GREATEST, LEAST ->
          all(
              kind(call.arguments().get(0), text, needs),
              text,
              needs,
              call.arguments().toArray(Expr[]::new));
    };
  }

  private Expr.Kind named(String name, String text, Needs needs) {
    if (Cut.FEATURES.contains(name)) {
      throw new ConfigurationException(
          "'"
              + text
              + "': "
              + name
              + " can only be compared (<, <=, >, >=) with a constant between"
              + " 0 and 1");
    }
    Expr.Kind kind = names.get(name);
    if (kind == null) {
      throw new ConfigurationException(
          "'"
              + text
              + "' names '"
              + name
              + "', which is not a feature"
              + Problems.nearest(name, names.keySet())
                  .map(n -> "; did you mean '" + n + "'?")
                  .orElse("; `bin/clientele docs` lists them"));
    }
    features.find(name).ifPresent(feature -> require(feature, needs));
    for (Score score : Score.values()) {
      if (score.column().equals(name)) {
        needs.scores().add(score);
      }
    }
    return kind;
  }

  private static void require(Feature feature, Needs needs) {
    TransactionField field = feature.requires();
    if (field != null) {
      needs.fields().add(field);
    }
  }

  private Expr.Kind all(Expr.Kind expected, String text, Needs needs, Expr... parts) {
    for (Expr part : parts) {
      Expr.Kind kind = kind(part, text, needs);
      if (kind != expected) {
        throw new ConfigurationException(
            "'" + text + "' puts a " + said(kind) + " where a " + said(expected) + " belongs");
      }
    }
    return expected;
  }

  /** The column of a checked rule: true or not true; a failure to decide is not true. */
  Column compile(Expr rule, Map<Cut, Long> edges) {
    return functions.coalesce(column(rule, edges), lit(false));
  }

  private Column column(Expr expr, Map<Cut, Long> edges) {
    if (expr instanceof Expr.Name name) {
      return col(name.name());
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
      return functions.not(column(not.of(), edges));
    }
    if (expr instanceof Expr.And and) {
      return column(and.left(), edges).and(column(and.right(), edges));
    }
    if (expr instanceof Expr.Or or) {
      return column(or.left(), edges).or(column(or.right(), edges));
    }
    if (expr instanceof Expr.IsNull isNull) {
      return column(isNull.of(), edges).isNull();
    }
    if (expr instanceof Expr.Compare compare) {
      Cut cut = cut(compare, "");
      if (cut != null) {
        return cutColumn(compare, cut, edges);
      }
      return compared(compare.by(), column(compare.left(), edges), column(compare.right(), edges));
    }
    if (expr instanceof Expr.In in) {
      List<Column> among = new ArrayList<>();
      in.among().forEach(part -> among.add(column(part, edges)));
      return column(in.of(), edges).isin(among.toArray());
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      return computed(
          arithmetic.by(), column(arithmetic.left(), edges), column(arithmetic.right(), edges));
    }
    Expr.Call call = (Expr.Call) expr;
    Column[] arguments =
        call.arguments().stream().map(part -> column(part, edges)).toArray(Column[]::new);
    return switch (call.function()) {
      case COALESCE -> functions.coalesce(arguments);
      case GREATEST -> arguments.length == 1 ? arguments[0] : functions.greatest(arguments);
      case LEAST -> arguments.length == 1 ? arguments[0] : functions.least(arguments);
      case ABS -> functions.abs(arguments[0]);
      case FLOOR -> functions.floor(arguments[0]);
      case CEIL -> functions.ceil(arguments[0]);
    };
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
  private static @Nullable Cut cut(Expr.Compare compare, String text) {
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
    return new Cut(feature, strict, ((Expr.Number) other).value());
  }

  private static boolean isCutFeature(Expr expr) {
    return expr instanceof Expr.Name name && Cut.FEATURES.contains(name.name());
  }

  private static Column cutColumn(Expr.Compare compare, Cut cut, Map<Cut, Long> edges) {
    Long edge = edges.get(cut);
    Column value = col(cut.decidedBy());
    Column above =
        edge == null
            ? value.isNotNull().and(lit(false))
            : value.geq(lit(BigDecimal.valueOf(edge, 4)));
    if (cut.positiveOnly()) {
      above = above.and(value.gt(lit(BigDecimal.ZERO)));
    }
    boolean left = isCutFeature(compare.left());
    Expr.Comparison by = left ? compare.by() : compare.by().swapped();
    boolean wantsMore = by == Expr.Comparison.MORE || by == Expr.Comparison.AT_LEAST;
    // A high percentile lies above the edge; a high rank share lies below it.
    return wantsMore == cut.positiveOnly() ? functions.not(above) : above;
  }

  private static Expr.Kind kindOf(FeatureType type) {
    return switch (type) {
      case DATE -> Expr.Kind.DATE;
      case FLAG -> Expr.Kind.FLAG;
      default -> Expr.Kind.NUMBER;
    };
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
