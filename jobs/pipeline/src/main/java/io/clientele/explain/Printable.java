package io.clientele.explain;

/** Makes text harmless for a terminal: what is no letter, sign or space is written out. */
public final class Printable {
  private Printable() {}

  /**
   * The text with its control, format and unpaired characters as {@code \\uXXXX}; lines and tabs
   * stay.
   */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              int type = Character.getType(point);
              boolean hidden =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (hidden && point != '\n' && point != '\t') {
                for (char unit : Character.toChars(point)) {
                  safe.append(String.format("\\u%04x", (int) unit));
                }
              } else {
                safe.appendCodePoint(point);
              }
            });
    return safe.toString();
  }

  /** The same for a part of a line. */
  public static String inLine(String text) {
    return of(text).replace("\n", "\\u000a").replace("\t", "\\u0009");
  }
}
