package io.clientele.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the products source tells of a line's product, as it travels with the line.
 *
 * @param category empty where unknown
 * @param brand empty where unknown
 * @param launchDay days from 1970-01-01; null where unknown
 */
public record ProductAttributes(String category, String brand, @Nullable Integer launchDay) {
  /** Between the parts of a packed text: no name contains it. */
  static final char SEPARATOR = '\u0001';

  /** Reads the packed text. */
  public static ProductAttributes parse(byte[] packed) {
    List<String> parts = parts(packed);
    String launch = parts.get(2);
    return new ProductAttributes(
        parts.get(0), parts.get(1), launch.isEmpty() ? null : Integer.valueOf(launch));
  }

  /** The three parts of a packed text. */
  public static List<String> parts(byte[] packed) {
    String text = new String(packed, StandardCharsets.UTF_8);
    int first = text.indexOf(SEPARATOR);
    int second = text.indexOf(SEPARATOR, first + 1);
    return List.of(
        text.substring(0, first), text.substring(first + 1, second), text.substring(second + 1));
  }
}
