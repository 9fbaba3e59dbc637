package io.clientele.notebook;

import io.clientele.chart.Svg;
import io.clientele.chart.Svg.Anchor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Lying bars: the first column of a table names them, each number column is a series on the same
 * scale. A row without a value has no bar.
 */
final class Bars {
  private static final int WIDTH = 760;
  private static final int TOP = 62;
  private static final int EDGE = 16;
  private static final int BAR = 15;
  private static final int GAP = 9;
  private static final int VALUES = 96;

  private final Table table;
  private final String title;
  private final List<Integer> series = new ArrayList<>();
  private final List<NumberColumn> numbers = new ArrayList<>();

  private Bars(Table table, String title) {
    this.table = table;
    this.title = title;
    for (int column = 1; column < table.fields().size(); column++) {
      if (table.isNumber(column)) {
        series.add(column);
        numbers.add(NumberColumn.of(table.fields().get(column).name(), table.numbers(column)));
      }
    }
  }

  /** The picture. */
  static String svg(Table table, String title) {
    return new Bars(table, title).draw();
  }

  private String draw() {
    int group = series.size() * BAR + GAP;
    Svg svg = new Svg(WIDTH, TOP + table.rows().size() * group + EDGE);
    svg.text(EDGE, 20, Anchor.START, title);
    Colours.legend(svg, series.stream().map(c -> table.fields().get(c).name()).toList(), EDGE, 44);
    List<String> labels = table.rows().stream().map(row -> Table.text(row, 0)).toList();
    double left = 2 * EDGE + labels.stream().mapToDouble(Colours::width).max().orElse(0);
    List<Double> all =
        series.stream()
            .flatMap(column -> table.numbers(column).stream())
            .map(BigDecimal::doubleValue)
            .toList();
    double least = Math.min(0, all.stream().mapToDouble(v -> v).min().orElse(0));
    double greatest = Math.max(0, all.stream().mapToDouble(v -> v).max().orElse(0));
    double span = greatest - least == 0 ? 1 : greatest - least;
    double right = WIDTH - VALUES;
    // Room for the numbers beside bars that go to the left.
    double start = isSeen(-least / span * (right - left)) ? left + VALUES : left;
    double pixels = (right - start) / span;
    double zero = start - least * pixels;
    for (int row = 0; row < labels.size(); row++) {
      double y = TOP + (double) row * group;
      svg.text(left - 8, y + series.size() * BAR / 2.0 + 4, Anchor.END, labels.get(row));
      for (int i = 0; i < series.size(); i++) {
        BigDecimal value = Table.number(table.rows().get(row), series.get(i));
        if (value == null) {
          continue;
        }
        double length = value.doubleValue() * pixels;
        double barY = y + i * (double) BAR;
        svg.cell(Math.min(zero, zero + length), barY, Math.abs(length), BAR, Colours.of(i));
        boolean leftwards = length < 0 && isSeen(-length);
        svg.text(
            leftwards ? zero + length - 5 : Math.max(zero, zero + length) + 5,
            barY + BAR - 3.5,
            leftwards ? Anchor.END : Anchor.START,
            numbers.get(i).text(value));
      }
    }
    svg.line(zero, TOP - 4, zero, TOP + (double) labels.size() * group - GAP + 4, "#999");
    return svg.end();
  }

  /** Whether a length is more than a hair on the screen. */
  private static boolean isSeen(double length) {
    return length >= 1;
  }
}
