package io.clientele.config;

import java.util.List;

/**
 * The parts of the base within which concentration is measured, beside the whole.
 *
 * @param scopes features with names as values: each value is a part, rare ones are pooled
 * @param segments schemes: each segment is a part
 */
public record ConcentrationConfig(List<String> scopes, List<String> segments) {

  static ConcentrationConfig read(Section section) {
    List<String> scopes = section.texts("scopes");
    List<String> segments = section.texts("segments");
    section.close();
    return new ConcentrationConfig(
        scopes.stream().distinct().toList(), segments.stream().distinct().toList());
  }
}
