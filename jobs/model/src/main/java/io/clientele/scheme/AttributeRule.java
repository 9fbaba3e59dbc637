package io.clientele.scheme;

import io.clientele.config.Key;
import io.clientele.config.Section;
import java.math.BigDecimal;

/**
 * A scheme without rules: the values of a feature are its segments.
 *
 * @param feature the feature, a text
 * @param floor the least share of the population that a value needs to be a segment of its own
 * @param other the segment of rarer values
 */
public record AttributeRule(String feature, BigDecimal floor, String other) {
  static final Key ATTRIBUTE =
      Key.text("attribute", "instead of segments: a text feature whose values are the segments");

  static final Key FLOOR =
      Key.share(
              "floor",
              "values below this share of the population, 0.001 or more, are folded into other")
          .orElse("0.01");

  static final Key OTHER = Key.text("other", "the segment of rarer values").orElse("other");

  /** A lower floor would make more segments than a reader can look at. */
  private static final BigDecimal LEAST_FLOOR = new BigDecimal("0.001");

  static AttributeRule read(Section root) {
    BigDecimal floor = root.share(FLOOR);
    if (floor.compareTo(LEAST_FLOOR) < 0) {
      root.problem(FLOOR, floor + " is below 0.001: at most a thousand values are segments");
    }
    return new AttributeRule(root.text(ATTRIBUTE.required("country")), floor, root.text(OTHER));
  }
}
