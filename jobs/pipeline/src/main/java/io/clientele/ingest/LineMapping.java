package io.clientele.ingest;

import static io.clientele.config.TransactionField.CURRENCY;
import static io.clientele.config.TransactionField.ORDERED_AT;

import io.clientele.config.BaseConfig;
import io.clientele.config.Problems;
import io.clientele.config.SourceConfig;
import io.clientele.config.SourceKind;
import io.clientele.config.TransactionField;
import io.clientele.config.TransactionsConfig;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The expressions that the configuration maps lines with, analysed against the source's schema; of
 * several parts, the mapping of the one source that they are together.
 */
public final class LineMapping {
  /** The fields that hold money. */
  static final List<TransactionField> MONEY =
      List.of(TransactionField.REVENUE, TransactionField.COST, TransactionField.DISCOUNT);

  private final BaseConfig config;
  private final SourceRows source;
  private final int asOfDay;
  private final Map<TransactionField, MappedExpression> mapped =
      new EnumMap<>(TransactionField.class);
  private final @Nullable MappedExpression where;
  private final List<String> notes = new ArrayList<>();
  private final List<LineMapping> parts;

  private LineMapping(
      BaseConfig config,
      String key,
      Map<TransactionField, String> columns,
      @Nullable String condition,
      SourceRows source,
      List<LineMapping> parts,
      LocalDate asOf,
      Problems problems) {
    this.config = config;
    this.parts = List.copyOf(parts);
    this.source = source;
    this.asOfDay = Math.toIntExact(asOf.toEpochDay());
    notes.addAll(source.notes());
    columns.forEach(
        (field, text) ->
            MappedExpression.analyse(key + ".columns." + field.key(), text, source, problems)
                .filter(expression -> typeFits(field, expression, problems))
                .ifPresent(expression -> mapped.put(field, expression)));
    this.where =
        condition == null
            ? null
            : MappedExpression.analyse(key + ".where", condition, source, problems)
                .filter(expression -> isCondition(expression, problems))
                .orElse(null);
  }

  /**
   * Analyses every expression of every part. Reads no data.
   *
   * @throws io.clientele.failure.ConfigurationException naming field, expression and the columns
   *     there are, for all expressions that cannot be used
   */
  public static LineMapping of(BaseConfig config, OpenedLines lines, LocalDate asOf) {
    Problems problems = new Problems();
    List<LineMapping> parts = new ArrayList<>();
    for (OpenedSource opened : lines.parts()) {
      TransactionsConfig.Part part = config.transactions().parts().get(parts.size());
      parts.add(
          new LineMapping(
              config,
              part.source().key(),
              part.columns(),
              part.source().where(),
              opened.rows(),
              List.of(),
              asOf,
              problems));
    }
    problems.throwIfAny();
    LineMapping mapping = parts.size() == 1 ? parts.get(0) : together(config, parts, asOf);
    if (mapping.mapped.containsKey(CURRENCY)
        && !config.sources().containsKey(SourceKind.EXCHANGE_RATES)) {
      mapping.notes.add(
          "currency is mapped without sources.exchange_rates: lines in another currency than "
              + config.currency()
              + " are refused");
    }
    return mapping;
  }

  private static LineMapping together(BaseConfig config, List<LineMapping> parts, LocalDate asOf) {
    Problems problems = new Problems();
    LineParts together = new LineParts(config, parts, problems);
    problems.throwIfAny();
    LineMapping mapping =
        new LineMapping(
            config,
            "sources.transactions",
            together.columns(),
            together.where(),
            together.rows(),
            parts,
            asOf,
            problems);
    problems.throwIfAny();
    parts.forEach(part -> mapping.notes.addAll(part.notes));
    return mapping;
  }

  /** What the user should know about the mapping, though it is no error. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** What a person is told of refused lines. */
  RefusedText refusedText() {
    SourceConfig first = config.transactions().parts().get(0).source();
    return new RefusedText(
        forHints(),
        new RefusalHints(
            first, parts.isEmpty() ? source.columns().size() - first.lookups().size() : 0));
  }

  /** As written: of parts, what each of them maps. */
  private List<RefusalHints.Mapped> forHints() {
    if (!parts.isEmpty()) {
      return parts.stream().flatMap(part -> part.forHints().stream()).toList();
    }
    List<RefusalHints.Mapped> fields = new ArrayList<>();
    mapped.forEach(
        (field, expression) ->
            fields.add(expression.forHints(field.key(), RefusalHints.kind(field), source)));
    if (where != null) {
      fields.add(where.forHints("where", RefusalHints.Kind.OTHER, source));
    }
    return fields;
  }

  BaseConfig config() {
    return config;
  }

  SourceRows source() {
    return source;
  }

  int asOfDay() {
    return asOfDay;
  }

  Map<TransactionField, MappedExpression> mapped() {
    return Collections.unmodifiableMap(mapped);
  }

  @Nullable MappedExpression where() {
    return where;
  }

  private boolean typeFits(TransactionField field, MappedExpression expression, Problems problems) {
    DataType type = expression.type();
    boolean floating = type instanceof DoubleType || type instanceof FloatType;
    boolean fits =
        switch (field) {
          case ORDERED_AT ->
              type instanceof TimestampType
                  || type instanceof TimestampNTZType
                  || type instanceof DateType;
          case REVENUE, QUANTITY, COST, DISCOUNT -> type instanceof NumericType;
          case KIND -> type instanceof StringType;
          case VERSION -> type instanceof AtomicType;
          default ->
              type instanceof AtomicType
                  && !floating
                  && !(type instanceof BinaryType)
                  && !(type instanceof DecimalType decimal && decimal.scale() > 0);
        };
    if (!fits) {
      problems.add(
          expression.key(),
          "'"
              + expression.text()
              + "' yields "
              + type.sql()
              + ", expected "
              + field.type()
              + (type instanceof BinaryType
                  ? "; bytes are no text, and those that are no UTF-8 would look alike: write hex("
                      + expression.text()
                      + "), or cast("
                      + expression.text()
                      + " AS STRING) where they hold text"
                  : field == ORDERED_AT
                      ? "; use to_timestamp(column, 'pattern') or declare the type in schema"
                      : "; cast it (an id that is a number: CAST(CAST(x AS BIGINT) AS STRING)), or declare"
                          + " the type in schema"));
    }
    if (fits && floating && MONEY.contains(field)) {
      notes.add(
          field.key()
              + ": '"
              + expression.text()
              + "' is floating point; each line was rounded to "
              + config.moneyScale()
              + " places. Decimal columns are exact.");
    }
    return fits;
  }

  static boolean isCondition(MappedExpression expression, Problems problems) {
    boolean fits = expression.type().equals(DataTypes.BooleanType);
    if (!fits) {
      problems.add(
          expression.key(),
          "'"
              + expression.text()
              + "' yields "
              + expression.type().sql()
              + ", expected a condition");
    }
    return fits;
  }
}
