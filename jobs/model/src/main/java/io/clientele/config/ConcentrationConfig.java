package io.clientele.config;

import java.util.List;

/**
 * The parts of the base within which concentration is measured, beside the whole.
 *
 * @param scopes features with names as values: each value is a part, rare ones are pooled
 * @param segments schemes: each segment is a part
 */
public record ConcentrationConfig(List<String> scopes, List<String> segments) {

  private static final Key SCOPES =
      Key.texts(
              "scopes",
              "features with names as values: concentration is measured inside each value too")
          .orElse("[]");

  private static final Key SEGMENTS =
      Key.texts("segments", "schemes: concentration is measured inside each of their segments too")
          .orElse("[]");

  static final Keys KEYS =
      Keys.of(
          "concentration",
          "the parts of the base within which concentration is measured",
          SCOPES,
          SEGMENTS);

  static ConcentrationConfig read(Section section) {
    List<String> scopes = section.texts(SCOPES);
    List<String> segments = section.texts(SEGMENTS);
    section.close();
    return new ConcentrationConfig(
        scopes.stream().distinct().toList(), segments.stream().distinct().toList());
  }
}
