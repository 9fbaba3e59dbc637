package io.clientele.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML document as a tree whose values know where they were written. */
sealed interface YamlValue {

  /** Where the value was written, such as {@code conf/clientele.yaml:12} or {@code --set}. */
  String origin();

  /** Text, number, boolean or date, as written; null for an empty value. */
  record Scalar(String origin, @Nullable String text) implements YamlValue {}

  /** A sequence. */
  record Items(String origin, List<YamlValue> values) implements YamlValue {}

  /**
   * A mapping, in the order of the file; mutable, so that command-line overrides can land in it.
   */
  record Mapping(String origin, Map<String, YamlValue> entries) implements YamlValue {
    static Mapping empty(String origin) {
      return new Mapping(origin, new LinkedHashMap<>());
    }
  }
}
