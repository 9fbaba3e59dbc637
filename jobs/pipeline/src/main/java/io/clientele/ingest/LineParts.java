package io.clientele.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import io.clientele.config.BaseConfig;
import io.clientele.config.Problems;
import io.clientele.config.TransactionField;
import io.clientele.spark.Catalyst;
import io.clientele.table.TableSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.LongType;
import org.jspecify.annotations.Nullable;

/**
 * Lines from several places as the rows of one source. Each part evaluates its own expressions; the
 * result has one column a field, and beside it whether the part could not evaluate it, so that a
 * line is accepted or refused for the same reasons as alone. A part that does not map a field
 * leaves it unknown; its currency is then that of the base.
 */
final class LineParts {
  private static final String VALUE = OwnColumns.named("part_");
  private static final String BROKEN = OwnColumns.named("part_broken_");
  private static final String GROUPED = OwnColumns.named("part_grouped_");
  private static final String FINER = OwnColumns.named("part_finer_");
  private static final String WHERE = "where";
  private static final String MALFORMED = OwnColumns.named("part_malformed");
  private static final String ORIGINAL = OwnColumns.named("part_original");
  private static final String FILE = OwnColumns.named("part_file");
  private static final int DIGITS = 38;

  private final BaseConfig config;
  private final List<LineMapping> parts;
  private final Map<TransactionField, DataType> types = new EnumMap<>(TransactionField.class);

  /** Settles the type of each field that any part maps; notes those on which parts disagree. */
  LineParts(BaseConfig config, List<LineMapping> parts, Problems problems) {
    this.config = config;
    this.parts = List.copyOf(parts);
    for (TransactionField field : TransactionField.values()) {
      List<MappedExpression> mapped =
          parts.stream()
              .flatMap(part -> Optional.ofNullable(part.mapped().get(field)).stream())
              .toList();
      if (!mapped.isEmpty()) {
        types.put(field, type(field, mapped, problems));
      }
    }
  }

  private DataType type(TransactionField field, List<MappedExpression> mapped, Problems problems) {
    return switch (field) {
      case ORDERED_AT -> DataTypes.DateType;
      case REVENUE, COST, DISCOUNT -> number(mapped, config.moneyScale());
      case QUANTITY -> number(mapped, TableSpec.STORED_SCALE);
      case VERSION -> {
        DataType first = mapped.get(0).type();
        mapped.stream()
            .filter(expression -> !expression.type().equals(first))
            .forEach(
                expression ->
                    problems.add(
                        expression.key(),
                        "'"
                            + expression.text()
                            + "' yields "
                            + expression.type().sql()
                            + ", but "
                            + mapped.get(0).key()
                            + " yields "
                            + first.sql()
                            + "; versions are compared across parts, so cast one to the other"));
        yield first;
      }
      default -> DataTypes.StringType;
    };
  }

  /** A decimal that holds what each part yields. */
  private static DecimalType number(List<MappedExpression> mapped, int scale) {
    int whole = 1;
    int places = 0;
    for (MappedExpression expression : mapped) {
      DecimalType own = number(expression.type(), scale);
      whole = Math.max(whole, own.precision() - own.scale());
      places = Math.max(places, own.scale());
    }
    return DataTypes.createDecimalType(Math.min(DIGITS, whole + places), places);
  }

  /**
   * A number as a decimal. What is neither decimal nor whole is rounded to the scale that amounts
   * are published with, as in a source of one part.
   */
  private static DecimalType number(DataType type, int scale) {
    if (type instanceof DecimalType decimal) {
      return decimal;
    }
    if (type instanceof IntegralType) {
      return DataTypes.createDecimalType(type instanceof LongType ? 19 : 10, 0);
    }
    return DataTypes.createDecimalType(DIGITS, scale);
  }

  /** The column of each field. */
  Map<TransactionField, String> columns() {
    Map<TransactionField, String> columns = new EnumMap<>(TransactionField.class);
    types.keySet().forEach(field -> columns.put(field, VALUE + field.key()));
    return columns;
  }

  /** The column that says whether a line belongs to the base; null where no part asks. */
  @Nullable String where() {
    return parts.stream().anyMatch(part -> part.where() != null) ? VALUE + WHERE : null;
  }

