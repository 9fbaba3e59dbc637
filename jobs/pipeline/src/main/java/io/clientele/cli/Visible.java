package io.clientele.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Shows characters that a terminal would obey instead of print: control characters, escape
 * sequences and marks of writing direction become {@code \}{@code u001b} and the like. JSON stays
 * JSON, since that is its own notation.
 */
final class Visible extends FilterWriter {
  /** Joiners have no effect beyond the word they are in, and some scripts need them. */
  private static final String JOINERS = "\u200c\u200d";

  Visible(Writer out) {
    super(out);
  }

  /** A text that stays in its line: breaks and tabulators are shown as well. */
  static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\r' -> shown.append("\\r");
        case '\t' -> shown.append("\\t");
        default -> append(c, shown);
      }
    }
    return shown.toString();
  }

  /** A text of lines: breaks and tabulators stay. */
  static String lines(CharSequence text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean breaks =
          c == '\n'
              || c == '\t'
              || c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (breaks) {
        shown.append(c);
      } else {
        append(c, shown);
      }
    }
    return shown.toString();
  }

  private static void append(char c, StringBuilder shown) {
    boolean hidden =
        switch (Character.getType(c)) {
          case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
          case Character.FORMAT -> JOINERS.indexOf(c) < 0;
          default -> false;
        };
    if (hidden) {
      shown.append(String.format("\\u%04x", (int) c));
    } else {
      shown.append(c);
    }
  }

  @Override
  public void write(int c) throws IOException {
    out.write(lines(String.valueOf((char) c)));
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    out.write(lines(new String(text, from, length)));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    out.write(lines(text.substring(from, from + length)));
  }
}
