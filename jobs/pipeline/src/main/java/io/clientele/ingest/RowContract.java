package io.clientele.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.BaseConfig;
import io.clientele.config.FieldType;
import io.clientele.config.OptionalSource;
import io.clientele.config.Problems;
import io.clientele.config.SourceField;
import io.clientele.config.SourceKind;
import io.clientele.spark.Catalyst;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
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
 * Maps the rows of one part of an optional source to its canonical fields and puts each into its
 * {@link LineClass}, row by row; {@link StagedSource} then decides between rows that share a key.
 */
final class RowContract {
  static final String ROW_CLASS = OwnColumns.named("class");
  static final String REASONS = OwnColumns.named("reasons");
  static final String ORIGINAL = OwnColumns.named("original");
  static final String FILE = OwnColumns.named("file");

  private static final String AT = OwnColumns.named("field_");

  private final BaseConfig config;
  private final OptionalSource optional;
  private final OptionalSource.Part part;
  private final SourceRows source;
  private final LocalDate asOf;
  private final Map<String, MappedExpression> mapped = new LinkedHashMap<>();
  private final @Nullable MappedExpression where;
  private final RefusalReasons reasons;
  private final List<String> notes = new ArrayList<>();
  private final Dataset<Row> classified;

  /**
   * Analyses every expression against the source's schema. Reads no data.
   *
   * @param reasons where the part's reasons get their bits
   * @throws io.clientele.failure.ConfigurationException naming all expressions that cannot be used
   */
  RowContract(
      BaseConfig config,
      OptionalSource optional,
      OptionalSource.Part part,
      SourceRows source,
      LocalDate asOf,
      RefusalReasons reasons) {
    this.config = config;
    this.optional = optional;
    this.part = part;
    this.reasons = reasons;
    this.source = source;
    this.asOf = asOf;
    Problems problems = new Problems();
    String at = part.source().key() + ".";
    for (SourceField field : optional.fields()) {
      String text = part.columns().get(field.name());
      if (text != null) {
        MappedExpression.analyse(at + "columns." + field.name(), text, source, problems)
            .filter(expression -> fits(field, expression, problems))
            .ifPresent(expression -> mapped.put(field.name(), expression));
      }
    }
    String condition = part.source().where();
    this.where =
        condition == null
            ? null
            : MappedExpression.analyse(at + "where", condition, source, problems)
                .filter(expression -> LineMapping.isCondition(expression, problems))
                .orElse(null);
    problems.throwIfAny();
    notes.addAll(source.notes());
    this.classified = classify();
  }

  /** What the user should know about the mapping, though it is no error. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** The fields and what they are mapped from, for what a person is told of refused rows. */
  List<RefusalHints.Mapped> mapped() {
    List<RefusalHints.Mapped> fields = new ArrayList<>();
    mapped.forEach(
        (field, expression) ->
            optional.fields().stream()
                .filter(of -> of.name().equals(field))
                .forEach(
                    of ->
                        fields.add(
                            expression.forHints(field, RefusalHints.kind(of.type()), source))));
    return fields;
  }

  /** How many columns a row of the part has. */
  int columns() {
    return source.columns().size() - part.source().lookups().size();
  }

  /** Every row: the fields under their own names, its class, and what quarantine needs. */
  Dataset<Row> classified() {
    return classified;
  }

  private Dataset<Row> classify() {
    List<Column> attempts = new ArrayList<>(List.of(col("*")));
    mapped.values().stream().filter(e -> !e.plain()).forEach(e -> attempts.add(e.attempt()));
    if (where != null && !where.plain()) {
      attempts.add(where.attempt());
    }
    Dataset<Row> tried = source.rows().select(attempts.toArray(Column[]::new));
    List<Column> canonical = new ArrayList<>(List.of(col("*")));
    for (SourceField field : optional.fields()) {
      canonical.add(canonical(field).as(AT + field.name()));
    }
    tried = tried.select(canonical.toArray(Column[]::new));

    if (source.malformed() != null) {
      reasons.add("malformed_row", source.malformed());
    }
    optional.fields().forEach(this::addReasons);
    if (optional.kind() == SourceKind.INTERACTIONS) {
      reasons.add("missing_party", field("customer_id").isNull().and(field("lead_id").isNull()));
    }
    if (optional.kind() == SourceKind.EXCHANGE_RATES) {
      reasons.add("rate_not_positive", field("rate").leq(0));
    }
    Column broken = source.malformed() == null ? lit(false) : source.malformed();
    Column excluded = where == null ? lit(false) : where.excludes(source, broken);
    Column rowClass =
        when(excluded, LineClass.EXCLUDED.code())
            .when(col(REASONS).notEqual(0L), LineClass.QUARANTINED.code())
            .when(unseen(), LineClass.UNSEEN.code())
            .otherwise(LineClass.ACCEPTED.code());
    Dataset<Row> masked =
        tried.select(col("*"), reasons.mask().as(REASONS)).select(col("*"), rowClass.as(ROW_CLASS));
    List<Column> kept = new ArrayList<>();
    for (SourceField field : optional.fields()) {
      kept.add(field(field.name()).as(field.name()));
    }
    // The original is kept where it may be needed: of refused rows, and of rows that may yet be.
    boolean mayYet = optional.duplicateKeys() == OptionalSource.DuplicateKeys.QUARANTINE;
    Column refused = col(ROW_CLASS).equalTo(LineClass.QUARANTINED.code());
    kept.add(col(ROW_CLASS));
    kept.add(
        when(col(ROW_CLASS).equalTo(LineClass.EXCLUDED.code()), 0L)
            .otherwise(col(REASONS))
            .as(REASONS));
    kept.add((mayYet ? source.original() : when(refused, source.original())).as(ORIGINAL));
    kept.add((mayYet ? source.file() : when(refused, source.file())).as(FILE));
    return masked.select(kept.toArray(Column[]::new));
  }

