package io.clientele.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.clientele.config.Problems;
import io.clientele.spark.Catalyst;
import io.clientele.spark.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;

/**
 * One expression of the configuration, analysed against the source's schema before anything is
 * read.
 *
 * @param key its place in the configuration
 * @param slot the column that holds its attempt: a struct that is null where it failed
 * @param text as written
 * @param expression what it is
 */
record MappedExpression(String key, String slot, String text, RepeatableExpression expression) {

  /** Analyses an expression; notes a problem and returns nothing where it cannot be used. */
  static Optional<MappedExpression> analyse(
      String key, String text, SourceRows source, Problems problems) {
    return RepeatableExpression.analyse(key, text, source, problems)
        .map(
            expression ->
                new MappedExpression(
                    key,
                    OwnColumns.named("try_") + key.substring(key.lastIndexOf('.') + 1),
                    text,
                    expression));
  }

  /** What it yields. */
  DataType type() {
    return expression.type();
  }

  /** Whether it is a bare column, which cannot fail. */
  boolean plain() {
    return expression.plain();
  }

  /** The evaluation, as a struct that is null where it failed. */
  Column attempt() {
    Column value = struct(expression.column().as("v"));
    return (plain() ? value : Catalyst.attempt(value)).as(slot);
  }

  Column value() {
    return plain() ? expression.column() : col(slot).getField("v");
  }

  /** Whether the evaluation failed, or a column it reads could not be given its type. */
  Column failed(SourceRows source) {
    Column failed = plain() ? lit(false) : col(slot).isNull();
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
    return expression.references().stream()
        .map(name -> Names.column(name).isNotNull())
        .reduce(Column::or)
        .orElse(lit(true));
  }

  /** The condition of any column it reads, from a map by column. */
  Optional<Column> any(Map<String, Column> conditions) {
    return expression.references().stream()
        .filter(conditions::containsKey)
        .map(conditions::get)
        .reduce(Column::or);
  }

  /** What a person may need to know of it when rows are refused. */
  RefusalHints.Mapped forHints(String field, RefusalHints.Kind kind, SourceRows source) {
    Map<String, String> types = new LinkedHashMap<>();
    for (String name : expression.references()) {
      if (source.broken().containsKey(name)) {
        types.put(name, source.rows().schema().apply(name).dataType().sql());
      }
    }
    return new RefusalHints.Mapped(field, kind, text, expression.references(), types);
  }
}
