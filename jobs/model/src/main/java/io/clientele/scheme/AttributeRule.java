package io.clientele.scheme;

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
  private static final BigDecimal DEFAULT_FLOOR = new BigDecimal("0.01");

  /** A lower floor would make more segments than a reader can look at. */
  private static final BigDecimal LEAST_FLOOR = new BigDecimal("0.001");

  static AttributeRule read(Section root) {
    BigDecimal floor = root.share("floor", DEFAULT_FLOOR);
    if (floor.compareTo(LEAST_FLOOR) < 0) {
      root.problem("floor", floor + " is below 0.001: at most a thousand values are segments");
    }
    return new AttributeRule(
        root.requiredText("attribute", "country"), floor, root.text("other", "other"));
  }
}
