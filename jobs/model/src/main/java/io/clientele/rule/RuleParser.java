package io.clientele.rule;

import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StringType;

/**
 * Reads the text of a rule into an {@link Expr}. Spark's parser does the grammar; whatever it
 * accepts that is not in our small language (subqueries, reflection, the clock) is refused here.
 */
public final class RuleParser {
  private static final Pattern PARAMETER =
      Pattern.compile("\\$\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*}");
  private static final String BOUND = "__parameter__";
  private static final List<String> FUNCTIONS =
      Stream.concat(
              Arrays.stream(Expr.Function.values()).map(f -> f.name().toLowerCase(Locale.ROOT)),
              DomainFunctions.NAMES.stream())
          .toList();

  /** Deeper than a person writes, shallow enough for whatever reads a rule recursively. */
  private static final int DEEPEST = 200;

  private static final int SHOWN = 200;

  private final Map<String, Expr> parameters;
  private final Map<String, Expr> words;
  private int depth;

  /**
   * A parser.
   *
   * @param parameters bound as typed literals, never as text
   * @param words names that stand for whole expressions: the scheme's own definitions and signals
   */
  public RuleParser(Map<String, Expr> parameters, Map<String, Expr> words) {
    this.parameters = parameters;
    this.words = words;
  }

  /**
   * Parses a rule.
   *
   * @throws ConfigurationException if it is not in the language
   */
  public Expr parse(String text) {
    try {
      depth = 0;
      return convert(parsed(text), shortened(text));
    } catch (StackOverflowError e) {
      throw tooDeep(shortened(text));
    }
  }

