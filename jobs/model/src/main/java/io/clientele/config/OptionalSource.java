package io.clientele.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optional source and how it is mapped.
 *
 * @param kind which
 * @param parts where its rows lie; at least one
 * @param duplicateKeys what to do with rows that share a key but not their content
 */
public record OptionalSource(SourceKind kind, List<Part> parts, DuplicateKeys duplicateKeys) {

  /** What to do with rows that share a key but not their content. */
  public enum DuplicateKeys {
    /** Publish nothing, and name the keys. */
    REFUSE,
    /** Use none of these rows: all go to quarantine. */
    QUARANTINE
  }

  /**
   * A place where rows of the source lie: calls in one table, mailings in another.
   *
   * @param source where
   * @param columns the Spark SQL expression of each mapped field
   */
  public record Part(SourceConfig source, Map<String, String> columns) {}

  /** Whether the configuration maps the field, in any part. */
  public boolean maps(String field) {
    return parts.stream().anyMatch(part -> part.columns().containsKey(field));
  }

  /** The attributes of the base's own, in the order of their first part. */
  public List<String> attributes() {
    List<String> known = kind.fields().stream().map(SourceField::name).toList();
    return parts.stream()
        .flatMap(part -> part.columns().keySet().stream())
        .filter(field -> !known.contains(field))
        .distinct()
        .toList();
  }

  /** The fields of a row: those of the kind, and the attributes of the base's own. */
  public List<SourceField> fields() {
    List<SourceField> fields = new ArrayList<>(kind.fields());
    attributes()
        .forEach(
            name -> fields.add(SourceField.optional(name, FieldType.TEXT, "of the base's own")));
    return List.copyOf(fields);
  }

  /** Whether any permission is mapped. */
  boolean mapsPermissions() {
    return parts.stream()
        .flatMap(part -> part.columns().keySet().stream())
        .anyMatch(field -> field.startsWith("permission_"));
  }

  private static final Key DUPLICATE_KEYS =
      Key.word(
          "duplicate_keys",
          DuplicateKeys.REFUSE,
          "rows that share a key but not their content: refuse ends the run with exit code 3,"
              + " quarantine goes on without them");

  private static final Keys ATTRIBUTES =
      Keys.of(
          "attributes",
          Keys.Shape.ENTRIES,
          "attributes of your own, texts: features with these names, for rules, scopes and score groups",
          Key.expression("NAME", "an expression over the source's columns"));

  /** The keys of a kind of source: one place of rows, or several parts. */
  static Keys keys(SourceKind kind) {
    List<Keys> sections =
        new ArrayList<>(
            SourceConfig.sections(
                kind.fields().stream()
                    .map(field -> Key.field(field.name(), field.required(), field.meaning()))
                    .toList()));
    if (kind == SourceKind.CUSTOMERS) {
      sections.add(ATTRIBUTES);
    }
    return Keys.of(kind.key(), kind.meaning(), DUPLICATE_KEYS)
        .and(SourceConfig.KEYS, sections)
        .and(List.of(), List.of(Parts.keys(sections)));
  }

  static OptionalSource read(SourceKind kind, Section section, SourcePlaces places) {
    DuplicateKeys duplicateKeys = section.word(DUPLICATE_KEYS, DuplicateKeys.class);
    List<Part> parts =
        Parts.read(kind.key(), section, (name, part) -> part(kind, name, part, places));
    return new OptionalSource(kind, parts, duplicateKeys);
  }

  private static Part part(SourceKind kind, String name, Section section, SourcePlaces places) {
    SourceConfig source = SourceConfig.read(name, section, places);
    Section mapping = section.section("columns");
    Map<String, String> columns = new LinkedHashMap<>();
    for (SourceField field : kind.fields()) {
      String expression = mapping.optionalText(mapping.key(field.name()));
      if (expression != null && !expression.isBlank()) {
        columns.put(field.name(), expression.strip());
      } else if (field.required()) {
        mapping.problem(
            field.name(), "missing; map it with an expression over the source's columns");
      }
    }
    if (kind == SourceKind.INTERACTIONS
        && !columns.containsKey("customer_id")
        && !columns.containsKey("lead_id")) {
      mapping.problem("customer_id", "missing; map customer_id, lead_id or both");
    }
    mapping.close();
    if (kind == SourceKind.CUSTOMERS) {
      readAttributes(section.section(ATTRIBUTES), columns);
    }
    section.close();
    return new Part(source, columns);
  }

  private static void readAttributes(Section section, Map<String, String> columns) {
    List<String> fields = SourceKind.CUSTOMERS.fields().stream().map(SourceField::name).toList();
    section
        .entries()
        .forEach(
            (name, expression) -> {
              if (!Names.isShort(name)) {
                section.problem(
                    name,
                    "an attribute's name must be lower-case letters, digits and '_', at most 40");
              } else if (fields.contains(name)) {
                section.problem(name, "is a field of customers; map it under columns");
              } else {
                columns.put(name, expression.strip());
              }
            });
  }
}
