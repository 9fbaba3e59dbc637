package io.clientele.config;

import java.util.List;

/**
 * A field that an optional source can be mapped to.
 *
 * @param name in the configuration
 * @param type what it holds
 * @param required whether a configuration of the source must map it, and every row have it
 * @param values the words it may hold; empty where any
 * @param meaning for the documentation
 */
public record SourceField(
    String name, FieldType type, boolean required, List<String> values, String meaning) {

  static SourceField required(String name, FieldType type, String meaning) {
    return new SourceField(name, type, true, List.of(), meaning);
  }

  static SourceField optional(String name, FieldType type, String meaning) {
    return new SourceField(name, type, false, List.of(), meaning);
  }

  /** This field with a closed list of words. */
  SourceField among(String... words) {
    return new SourceField(name, type, required, List.of(words), meaning);
  }
}