  private Column canonical(SourceField field) {
    MappedExpression expression = mapped.get(field.name());
    if (expression == null) {
      return lit(null).cast(field.type().ddl());
    }
    Column value = expression.value();
    return switch (field.type()) {
      case TEXT -> {
        Column text = value.cast("string");
        Column trimmed = trim(text);
        Column word = field.values().isEmpty() ? trimmed : lower(trimmed);
        // A line says usd or USD; the key of a rate is the same for both.
        boolean code = optional.kind() == SourceKind.EXCHANGE_RATES;
        yield when(Identifiers.isThere(text), code ? upper(word) : word);
      }
      case DAY -> to_date(value);
      case MOMENT -> value.cast("timestamp");
      case AMOUNT ->
          Catalyst.attempt(
              value
                  .cast("decimal(" + (14 + config.moneyScale()) + "," + config.moneyScale() + ")")
                  .cast(field.type().ddl()));
      case NUMBER, RATE -> Catalyst.attempt(value.cast(field.type().ddl()));
      case FLAG -> value;
    };
  }

  private void addReasons(SourceField field) {
    MappedExpression expression = mapped.get(field.name());
    if (expression == null) {
      return;
    }
    Column canonical = field(field.name());
    Column failed = expression.failed(source);
    if (field.required()) {
      reasons.add("missing_" + field.name(), canonical.isNull().and(failed.equalTo(false)));
    }
    reasons.add("unparsable_" + field.name(), failed);
    if (!field.values().isEmpty()) {
      reasons.add(
          "unknown_" + field.name(),
          canonical.isNotNull().and(canonical.isin(field.values().toArray()).equalTo(false)));
    }
    if (List.of(FieldType.AMOUNT, FieldType.NUMBER, FieldType.RATE).contains(field.type())) {
      reasons.add(
          "out_of_range_" + field.name(), expression.value().isNotNull().and(canonical.isNull()));
    }
    if (field.type() == FieldType.DAY || field.type() == FieldType.MOMENT) {
      boolean open = field.name().startsWith("valid_");
      Column day = to_date(canonical);
      if (!open) {
        reasons.add(
            "implausible_" + field.name(),
            day.lt(lit(config.earliestDate())).or(day.geq(lit(config.latestDate()))));
      }
    }
    expression
        .any(source.grouped())
        .ifPresent(grouped -> reasons.add("thousands_separator_" + field.name(), grouped));
    expression
        .any(source.finer())
        .ifPresent(finer -> reasons.add("too_many_places_" + field.name(), finer));
    boolean key = optional.kind().identity().contains(field.name());
    if (key && expression.type() instanceof StringType) {
      reasons.add("undecoded_" + field.name(), Identifiers.isUndecoded(expression.value()));
    }
  }

  /** What is dated on or after the as-of date, or valid at another time, is not seen. */
  private Column unseen() {
    Column today = lit(asOf);
    Column unseen = lit(false);
    String dated = optional.kind().dated().orElse(null);
    if (dated != null) {
      unseen = to_date(field(dated)).geq(today);
    }
    if (has("registered_on")) {
      unseen = unseen.or(coalesce(field("registered_on").geq(today), lit(false)));
    }
    if (has("valid_from")) {
      unseen = unseen.or(coalesce(field("valid_from").geq(today), lit(false)));
    }
    if (has("valid_to")) {
      unseen = unseen.or(coalesce(field("valid_to").lt(today), lit(false)));
    }
    return unseen;
  }

  /** Whether rows say when they count; an undated table is used as it is. */
  boolean isDated() {
    return optional.kind().dated().isPresent() || has("valid_from") || has("valid_to");
  }

  private boolean has(String field) {
    return mapped.containsKey(field);
  }

  private static Column field(String name) {
    return col(AT + name);
  }

  private boolean fits(SourceField field, MappedExpression expression, Problems problems) {
    DataType type = expression.type();
    boolean floating = type instanceof DoubleType || type instanceof FloatType;
    boolean dated =
        type instanceof TimestampType
            || type instanceof TimestampNTZType
            || type instanceof DateType;
    boolean fits =
        switch (field.type()) {
          case TEXT ->
              type instanceof AtomicType
                  && !floating
                  && !(type instanceof BinaryType)
                  && !(type instanceof DecimalType decimal && decimal.scale() > 0);
          case DAY, MOMENT -> dated;
          case AMOUNT, NUMBER, RATE -> type instanceof NumericType;
          case FLAG -> type instanceof BooleanType;
        };
    if (!fits) {
      problems.add(
          expression.key(),
          "'"
              + expression.text()
              + "' yields "
              + type.sql()
              + ", expected "
              + field.type().expected()
              + (type instanceof BinaryType
                  ? "; write hex(" + expression.text() + ")"
                  : "; cast it, or declare the type in schema"));
    }
    if (fits && floating) {
      notes.add(
          Objects.requireNonNull(optional.kind()).key()
              + "."
              + field.name()
              + ": '"
              + expression.text()
              + "' is floating point; each row was rounded. Decimal columns are exact.");
    }
    return fits;
  }
}
