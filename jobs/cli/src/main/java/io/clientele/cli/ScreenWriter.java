package io.clientele.cli;

import io.clientele.explain.Printable;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Shows characters that a terminal would obey instead of print. JSON stays JSON, since the form in
 * which they are shown is its own notation.
 */
final class ScreenWriter extends FilterWriter {
  private static final String LINE_END_OF_CSV = "\r\n";

  ScreenWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    out.write(Printable.of(String.valueOf((char) c)));
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    out.write(Printable.of(new String(text, from, length)));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    String part = text.substring(from, from + length);
    out.write(part.equals(LINE_END_OF_CSV) ? part : Printable.of(part));
  }
}