  private Expression parsed(String text) {
    Matcher matcher = PARAMETER.matcher(text);
    StringBuilder bound = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!parameters.containsKey(name)) {
        throw new ConfigurationException(
            "'"
                + shortened(text)
                + "' uses ${"
                + name
                + "}, which is not among the scheme's parameters"
                + Problems.hint(name, parameters.keySet()));
      }
      matcher.appendReplacement(bound, BOUND + name);
    }
    matcher.appendTail(bound);
    try {
      return new CatalystSqlParser().parseExpression(bound.toString());
    } catch (Exception e) {
      // ParseException is checked in Scala only; javac does not know that it can come.
      if (String.valueOf(e.getMessage()).contains("FAILED_TO_PARSE_TOO_COMPLEX")) {
        throw tooDeep(shortened(text));
      }
      if (e instanceof ParseException || e instanceof RuntimeException) {
        throw new ConfigurationException(
            "'" + shortened(text) + "' is not a condition: " + shortened(reason(e)), e);
      }
      throw e;
    }
  }

  private static ConfigurationException tooDeep(String text) {
    return new ConfigurationException(
        "'"
            + text
            + "' nests deeper than "
            + DEEPEST
            + " levels. Give parts of it names under definitions:, or use IN (…).");
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  /** A parameter's value as written in the file: a number, true or false, a date, else text. */
  public static Expr literal(String written) {
    String text = written.strip();
    if (text.matches("[-+]?\\d+(\\.\\d+)?")) {
      return new Expr.Number(new BigDecimal(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return new Expr.Flag(text.equals("true"));
    }
    if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      try {
        return new Expr.Day(LocalDate.parse(text));
      } catch (java.time.DateTimeException e) {
        throw new ConfigurationException("the parameter value " + text + " is no day", e);
      }
    }
    return new Expr.Text(text);
  }

  private Expr convert(Expression expression, String text) {
    if (++depth > DEEPEST) {
      throw tooDeep(text);
    }
    Expr converted = converted(expression, text);
    depth--;
    return converted;
  }

  private Expr converted(Expression expression, String text) {
    if (expression instanceof And and) {
      return new Expr.And(convert(and.left(), text), convert(and.right(), text));
    }
    if (expression instanceof Or or) {
      return new Expr.Or(convert(or.left(), text), convert(or.right(), text));
    }
    if (expression instanceof Not not) {
      return new Expr.Not(convert(not.child(), text));
    }
    if (expression instanceof EqualTo e) {
      return compare(Expr.Comparison.EQUAL, e.left(), e.right(), text);
    }
    if (expression instanceof LessThan e) {
      return compare(Expr.Comparison.LESS, e.left(), e.right(), text);
    }
    if (expression instanceof LessThanOrEqual e) {
      return compare(Expr.Comparison.AT_MOST, e.left(), e.right(), text);
    }
    if (expression instanceof GreaterThan e) {
      return compare(Expr.Comparison.MORE, e.left(), e.right(), text);
    }
    if (expression instanceof GreaterThanOrEqual e) {
      return compare(Expr.Comparison.AT_LEAST, e.left(), e.right(), text);
    }
    if (expression instanceof IsNull e) {
      return new Expr.IsNull(convert(e.child(), text));
    }
    if (expression instanceof IsNotNull e) {
      return new Expr.Not(new Expr.IsNull(convert(e.child(), text)));
    }
    if (expression instanceof In e) {
      return new Expr.In(convert(e.value(), text), convertAll(e.list(), text));
    }
    if (expression instanceof Add e) {
      return arithmetic(Expr.Operator.PLUS, e.left(), e.right(), text);
    }
    if (expression instanceof Subtract e) {
      return arithmetic(Expr.Operator.MINUS, e.left(), e.right(), text);
    }
    if (expression instanceof Multiply e) {
      return arithmetic(Expr.Operator.TIMES, e.left(), e.right(), text);
    }
    if (expression instanceof Divide e) {
      return arithmetic(Expr.Operator.BY, e.left(), e.right(), text);
    }
    if (expression instanceof UnaryMinus e) {
      return new Expr.Arithmetic(
          Expr.Operator.MINUS, new Expr.Number(BigDecimal.ZERO), convert(e.child(), text));
    }
    if (expression instanceof UnresolvedAttribute e) {
      return name(String.join(".", strings(e.nameParts())));
    }
    if (expression instanceof Literal e) {
      return literal(e, text);
    }
    if (expression instanceof UnresolvedFunction e) {
      return call(e, text);
    }
    throw refused(text, expression.sql());
  }

  private Expr name(String name) {
    if (name.startsWith(BOUND)) {
      return Objects.requireNonNull(parameters.get(name.substring(BOUND.length())));
    }
    String lower = name.toLowerCase(Locale.ROOT);
    Expr word = words.get(lower);
    return word == null ? new Expr.Name(lower) : word;
  }

  private Expr call(UnresolvedFunction call, String text) {
    String name = String.join(".", strings(call.nameParts())).toLowerCase(Locale.ROOT);
    List<Expr> arguments = convertAll(call.arguments(), text);
    if (name.equals("between") && arguments.size() == 3) {
      return between(arguments);
    }
    Expr said = DomainFunctions.call(name, arguments, text);
    if (said != null) {
      return said;
    }
    if (!FUNCTIONS.contains(name) || call.isDistinct() || call.filter().isDefined()) {
      throw new ConfigurationException(
          "'"
              + text
              + "' calls "
              + name
              + "(), which rules cannot"
              + Problems.hint(name, FUNCTIONS));
    }
    return new Expr.Call(Expr.Function.valueOf(name.toUpperCase(Locale.ROOT)), arguments);
  }

  private static Expr between(List<Expr> arguments) {
    return new Expr.And(
        new Expr.Compare(Expr.Comparison.AT_LEAST, arguments.get(0), arguments.get(1)),
        new Expr.Compare(Expr.Comparison.AT_MOST, arguments.get(0), arguments.get(2)));
  }

  private Expr compare(Expr.Comparison by, Expression left, Expression right, String text) {
    return new Expr.Compare(by, convert(left, text), convert(right, text));
  }

  private Expr arithmetic(Expr.Operator by, Expression left, Expression right, String text) {
    return new Expr.Arithmetic(by, convert(left, text), convert(right, text));
  }

  private static Expr literal(Literal literal, String text) {
    Object value = literal.value();
    if (literal.dataType() instanceof BooleanType) {
      return new Expr.Flag((Boolean) value);
    }
    if (literal.dataType() instanceof StringType) {
      return new Expr.Text(String.valueOf(value));
    }
    if (literal.dataType() instanceof DateType) {
      return new Expr.Day(LocalDate.ofEpochDay((Integer) value));
    }
    if (value instanceof Decimal decimal) {
      return new Expr.Number(decimal.toJavaBigDecimal());
    }
    if (value instanceof Number number) {
      return new Expr.Number(new BigDecimal(number.toString()));
    }
    throw refused(text, literal.sql());
  }

  private List<Expr> convertAll(scala.collection.Seq<Expression> expressions, String text) {
    List<Expr> converted = new ArrayList<>();
    scala.collection.Iterator<Expression> iterator = expressions.iterator();
    while (iterator.hasNext()) {
      converted.add(convert(iterator.next(), text));
    }
    return converted;
  }

  private static List<String> strings(scala.collection.Seq<String> parts) {
    List<String> strings = new ArrayList<>();
    scala.collection.Iterator<String> iterator = parts.iterator();
    while (iterator.hasNext()) {
      strings.add(iterator.next());
    }
    return strings;
  }

  private static ConfigurationException refused(String text, String part) {
    return new ConfigurationException(
        "'"
            + text
            + "' contains "
            + part
            + ", which rules cannot say; they have comparisons, AND, OR, NOT, IN, BETWEEN, IS NULL,"
            + " + - * /, and "
            + String.join(", ", FUNCTIONS));
  }

  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("")
        .strip()
        .replace(BOUND, "$");
  }
}
