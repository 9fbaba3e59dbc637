package io.clientele.notebook;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A piece of a page. The kernel shows the last value of a cell by its {@code toString}, as HTML.
 *
 * @param text the HTML, whose foreign parts are escaped already
 */
public record Html(String text) {

  /** A paragraph of plain text. */
  public static Html paragraph(String words) {
    return new Html("<p>" + escape(words) + "</p>");
  }

  /** Several pieces below each other. */
  public static Html of(Html... pieces) {
    return new Html(Arrays.stream(pieces).map(Html::text).collect(Collectors.joining("\n")));
  }

  /** An SVG picture, never wider than the page. */
  static Html picture(String svg) {
    return new Html(svg.replaceFirst("<svg ", "<svg style=\"max-width:100%;height:auto\" "));
  }

  /** Plain text as HTML; not for attributes. */
  static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        // Pages take what stands between two dollars for a formula, unless they stand alone.
        .replace("$", "<span>$</span>");
  }

  @Override
  public String toString() {
    return text;
  }
}
