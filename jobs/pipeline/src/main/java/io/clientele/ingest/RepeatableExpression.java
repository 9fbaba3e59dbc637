package io.clientele.ingest;

import static org.apache.spark.sql.functions.udf;

import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.spark.Catalyst;
import io.clientele.spark.Names;
import io.clientele.spark.Rewriting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.LeafExpression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * An expression of the configuration that gives the same value for the same row, whoever evaluates
 * it, where and when. Everything that an expression is made of must be known to be so: its syntax,
 * the functions it calls, and the leaves through which something could come in from outside.
 *
 * @param column evaluates it over the source's rows; a bare column also over what is made of them
 * @param type what it yields
 * @param plain whether it is a bare column, which cannot fail
 * @param references the source columns it reads
 */
public record RepeatableExpression(
    Column column, DataType type, boolean plain, List<String> references) {

  /** Spark would take a time without a date for today, and a bare year for its first day. */
  static final String WHOLE_DATE = "^\\s*[+-]?\\d{4,}-\\d{1,2}-\\d{1,2}";

  private static final Pattern DATED = Pattern.compile(WHOLE_DATE);

  private static final Set<String> PARSERS =
      Set.of("from_json", "from_csv", "variant_get", "try_variant_get");

  private static final DataType STRING = DataTypes.StringType;
  private static final Pattern UNKNOWN_COLUMN =
      Pattern.compile("with name `(?:\\w+`\\.`)?([^`]+)` cannot be resolved");

  /** What the parser makes of operators and of the syntax of SQL's own. */
  private static final Set<String> SYNTAX =
      Set.of(
          "Add",
          "Alias",
          "And",
          "BitwiseAnd",
          "BitwiseNot",
          "BitwiseOr",
          "BitwiseXor",
          "CaseWhen",
          "Cast",
          "Concat",
          "CreateNamedStruct",
          "Divide",
          "EqualNullSafe",
          "EqualTo",
          "GreaterThan",
          "GreaterThanOrEqual",
          "If",
          "ILike",
          "In",
          "IntegralDivide",
          "IsNotNull",
          "IsNull",
          "LambdaFunction",
          "LessThan",
          "LessThanOrEqual",
          "Like",
          "LikeAll",
          "LikeAny",
          "Literal",
          "Lower",
          "Multiply",
          "NamedArgumentExpression",
          "NamePlaceholder$",
          "Not",
          "NotLikeAll",
          "NotLikeAny",
          "Or",
          "Overlay",
          "RLike",
          "Remainder",
          "SemiStructuredExtract",
          "ShiftLeft",
          "ShiftRight",
          "ShiftRightUnsigned",
          "StringLocate",
          "StringTrim",
          "StringTrimLeft",
          "StringTrimRight",
          "Substring",
          "Subtract",
          "TimestampAdd",
          "TimestampDiff",
          "UnaryMinus",
          "UnaryPositive",
          "UnresolvedAttribute",
          "UnresolvedExtractValue",
          "UnresolvedNamedLambdaVariable",
          "UnresolvedStar",
          "Upper");

  /** Leaves that take nothing from outside. */
  private static final Set<String> CONSTANTS = Set.of("CommonExpressionRef", "EulerNumber", "Pi");

  /**
   * Analyses an expression against the columns of a source; notes a problem and returns nothing
   * where it cannot be used. Reads no data.
   *
   * @param key its place in the configuration
   * @param text as written
   */
  public static Optional<RepeatableExpression> analyse(
      String key, String text, SourceRows source, Problems problems) {
    try {
      return Optional.of(new Analysis(text, source).result());
    } catch (Refused e) {
      problems.add(key, "'" + text + "' " + e.getMessage());
    } catch (ConfigurationException e) {
      problems.add(key, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      // Spark throws AnalysisException without declaring it.
      problems.add(key, "'" + text + "' " + unusable(e, source));
    }
    return Optional.empty();
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }

  /** One expression on its way from text to column. */
  private static final class Analysis {
    private final String text;
    private final Dataset<Row> visible;

    Analysis(String text, SourceRows source) {
      this.text = text;
      Column[] columns =
          source.columns().stream().map(name -> Names.column(name)).toArray(Column[]::new);
      this.visible = source.rows().select(columns);
    }

    RepeatableExpression result() throws Exception {
      checkDateLiterals(text);
      Expression parsed = Catalyst.parseExpression(visible.sparkSession(), text);
      checkSyntax(parsed);
      Column written = Catalyst.column(pseudonyms(parsed));
      LogicalPlan plan = Catalyst.plans(visible.select(written.as("v"))).analyzed();
      Expression analysed = value(plan);
      checkLeaves(analysed, Catalyst.plans(visible).analyzed().outputSet());
      if (!analysed.deterministic()) {
        throw new Refused("must give the same value for the same line");
      }
      checkHiddenMoments(analysed);
      // Functions that Spark writes with others are now written so: their casts can be seen.
      LogicalPlan replaced = ReplaceExpressions.apply(plan);
      Expression expression = value(replaced);
      checkHiddenMoments(expression);
      checkConstants(expression);
      try {
        ConstantFolding.apply(replaced);
      } catch (Exception e) {
        throw failing(e);
      }
      Set<String> references = new LinkedHashSet<>();
      collect(analysed, references);
      boolean plain = analysed instanceof AttributeReference;
      Column column =
          plain
              ? Names.column(references.iterator().next())
              : Catalyst.column(dated(Catalyst.inlined(expression)));
      return new RepeatableExpression(column, analysed.dataType(), plain, List.copyOf(references));
    }

    private static Expression value(LogicalPlan plan) throws Refused {
      if (plan instanceof Project project && project.projectList().head() instanceof Alias alias) {
        return alias.child();
      }
      throw new Refused("aggregates or explodes; a mapping reads one line at a time");
    }
  }

  /** {@code TIMESTAMP'12:30'} and {@code DATE'today'} become constants before they can be seen. */
  private static void checkDateLiterals(String text) throws Refused {
    String typed = "";
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(text)));
    lexer.removeErrorListeners();
    for (Token token : lexer.getAllTokens()) {
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      boolean string =
          token.getType() == SqlBaseLexer.STRING_LITERAL
              || token.getType() == SqlBaseLexer.DOUBLEQUOTED_STRING;
      if (string && (typed.equals("DATE") || typed.startsWith("TIMESTAMP"))) {
        String value = token.getText().replaceFirst("^[rR]?['\"]", "").replaceFirst("['\"]$", "");
        checkWholeDate(value);
      }
      typed = token.getText().toUpperCase(Locale.ROOT);
    }
  }

  private static void checkWholeDate(String value) throws Refused {
    if (!DATED.matcher(value).find()) {
      throw new Refused(
          "takes '"
              + value
              + "' for a point in time, and without a whole date Spark would take today's; write"
              + " yyyy-MM-dd");
    }
  }

  private static void checkSyntax(Expression parsed) throws Refused {
    if (parsed instanceof UnresolvedFunction function) {
      String name = function.nameParts().mkString(".");
      if (!name.equalsIgnoreCase(Pseudonym.NAME)) {
        refuse(FunctionDecisions.refusal(name));
      } else if (function.arguments().size() != 1) {
        throw new Refused("gives pseudonym " + function.arguments().size() + " values, it takes 1");
      }
    } else if (!SYNTAX.contains(parsed.getClass().getSimpleName())) {
      throw new Refused(notKnown(parsed));
    }
    for (Expression child : children(parsed)) {
      checkSyntax(child);
    }
  }

  /** What comes in from outside comes in through leaves. */
  private static void checkLeaves(Expression expression, AttributeSet source) throws Refused {
    if (expression instanceof AttributeReference attribute) {
      if (!source.contains(attribute)) {
        throw new Refused("reads '" + attribute.name() + "', which is not a column of the source");
      }
    } else if (expression instanceof LeafExpression
        && !(expression instanceof Literal)
        && !(expression instanceof NamedLambdaVariable)
        && !CONSTANTS.contains(expression.getClass().getSimpleName())) {
      throw new Refused(notKnown(expression));
    }
    if (expression instanceof UserDefinedExpression own
        && !(expression instanceof ScalaUDF && own.name().equals(Pseudonym.NAME))) {
      throw new Refused("calls " + own.name() + ", a function of somebody else's");
    }
    for (Expression child : children(expression)) {
      checkLeaves(child, source);
    }
  }

  private static void refuse(Optional<String> reason) throws Refused {
    if (reason.isPresent()) {
      throw new Refused(reason.get());
    }
  }

  private static String notKnown(Expression expression) {
    String kind = expression.getClass().getSimpleName();
    if (kind.startsWith("Window") || kind.startsWith("Aggregate")) {
      return "aggregates or looks at other lines; a mapping reads one line at a time";
    }
    if (kind.endsWith("Subquery") || kind.equals("Exists")) {
      return "asks another table; join one with lookups";
    }
    // What has a decision as a function has the same as a word: current_date, current_user.
    return FunctionDecisions.of(name(expression))
        .filter(decision -> decision != FunctionDecisions.Decision.ALLOWED)
        .flatMap(decision -> FunctionDecisions.refusal(name(expression)))
        .orElse(
            "holds a "
                + kind
                + "; an expression is made of columns, constants, operators and functions only");
  }

  private static String name(Expression expression) {
    // An expression without a name of its own is named like its class.
    return expression.prettyName().replace("$", "");
  }

  /** A constant text that becomes a day or a moment names it whole. */
  private static void checkConstants(Expression expression) throws Refused {
    if (expression instanceof Cast cast
        && cast.child().dataType() instanceof StringType
        && isDay(cast.dataType())
        && cast.child().foldable()) {
      Object value;
      try {
        value = cast.child().eval(InternalRow.empty());
      } catch (Exception e) {
        throw failing(e);
      }
      if (value != null) {
        checkWholeDate(value.toString());
      }
    }
    for (Expression child : children(expression)) {
      checkConstants(child);
    }
  }

  /** Constants are evaluated before anything is read, where no line could be refused for them. */
  private static Refused failing(Exception failure) {
    // What follows the first sentence is advice for settings that are pinned here.
    return new Refused("fails for every line: " + firstLine(failure).replaceFirst("\\. .*", "."));
  }

  /** Text inside of something becomes a moment where no rule of ours can look at it. */
  private static void checkHiddenMoments(Expression expression) throws Refused {
    boolean parses = PARSERS.contains(name(expression));
    boolean casts =
        expression instanceof Cast cast
            && !cast.child().dataType().equals(cast.dataType())
            && isNested(cast.child().dataType());
    if ((parses || casts) && holdsMoment(expression.dataType())) {
      throw new Refused(
          "reads a TIMESTAMP out of text inside of something, where a time without a date is taken"
              + " for today; read it as STRING and cast that");
    }
    for (Expression child : children(expression)) {
      checkHiddenMoments(child);
    }
  }

  private static boolean isNested(DataType type) {
    return type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type.typeName().equals("variant");
  }

  private static boolean isDay(DataType type) {
    return isMoment(type) || type instanceof DateType;
  }

  private static boolean isMoment(DataType type) {
    return type instanceof TimestampType || type instanceof TimestampNTZType;
  }

  /** Whether a type is a point in time or holds one. */
  static boolean holdsMoment(DataType type) {
    if (type instanceof ArrayType array) {
      return holdsMoment(array.elementType());
    }
    if (type instanceof MapType map) {
      return holdsMoment(map.keyType()) || holdsMoment(map.valueType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields())
          .map(StructField::dataType)
          .anyMatch(RepeatableExpression::holdsMoment);
    }
    return isMoment(type);
  }

  private static Expression pseudonyms(Expression parsed) {
    return Rewriting.bottomUp(
        parsed,
        node ->
            node instanceof UnresolvedFunction function
                    && function.nameParts().mkString(".").equalsIgnoreCase(Pseudonym.NAME)
                ? Catalyst.expression(
                    udf(Pseudonym.of(System.getenv()), DataTypes.StringType)
                        .withName(Pseudonym.NAME)
                        .apply(Catalyst.column(function.arguments().head()).cast("string")))
                : node);
  }

  /** Text becomes a moment only where it has a whole date; else the cast fails as on rubbish. */
  private static Expression dated(Expression expression) {
    return Rewriting.bottomUp(
        expression,
        node -> {
          if (node instanceof Cast cast
              && isMoment(cast.dataType())
              && cast.child().dataType() instanceof StringType) {
            Expression text = cast.child();
            Expression dateless = new Not(new RLike(text, Literal.create(WHOLE_DATE, STRING)));
            Expression refused = Literal.create("no whole date", STRING);
            return cast.copy(
                new If(dateless, refused, text),
                cast.dataType(),
                cast.timeZoneId(),
                cast.evalMode());
          }
          return node;
        });
  }

  private static String unusable(Exception failure, SourceRows source) {
    List<String> columns = source.columns();
    String message = firstLine(failure);
    Matcher unknown = UNKNOWN_COLUMN.matcher(message);
    String known = " The columns are: " + String.join(", ", columns);
    if (unknown.find()) {
      String name = unknown.group(1);
      Optional<String> reason = source.absent().apply(name);
      if (reason.isPresent()) {
        return "reads the column '" + name + "', which " + reason.get() + ".";
      }
      return "reads the column '"
          + name
          + "', which the source does not have"
          + Problems.nearest(name, columns).map(n -> "; did you mean '" + n + "'?").orElse(".")
          + known;
    }
    return "cannot be used: " + message + known;
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("");
  }

  private static void collect(Expression expression, Set<String> names) {
    if (expression instanceof AttributeReference attribute) {
      names.add(attribute.name());
    }
    children(expression).forEach(child -> collect(child, names));
  }

  private static List<Expression> children(Expression expression) {
    List<Expression> children = new ArrayList<>();
    scala.collection.Iterator<Expression> iterator = expression.children().iterator();
    while (iterator.hasNext()) {
      children.add(iterator.next());
    }
    return children;
  }
}
