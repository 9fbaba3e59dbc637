package io.clientele.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where transactions come from and how they are mapped.
 *
 * @param source where they lie
 * @param columns the Spark SQL expression of each mapped field
 */
public record TransactionsConfig(SourceConfig source, Map<TransactionField, String> columns) {

  static final Keys KEYS =
      Keys.of("transactions", "the lines of all orders")
          .and(SourceConfig.KEYS, SourceConfig.sections(fields()));

  private static List<Key> fields() {
    return Arrays.stream(TransactionField.values())
        .map(field -> Key.field(field.key(), field.required(), field.meaning()))
        .toList();
  }

  /** Whether the configuration maps the field. */
  public boolean maps(TransactionField field) {
    return columns.containsKey(field);
  }

  /** The lines that belong to this base; all where null. */
  public @Nullable String where() {
    return source.where();
  }

  static TransactionsConfig read(Section section, SourcePlaces places) {
    SourceConfig source = SourceConfig.read("transactions", section, places);
    Map<TransactionField, String> columns = readColumns(section.section("columns"));
    section.close();
    return new TransactionsConfig(source, columns);
  }

  private static Map<TransactionField, String> readColumns(Section section) {
    Map<TransactionField, String> columns = new EnumMap<>(TransactionField.class);
    for (TransactionField field : TransactionField.values()) {
      String expression = section.optionalText(section.key(field.key()));
      if (expression != null && !expression.isBlank()) {
        columns.put(field, expression.strip());
      } else if (field.required()) {
        section.problem(
            field.key(), "missing; map it with an expression over the source's columns");
      }
    }
    if (columns.containsKey(TransactionField.VERSION)
        && !columns.containsKey(TransactionField.TRANSACTION_ID)) {
      section.problem("version", "needs transaction_id: versions are compared within one identity");
    }
    section.close();
    return columns;
  }
}
