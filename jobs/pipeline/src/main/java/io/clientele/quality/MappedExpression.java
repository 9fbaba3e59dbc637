package io.clientele.quality;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.clientele.config.Problems;
import io.clientele.source.SourceRows;
import io.clientele.spark.Catalyst;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataType;

/**
 * One expression of the configuration, analysed against the source's schema before anything is
 * read.
 *
 * @param key its place in the configuration
 * @param slot the column that holds its attempt: a struct that is null where it failed
 * @param text as written
 * @param type what it yields
 * @param plain whether it is a bare column, which cannot fail
 * @param references the source columns it reads
 */
record MappedExpression(
    String key, String slot, String text, DataType type, boolean plain, List<String> references) {

  /** Analyses an expression; notes a problem and returns nothing where it cannot be used. */
  static Optional<MappedExpression> analyse(
      String key, String text, SourceRows source, Problems problems) {
    Dataset<Row> visible =
        source
            .rows()
            .select(source.columns().stream().map(c -> col("`" + c + "`")).toArray(Column[]::new));
    Expression expression;
    try {
      Project project = (Project) Catalyst.plans(visible.select(expr(text).as("v"))).analyzed();
      expression = ((Alias) project.projectList().head()).child();
    } catch (ClassCastException e) {
      problems.add(
          key, "'" + text + "' aggregates or explodes; a mapping reads one line at a time");
      return Optional.empty();
    } catch (Exception e) {
      problems.add(key, unusable(text, e, source.columns()));
      return Optional.empty();
    }
    if (!expression.deterministic() || contains(expression, PlanExpression.class)) {
      problems.add(
          key,
          "'"
              + text
              + "' must give the same value for the same line: no random"
              + " numbers, subqueries or reflection");
      return Optional.empty();
    }
    if (contains(expression, CurrentDate.class) || readsClock(expression)) {
      problems.add(
          key, "'" + text + "' reads the clock; results may depend on the as-of date only");
      return Optional.empty();
    }
    Set<String> references = new LinkedHashSet<>();
    collect(expression, references);
    return Optional.of(
        new MappedExpression(
            key,
            "__try_" + key.substring(key.lastIndexOf('.') + 1),
            text,
            expression.dataType(),
            expression instanceof AttributeReference,
            List.copyOf(references)));
  }

  /** The evaluation, as a struct that is null where it failed. */
  Column attempt() {
    Column value = struct(expr(text).as("v"));
    return (plain ? value : Catalyst.attempt(value)).as(slot);
  }

  Column value() {
    return plain ? expr(text) : col(slot).getField("v");
  }

  /** Whether the evaluation failed, or a column it reads could not be given its type. */
  Column failed(SourceRows source) {
    Column failed = plain ? lit(false) : col(slot).isNull();
    return any(source.broken()).map(failed::or).orElse(failed);
  }

  /** Of a condition: whether it decides against a row; a broken row is refused, not left out. */
  Column excludes(SourceRows source, Column malformed) {
    Column holds = coalesce(value(), lit(false));
    Column undecided = value().isNull().and(failed(source));
    return holds.equalTo(false).and(undecided.equalTo(false)).and(malformed.equalTo(false));
  }

  /** Whether a value is there, or could be: some column that it reads holds something. */
  Column hasInput() {
    return references.stream()
        .map(name -> col("`" + name + "`").isNotNull())
        .reduce(Column::or)
        .orElse(lit(true));
  }

  /** The condition of any column it reads, from a map by column. */
  Optional<Column> any(Map<String, Column> conditions) {
    return references.stream()
        .filter(conditions::containsKey)
        .map(conditions::get)
        .reduce(Column::or);
  }

  /** What a person may need to know of it when rows are refused. */
  RefusalHints.Mapped forHints(String field, RefusalHints.Kind kind, SourceRows source) {
    Map<String, String> types = new LinkedHashMap<>();
    for (String name : references) {
      if (source.broken().containsKey(name)) {
        types.put(name, source.rows().schema().apply(name).dataType().sql());
      }
    }
    return new RefusalHints.Mapped(field, kind, text, references, types);
  }

  private static String unusable(String text, Exception failure, List<String> columns) {
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    java.util.regex.Matcher unknown =
        java.util.regex.Pattern.compile("with name `(?:\\w+`\\.`)?([^`]+)` cannot be resolved")
            .matcher(message);
    if (unknown.find()) {
      String name = unknown.group(1);
      return "'"
          + text
          + "' reads the column '"
          + name
          + "', which the source does not have"
          + Problems.nearest(name, columns).map(n -> "; did you mean '" + n + "'?").orElse("")
          + " The columns are: "
          + String.join(", ", columns);
    }
    return "'"
        + text
        + "' cannot be used: "
        + message
        + " The columns are: "
        + String.join(", ", columns);
  }

  private static boolean readsClock(Expression expression) {
    String name = expression.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    boolean own =
        name.equals("currenttimestamp")
            || name.equals("now")
            || name.equals("localtimestamp")
            || name.equals("currenttime");
    return own || children(expression).stream().anyMatch(MappedExpression::readsClock);
  }

  private static boolean contains(Expression expression, Class<?> type) {
    return type.isInstance(expression)
        || children(expression).stream().anyMatch(child -> contains(child, type));
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
