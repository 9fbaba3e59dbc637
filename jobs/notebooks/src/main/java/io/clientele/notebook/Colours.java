package io.clientele.notebook;

import io.clientele.chart.Svg;
import io.clientele.chart.Svg.Anchor;
import java.util.List;

/** The colours of series, told apart in grey too, and their legend. */
final class Colours {
  private static final List<String> SERIES =
      List.of("#1f4e8c", "#e08a1e", "#5b8c5a", "#b03a2e", "#7a5ea8", "#777777");
  private static final double LETTER = 6.6;
  private static final int SQUARE = 11;

  private Colours() {}

  static String of(int series) {
    return SERIES.get(series % SERIES.size());
  }

  /** Writes the names of the series in one line, each behind its colour. */
  static void legend(Svg svg, List<String> names, double x, double y) {
    double at = x;
    for (int series = 0; series < names.size(); series++) {
      svg.cell(at, y - SQUARE + 1, SQUARE, SQUARE, of(series));
      svg.text(at + SQUARE + 5, y, Anchor.START, names.get(series));
      at += SQUARE + 22 + LETTER * names.get(series).length();
    }
  }

  /** About how wide a text is, in pixels. */
  static double width(String text) {
    return LETTER * text.length();
  }
}
