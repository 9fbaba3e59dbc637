package io.clientele.rule;

import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The few functions that the domain needs beside SQL's own. */
final class DomainFunctions {
  /** Their names. */
  static final List<String> NAMES =
      List.of("has_tag", "did", "count", "answered", "base_quantile", "base_median", "base_rate");

  private static final List<BigDecimal> COUNTED =
      Features.COUNTED_DAYS.stream().map(BigDecimal::valueOf).toList();

  private static final int LONGEST_TIME_DAYS = 36_500;

  private DomainFunctions() {}

  /** The expression of a call; null where it is none of ours. */
  static @Nullable Expr call(String name, List<Expr> arguments, String text) {
    return switch (name) {
      case "has_tag" -> {
        expect(arguments.size() == 1, text, "has_tag('vip') takes the name of a tag");
        yield new Expr.HasTag(text(arguments.get(0), text, "has_tag"));
      }
      case "did" -> {
        expect(arguments.size() == 2, text, "did('cart', 30) takes an event and a number of days");
        String event = text(arguments.get(0), text, "did").toLowerCase(Locale.ROOT);
        yield new Expr.Did(event, days(arguments.get(1), text));
      }
      case "count" -> {
        expect(
            arguments.size() == 2
                && arguments.get(1) instanceof Expr.Number days
                && COUNTED.contains(days.value()),
            text,
            "count('visit', 30) takes an event and 7, 30, 90 or 365 days");
        String event = text(arguments.get(0), text, name).toLowerCase(Locale.ROOT);
        yield new Expr.Count(event, ((Expr.Number) arguments.get(1)).value().intValueExact());
      }
      case "answered" -> {
        expect(
            arguments.size() == 2, text, "answered('why', 'price') takes a question and an answer");
        yield new Expr.Answered(
            text(arguments.get(0), text, name), text(arguments.get(1), text, name));
      }
      case "base_quantile" -> {
        expect(
            arguments.size() == 2 || arguments.size() == 3,
            text,
            "base_quantile(monetary, 0.8) takes feature and share, and a feature that is above 0"
                + " among those who are looked at");
        yield ofBase(
            feature(arguments.get(0), text, name),
            share(arguments.get(1), text),
            arguments.size() == 2 ? null : feature(arguments.get(2), text, name));
      }
      case "base_median" -> {
        expect(arguments.size() == 1, text, "base_median(monetary) takes a feature");
        yield ofBase(feature(arguments.get(0), text, name), new BigDecimal("0.5"), null);
      }
      case "base_rate" -> {
        expect(arguments.size() == 2, text, "base_rate(a, b) takes two features");
        yield new Expr.OfBase(
            new BaseValue.Rate(
                feature(arguments.get(0), text, name), feature(arguments.get(1), text, name)));
      }
      default -> null;
    };
  }

  private static Expr ofBase(String feature, BigDecimal share, @Nullable String among) {
    return new Expr.OfBase(new BaseValue.Quantile(feature, share.stripTrailingZeros(), among));
  }

  private static String text(Expr argument, String rule, String function) {
    expect(
        argument instanceof Expr.Text text && !text.value().isBlank(),
        rule,
        function + " takes a name in quotes, not a column");
    return ((Expr.Text) argument).value();
  }

  private static String feature(Expr argument, String rule, String function) {
    expect(argument instanceof Expr.Name, rule, function + " takes the name of a feature");
    return ((Expr.Name) argument).name();
  }

  private static int days(Expr argument, String rule) {
    boolean whole =
        argument instanceof Expr.Number number
            && number.value().stripTrailingZeros().scale() <= 0
            && number.value().compareTo(BigDecimal.ONE) >= 0
            && number.value().compareTo(BigDecimal.valueOf(LONGEST_TIME_DAYS)) <= 0;
    expect(whole, rule, "did takes a whole number of days from 1 to " + LONGEST_TIME_DAYS);
    return ((Expr.Number) argument).value().intValueExact();
  }

  private static BigDecimal share(Expr argument, String rule) {
    boolean within =
        argument instanceof Expr.Number number
            && number.value().signum() > 0
            && number.value().compareTo(BigDecimal.ONE) < 0;
    expect(within, rule, "base_quantile takes a constant share between 0 and 1");
    return ((Expr.Number) argument).value();
  }

  private static void expect(boolean holds, String rule, String message) {
    if (!holds) {
      throw new ConfigurationException("'" + rule + "': " + message);
    }
  }
}
