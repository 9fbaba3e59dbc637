package io.clientele.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An optional source and how it is mapped.
 *
 * @param kind which
 * @param source where it lies
 * @param columns the Spark SQL expression of each mapped field
 * @param duplicateKeys what to do with rows that share a key but not their content
 */
public record OptionalSource(
    SourceKind kind,
    SourceConfig source,
    Map<String, String> columns,
    DuplicateKeys duplicateKeys) {

  /** What to do with rows that share a key but not their content. */
  public enum DuplicateKeys {
    /** Publish nothing, and name the keys. */
    REFUSE,
    /** Use none of these rows: all go to quarantine. */
    QUARANTINE
  }

  /** Whether the configuration maps the field. */
  public boolean maps(String field) {
    return columns.containsKey(field);
  }

  /** Whether any permission is mapped. */
  boolean mapsPermissions() {
    return columns.keySet().stream().anyMatch(field -> field.startsWith("permission_"));
  }

  static OptionalSource read(SourceKind kind, Section section, String data) {
    SourceConfig source = SourceConfig.read(kind.key(), section, data);
    DuplicateKeys duplicateKeys =
        section.choice("duplicate_keys", DuplicateKeys.REFUSE, DuplicateKeys.class);
    Section mapping = section.section("columns");
    Map<String, String> columns = new LinkedHashMap<>();
    for (SourceField field : kind.fields()) {
      String expression = mapping.text(field.name());
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
    section.close();
    return new OptionalSource(kind, source, columns, duplicateKeys);
  }
}
