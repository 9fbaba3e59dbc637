package io.clientele.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes a rule as a person would, with the values of its parameters in the places of their names.
 */
public final class RuleText {
  private RuleText() {}

  /** The text of a rule or of a part of it. */
  public static String of(Expr expr) {
    return write(expr, 0);
  }

  /** The conditions that must all hold, in the order of the rule. */
  public static List<Expr> conditions(Expr rule) {
    if (rule instanceof Expr.And and) {
      List<Expr> all = new ArrayList<>(conditions(and.left()));
      all.addAll(conditions(and.right()));
      return all;
    }
    return List.of(rule);
  }

  /** The names of features, scores and schemes that a rule mentions, those of its signals too. */
  public static Set<String> names(Expr rule) {
    Set<String> names = new TreeSet<>();
    if (rule instanceof Expr.Name name) {
      names.add(name.name());
    }
    if (rule instanceof Expr.Did did && did.event().equals(RuleColumns.ORDER)) {
      names.add(io.clientele.feature.Features.RECENCY_DAYS);
    }
    parts(rule).forEach(part -> names.addAll(names(part)));
    return names;
  }

  /** The places in the base that a rule compares with constants. */
  public static Set<PercentileThreshold> cuts(Expr rule) {
    Set<PercentileThreshold> cuts = new LinkedHashSet<>();
    if (rule instanceof Expr.Compare compare) {
      PercentileThreshold cut = RuleColumns.cut(compare, "");
      if (cut != null) {
        cuts.add(cut);
      }
    }
    parts(rule).forEach(part -> cuts.addAll(cuts(part)));
    return cuts;
  }

  /** The expressions directly below one. */
  static List<Expr> parts(Expr expr) {
    if (expr instanceof Expr.Not not) {
      return List.of(not.of());
    }
    if (expr instanceof Expr.And and) {
      return List.of(and.left(), and.right());
    }
    if (expr instanceof Expr.Or or) {
      return List.of(or.left(), or.right());
    }
    if (expr instanceof Expr.Compare compare) {
      return List.of(compare.left(), compare.right());
    }
    if (expr instanceof Expr.In in) {
      List<Expr> all = new ArrayList<>(List.of(in.of()));
      all.addAll(in.among());
      return all;
    }
    if (expr instanceof Expr.IsNull isNull) {
      return List.of(isNull.of());
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      return List.of(arithmetic.left(), arithmetic.right());
    }
    if (expr instanceof Expr.Signal signal) {
      return List.of(signal.rule());
    }
    if (expr instanceof Expr.Points points) {
      return List.copyOf(points.signals());
    }
    return expr instanceof Expr.Call call ? call.arguments() : List.of();
  }

  /** Binding: 1 OR, 2 AND, 3 NOT and comparisons, 4 sums, 5 products. */
  private static String write(Expr expr, int outside) {
    int own = binding(expr);
    String text = bare(expr, own);
    return own < outside ? "(" + text + ")" : text;
  }

  private static int binding(Expr expr) {
    if (expr instanceof Expr.Or) {
      return 1;
    }
    if (expr instanceof Expr.And) {
      return 2;
    }
    boolean comparison =
        expr instanceof Expr.Not
            || expr instanceof Expr.Compare
            || expr instanceof Expr.In
            || expr instanceof Expr.IsNull;
    if (comparison) {
      return 3;
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      boolean sum = arithmetic.by() == Expr.Operator.PLUS || arithmetic.by() == Expr.Operator.MINUS;
      return sum ? 4 : 5;
    }
    return 6;
  }

  private static String bare(Expr expr, int own) {
    if (expr instanceof Expr.Or or) {
      return write(or.left(), own) + " OR " + write(or.right(), own);
    }
    if (expr instanceof Expr.And and) {
      return write(and.left(), own) + " AND " + write(and.right(), own);
    }
    if (expr instanceof Expr.Not not) {
      return negated(not.of());
    }
    if (expr instanceof Expr.Compare compare) {
      return write(compare.left(), 4) + " " + compare.by().sign() + " " + write(compare.right(), 4);
    }
    if (expr instanceof Expr.In in) {
      return write(in.of(), 4) + " IN (" + list(in.among()) + ")";
    }
    if (expr instanceof Expr.IsNull isNull) {
      return write(isNull.of(), 4) + " IS NULL";
    }
    if (expr instanceof Expr.Arithmetic arithmetic) {
      return write(arithmetic.left(), own)
          + sign(arithmetic.by())
          + write(arithmetic.right(), own + 1);
    }
    if (expr instanceof Expr.Call call) {
      return call.function().name().toLowerCase(Locale.ROOT) + "(" + list(call.arguments()) + ")";
    }
    return leaf(expr);
  }

  private static String negated(Expr of) {
    if (of instanceof Expr.IsNull isNull) {
      return write(isNull.of(), 4) + " IS NOT NULL";
    }
    return "NOT " + write(of, of instanceof Expr.Compare ? 4 : 6);
  }

  private static String leaf(Expr expr) {
    if (expr instanceof Expr.Name name) {
      return name.name();
    }
    if (expr instanceof Expr.Number number) {
      return number.value().toPlainString();
    }
    if (expr instanceof Expr.Flag flag) {
      return Boolean.toString(flag.value());
    }
    if (expr instanceof Expr.Day day) {
      return "DATE'" + day.value() + "'";
    }
    if (expr instanceof Expr.Text text) {
      return quoted(text.value());
    }
    if (expr instanceof Expr.HasTag tag) {
      return "has_tag(" + quoted(tag.tag()) + ")";
    }
    if (expr instanceof Expr.Did did) {
      return "did(" + quoted(did.event()) + ", " + did.days() + ")";
    }
    if (expr instanceof Expr.Count count) {
      return "count(" + quoted(count.event()) + ", " + count.days() + ")";
    }
    if (expr instanceof Expr.Answered answered) {
      return "answered(" + quoted(answered.question()) + ", " + quoted(answered.answer()) + ")";
    }
    if (expr instanceof Expr.OfBase ofBase) {
      return ofBase.value().text();
    }
    return expr instanceof Expr.Signal signal ? signal.name() : "signal_points";
  }

  private static String sign(Expr.Operator by) {
    return switch (by) {
      case PLUS -> " + ";
      case MINUS -> " - ";
      case TIMES -> " * ";
      case BY -> " / ";
    };
  }

  private static String list(List<Expr> parts) {
    return parts.stream().map(RuleText::of).collect(Collectors.joining(", "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "\\'") + "'";
  }
}
