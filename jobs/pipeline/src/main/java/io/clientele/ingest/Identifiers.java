package io.clientele.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** What makes a text an identifier. */
final class Identifiers {
  /** What stands where bytes could not be decoded. */
  private static final String REPLACEMENT = "\uFFFD";

  /** A character that shows: no white space of any kind, no control or format character. */
  private static final String VISIBLE =
      "[^\\p{Z}\\p{Cc}\\p{Cf}\\u034F\\u115F\\u1160\\u2800\\u3164\\uFFA0]";

  private Identifiers() {}

  /** Whether the text holds anything to see; a text that does not names nobody. */
  static Column isThere(Column text) {
    Column trimmed = trim(text);
    // Nearly all begin with a character of ASCII that shows: then the pattern is not asked.
    return trimmed.geq("!").and(trimmed.lt("\u007F")).or(text.rlike(VISIBLE));
  }

  /** The text where it is an identifier, null where it holds nothing to see. */
  static Column of(Column text) {
    return when(isThere(text), text);
  }

  /** Whether characters of the text were lost, so that different identifiers may look the same. */
  static Column isUndecoded(Column text) {
    return text.contains(lit(REPLACEMENT));
  }
}