  /** The lines of all parts. */
  SourceRows rows() {
    Map<String, Column> broken = new LinkedHashMap<>();
    Map<String, Column> grouped = new LinkedHashMap<>();
    Map<String, Column> finer = new LinkedHashMap<>();
    List<String> columns = new ArrayList<>();
    for (TransactionField field : types.keySet()) {
      String name = VALUE + field.key();
      columns.add(name);
      broken.put(name, col(BROKEN + field.key()));
      grouped.put(name, col(GROUPED + field.key()));
      finer.put(name, col(FINER + field.key()));
    }
    if (where() != null) {
      columns.add(VALUE + WHERE);
      broken.put(VALUE + WHERE, col(BROKEN + WHERE));
    }
    return new SourceRows(
        parts.stream().map(this::rows).reduce(Dataset::union).orElseThrow(),
        new InputManifest("parts", "transactions", List.of()),
        columns,
        broken,
        grouped,
        finer,
        parts.stream().allMatch(part -> part.source().malformed() == null) ? null : col(MALFORMED),
        col(ORIGINAL),
        col(FILE),
        List.of(),
        name -> Optional.empty());
  }

  /** The lines of one part, with the columns that all parts have. */
  private Dataset<Row> rows(LineMapping part) {
    SourceRows source = part.source();
    List<Column> attempts = new ArrayList<>(List.of(col("*")));
    part.mapped().values().stream()
        .filter(expression -> !expression.plain())
        .forEach(expression -> attempts.add(expression.attempt()));
    MappedExpression where = part.where();
    if (where != null && !where.plain()) {
      attempts.add(where.attempt());
    }
    List<Column> columns = new ArrayList<>();
    types.forEach(
        (field, type) -> {
          MappedExpression expression = part.mapped().get(field);
          Column value =
              expression == null ? unmapped(field, type) : value(field, type, expression);
          columns.add(value.as(VALUE + field.key()));
          columns.add(
              (expression == null ? lit(false) : broken(field, expression, value, source))
                  .as(BROKEN + field.key()));
          columns.add(any(expression, source.grouped()).as(GROUPED + field.key()));
          columns.add(any(expression, source.finer()).as(FINER + field.key()));
        });
    if (where() != null) {
      columns.add((where == null ? lit(true) : where.value()).as(VALUE + WHERE));
      columns.add((where == null ? lit(false) : where.failed(source)).as(BROKEN + WHERE));
    }
    columns.add(Objects.requireNonNullElse(source.malformed(), lit(false)).as(MALFORMED));
    columns.add(source.original().as(ORIGINAL));
    columns.add(source.file().as(FILE));
    return source
        .rows()
        .select(attempts.toArray(Column[]::new))
        .select(columns.toArray(Column[]::new));
  }

  private Column unmapped(TransactionField field, DataType type) {
    return field == TransactionField.CURRENCY ? lit(config.currency()) : lit(null).cast(type);
  }

  private Column value(TransactionField field, DataType type, MappedExpression expression) {
    Column value = expression.value();
    if (field == TransactionField.ORDERED_AT) {
      return to_date(value);
    }
    if (type instanceof DecimalType) {
      int scale = field == TransactionField.QUANTITY ? TableSpec.STORED_SCALE : config.moneyScale();
      return Catalyst.attempt(value.cast(number(expression.type(), scale)).cast(type));
    }
    return value.cast(type);
  }

  /** Whether a value could not be had, though there was something to make it of. */
  private static Column broken(
      TransactionField field, MappedExpression expression, Column value, SourceRows source) {
    Column broken =
        expression.failed(source).or(value.isNull().and(expression.value().isNotNull()));
    boolean required = field == TransactionField.ORDERED_AT || field == TransactionField.REVENUE;
    return required && !expression.plain()
        ? broken.or(value.isNull().and(expression.hasInput()))
        : broken;
  }

  private static Column any(@Nullable MappedExpression expression, Map<String, Column> conditions) {
    return Optional.ofNullable(expression)
        .flatMap(of -> of.any(conditions))
        .map(condition -> coalesce(condition, lit(false)))
        .orElse(lit(false));
  }
}
