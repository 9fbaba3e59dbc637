package io.clientele.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where transactions come from and how they are mapped.
 *
 * @param parts where their lines lie; at least one
 */
public record TransactionsConfig(List<Part> parts) {

  /**
   * A place where lines lie: sales in one table, returns in another.
   *
   * @param source where
   * @param columns the Spark SQL expression of each mapped field
   */
  public record Part(SourceConfig source, Map<TransactionField, String> columns) {}

  /** Fields by which lines are told apart: mapped in all parts, or in none. */
  private static final List<TransactionField> SHARED =
      List.of(TransactionField.TRANSACTION_ID, TransactionField.VERSION);

  static final Keys KEYS = keys();

  private static Keys keys() {
    List<Keys> sections = SourceConfig.sections(fields());
    return Keys.of("transactions", "the lines of all orders")
        .and(SourceConfig.KEYS, sections)
        .and(List.of(), List.of(Parts.keys(sections)));
  }

  private static List<Key> fields() {
    return Arrays.stream(TransactionField.values())
        .map(field -> Key.field(field.key(), field.required(), field.meaning()))
        .toList();
  }

  /** Whether the configuration maps the field, in any part. */
  public boolean maps(TransactionField field) {
    return expression(field).isPresent();
  }

  /** What the field is mapped from, in the first part that maps it. */
  public Optional<String> expression(TransactionField field) {
    return parts.stream()
        .filter(part -> part.columns().containsKey(field))
        .map(part -> part.columns().get(field))
        .findFirst();
  }

  static TransactionsConfig read(Section section, SourcePlaces places) {
    List<Part> parts =
        Parts.read("transactions", section, (name, part) -> part(name, part, places));
    for (TransactionField field : SHARED) {
      long mapped = parts.stream().filter(part -> part.columns().containsKey(field)).count();
      if (mapped > 0 && mapped < parts.size()) {
        section.problem(
            "parts",
            field.key()
                + " is mapped in some parts only; lines are told apart by it, so map it in all of"
                + " them or in none (ids that several tables count from 1 need a prefix, as in"
                + " concat('r', id))");
      }
    }
    return new TransactionsConfig(parts);
  }

  private static Part part(String name, Section section, SourcePlaces places) {
    SourceConfig source = SourceConfig.read(name, section, places);
    Map<TransactionField, String> columns = readColumns(section.section("columns"));
    section.close();
    return new Part(source, columns);
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
