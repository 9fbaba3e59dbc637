package io.clientele.ingest;

import io.clientele.config.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;

/**
 * Reads an expression without data and without a session: whether it is one, and whether the names
 * in it are columns. Types and functions are looked at when the source is opened.
 */
public final class ExpressionNames {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Words that Spark takes for functions where no column has the name. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "current_date",
          "current_timestamp",
          "current_time",
          "current_user",
          "current_catalog",
          "current_database",
          "current_schema",
          "localtimestamp",
          "user",
          "session_user");

  private ExpressionNames() {}

  /**
   * Notes a problem where the expression cannot be read or names what is not there.
   *
   * @param columns the columns there are; a lookup's name stands for the columns of the lookup
   * @param lookups the columns of each lookup, where they are known
   */
  public static void check(
      String key,
      String text,
      List<String> columns,
      Map<String, List<String>> lookups,
      Problems problems) {
    Expression expression;
    try {
      expression = parse(text);
    } catch (Exception e) {
      // Spark throws its checked ParseException without declaring it.
      problems.add(key, "'" + text + "' " + unreadable(e, key, text, columns));
      return;
    }
    for (List<String> name : names(expression)) {
      List<String> inside = name.size() > 1 ? find(lookups, name.get(0)) : List.of();
      if (!isThere(name.get(0), columns)) {
        problems.add(key, unknown(key, text, name, columns));
      } else if (!inside.isEmpty() && !isThere(name.get(1), inside)) {
        problems.add(key, message(text, name.get(1), "lookup " + name.get(0), inside));
      }
    }
  }

  /** Notes a problem where the text is no expression, whatever its columns. */
  public static void checkSyntax(String key, String text, Problems problems) {
    try {
      parse(text);
    } catch (Exception e) {
      // Spark throws its checked ParseException without declaring it.
      problems.add(key, "'" + text + "' " + unreadable(e, key, text, List.of()));
    }
  }

  private static String unknown(String key, String text, List<String> name, List<String> columns) {
    return backticks(text, columns)
        .map(mended -> "'" + text + "' " + needsBackticks(key, mended))
        .orElseGet(
            () ->
                message(text, name.get(0), "source", columns)
                    + ". One that stands in the names of directories, as "
                    + name.get(0)
                    + "=2024-12-31, is declared in schema like the others, if path is the directory"
                    + " above them");
  }

  private static String message(String text, String name, String of, List<String> columns) {
    return "'"
        + text
        + "' reads the column '"
        + name
        + "', which the "
        + of
        + " does not have"
        + Problems.nearest(name.toLowerCase(Locale.ROOT), lower(columns))
            .flatMap(near -> columns.stream().filter(near::equalsIgnoreCase).findFirst())
            .map(near -> "; did you mean '" + near + "'?")
            .orElse(".")
        + " The columns are: "
        + String.join(", ", columns);
  }

  private static String unreadable(
      Exception failure, String key, String text, List<String> columns) {
    Optional<String> mended = backticks(text, columns);
    if (mended.isPresent()) {
      return needsBackticks(key, mended.get());
    }
    String sentence =
        String.valueOf(failure.getMessage())
            .lines()
            .filter(line -> !line.isBlank())
            .findFirst()
            .orElse("")
            .replaceAll("^\\[[A-Z_.]+\\] |\\.? SQLSTATE.*$", "");
    return "cannot be read: "
        + sentence
        + ". Names with blanks or signs stand in backticks: `Unit Price (GBP)`";
  }

  /** The expression as YAML takes it: a value cannot begin with a backtick. */
  private static String needsBackticks(String key, String mended) {
    String field = key.substring(key.lastIndexOf('.') + 1);
    String value = mended.startsWith("`") ? "\"" + mended + "\"" : mended;
    return "needs backticks around names with blanks or signs: " + field + ": " + value;
  }

  /** The expression with such column names in backticks; nothing where that does not mend it. */
  private static Optional<String> backticks(String text, List<String> columns) {
    List<String> special =
        columns.stream()
            .filter(name -> !PLAIN.matcher(name).matches())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    if (special.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder alternatives = new StringBuilder("`[^`]*`|'[^']*'");
    special.forEach(name -> alternatives.append('|').append(Pattern.quote(name)));
    Matcher matcher =
        Pattern.compile(alternatives.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
            .matcher(text);
    String mended =
        matcher.replaceAll(
            found -> {
              String part = found.group();
              boolean kept = part.startsWith("`") || part.startsWith("'");
              return Matcher.quoteReplacement(kept ? part : DeclaredSchema.quoted(part));
            });
    try {
      boolean sound =
          !mended.equals(text)
              && names(parse(mended)).stream().allMatch(name -> isThere(name.get(0), columns));
      return sound ? Optional.of(mended) : Optional.empty();
    } catch (Exception e) {
      return Optional.empty();
    }
  }

  private static Expression parse(String text) {
    return CatalystSqlParser$.MODULE$.parseExpression(text);
  }

  private static List<List<String>> names(Expression expression) {
    List<List<String>> names = new ArrayList<>();
    collect(expression, names);
    return names;
  }

  private static void collect(Expression expression, List<List<String>> names) {
    if (expression instanceof UnresolvedAttribute attribute) {
      List<String> parts = new ArrayList<>();
      scala.collection.Iterator<String> iterator = attribute.nameParts().iterator();
      while (iterator.hasNext()) {
        parts.add(iterator.next());
      }
      if (!FUNCTIONS.contains(parts.get(0).toLowerCase(Locale.ROOT))) {
        names.add(parts);
      }
    }
    scala.collection.Iterator<Expression> children = expression.children().iterator();
    while (children.hasNext()) {
      collect(children.next(), names);
    }
  }

  private static boolean isThere(String name, Collection<String> columns) {
    return columns.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static List<String> find(Map<String, List<String>> lookups, String name) {
    return lookups.entrySet().stream()
        .filter(lookup -> lookup.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }
}
