package io.clientele.config;

import java.util.ArrayList;
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

  private static final Keys COLUMNS = columnKeys();

  static final Keys KEYS =
      Keys.of("transactions", "the lines of all orders").and(SourceConfig.KEYS, sections());

  private static List<Keys> sections() {
    List<Keys> sections = new ArrayList<>(SourceConfig.SECTIONS);
    sections.add(COLUMNS);
    return sections;
  }

  private static Keys columnKeys() {
    List<Key> fields = new ArrayList<>();
    for (TransactionField field : TransactionField.values()) {
      Key key = Key.expression(field.key(), field.meaning());
      fields.add(field.required() ? key.required(field.key()) : key);
    }
    return Keys.of("columns", "an expression over the source's columns for each field")
        .and(fields, List.of());
  }

  /** Whether the configuration maps the field. */
  public boolean maps(TransactionField field) {
    return columns.containsKey(field);
  }

  /** The lines that belong to this base; all where null. */
  public @Nullable String where() {
    return source.where();
  }

  static TransactionsConfig read(Section section, String data) {
    SourceConfig source = SourceConfig.read("transactions", section, data);
    Map<TransactionField, String> columns = readColumns(section.section(COLUMNS));
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
