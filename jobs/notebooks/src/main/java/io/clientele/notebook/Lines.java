package io.clientele.notebook;

import io.clientele.chart.Svg;
import io.clientele.chart.Svg.Anchor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Curves: the first column of a table lies across, each further number column is a curve. Points
 * without a value are left out.
 */
final class Lines {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int EDGE = 16;
  private static final int LEFT = 86;
  private static final int RIGHT = WIDTH - 30;
  private static final int TOP = 62;
  private static final int BOTTOM = HEIGHT - 52;

  /** As many points can be told apart by a dot. */
  private static final int DOTTED = 25;

  private final Table table;
  private final String title;

  private Lines(Table table, String title) {
    this.table = table;
    this.title = title;
  }

  /** The picture. */
  static String svg(Table table, String title) {
    return new Lines(table, title).draw();
  }

  private String draw() {
    List<Integer> series = new ArrayList<>();
    for (int column = 1; column < table.fields().size(); column++) {
      if (table.isNumber(column)) {
        series.add(column);
      }
    }
    List<String> names = series.stream().map(c -> table.fields().get(c).name()).toList();
    Axis across = Axis.over(doubles(0), share(table.fields().get(0).name()));
    List<Double> values = new ArrayList<>();
    series.forEach(column -> values.addAll(doubles(column)));
    Axis up = Axis.fromZero(values, !names.isEmpty() && names.stream().allMatch(Lines::share));
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text(EDGE, 20, Anchor.START, title);
    Colours.legend(svg, names, EDGE, 44);
    axes(svg, across, up);
    for (int i = 0; i < series.size(); i++) {
      draw(svg, points(series.get(i), across, up), Colours.of(i));
    }
    return svg.end();
  }

  private void axes(Svg svg, Axis across, Axis up) {
    for (double mark : up.marks()) {
      double y = up.place(mark, BOTTOM, TOP);
      svg.line(LEFT, y, RIGHT, y, mark == 0 ? "#999" : "#ddd");
      svg.text(LEFT - 6.0, y + 4, Anchor.END, up.text(mark));
    }
    for (double mark : across.marks()) {
      double x = across.place(mark, LEFT, RIGHT);
      svg.line(x, TOP, x, BOTTOM, "#eee");
      svg.text(x, BOTTOM + 18.0, Anchor.MIDDLE, across.text(mark));
    }
    svg.text((LEFT + RIGHT) / 2.0, HEIGHT - 12.0, Anchor.MIDDLE, table.fields().get(0).name());
  }

  private void draw(Svg svg, List<Svg.Point> points, String colour) {
    if (points.isEmpty()) {
      return;
    }
    if (points.size() <= DOTTED) {
      svg.curve(points, colour);
      return;
    }
    StringBuilder moves = new StringBuilder();
    for (Svg.Point point : points) {
      moves
          .append(moves.isEmpty() ? 'M' : 'L')
          .append(String.format(Locale.ROOT, "%.1f %.1f", point.x(), point.y()));
    }
    svg.path(moves.toString(), colour);
  }

  private List<Svg.Point> points(int column, Axis across, Axis up) {
    List<Svg.Point> points = new ArrayList<>();
    for (var row : table.rows()) {
      BigDecimal x = Table.number(row, 0);
      BigDecimal y = Table.number(row, column);
      if (x != null && y != null) {
        points.add(
            new Svg.Point(
                across.place(x.doubleValue(), LEFT, RIGHT),
                up.place(y.doubleValue(), BOTTOM, TOP)));
      }
    }
    return points;
  }

  private List<Double> doubles(int column) {
    return table.numbers(column).stream().map(BigDecimal::doubleValue).toList();
  }

  private static boolean share(String name) {
    return NumberColumn.of(name, List.of()).percent();
  }
}
