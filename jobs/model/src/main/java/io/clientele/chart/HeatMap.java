package io.clientele.chart;

import io.clientele.chart.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of numbers as coloured cells, each with its text. Columns are as wide as their names,
 * which may stand in two lines, and their texts need.
 *
 * @param title in one line
 * @param rows their names
 * @param columns their names
 * @param cells by row and column
 */
public record HeatMap(
    String title, List<String> rows, List<String> columns, List<List<Cell>> cells) {
  private static final int HEIGHT = 30;
  private static final int LEAST = 640;
  private static final int LEAST_COLUMN = 56;
  private static final int TITLE = 46;
  private static final int LINE = 15;
  private static final int EDGE = 16;
  private static final int TEXT_DOWN = 4;
  private static final int ROW_LETTERS = 40;
  private static final int COLUMN_LETTERS = 10;
  private static final int LINE_LETTERS = 14;
  private static final double LETTER = 6.8;
  private static final double DARK = 0.6;

  /**
   * A cell.
   *
   * @param text written in it
   * @param strength of its colour, −1 (red) over 0 (white) to 1 (blue)
   */
  public record Cell(String text, double strength) {}

  /** The picture. */
  public String svg() {
    List<List<String>> names = columns.stream().map(HeatMap::lines).toList();
    List<String> rowNames = rows.stream().map(name -> shortened(name, ROW_LETTERS)).toList();
    int left = 2 * EDGE + width(rowNames);
    int wide = columnWidth(names);
    int headLines = names.stream().mapToInt(List::size).max().orElse(1);
    int top = TITLE + LINE * headLines;
    Svg svg =
        new Svg(
            Math.max(LEAST, left + wide * columns.size() + EDGE),
            top + HEIGHT * rows.size() + EDGE);
    svg.text(EDGE, 2 * EDGE - TEXT_DOWN, Anchor.START, title);
    for (int column = 0; column < columns.size(); column++) {
      List<String> lines = names.get(column);
      for (int line = 0; line < lines.size(); line++) {
        double y = top - 2.0 * TEXT_DOWN - LINE * (lines.size() - 1.0 - line);
        svg.text(left + wide * (column + 0.5), y, Anchor.MIDDLE, lines.get(line));
      }
    }
    for (int row = 0; row < rows.size(); row++) {
      double y = top + HEIGHT * (double) row;
      double middle = y + HEIGHT / 2.0 + TEXT_DOWN;
      svg.text(left - 8.0, middle, Anchor.END, rowNames.get(row));
      for (int column = 0; column < columns.size(); column++) {
        Cell cell = cells.get(row).get(column);
        double x = left + wide * (double) column;
        boolean dark = Math.abs(cell.strength()) > DARK;
        svg.cell(x, y, wide, HEIGHT, colour(cell.strength()));
        svg.text(x + wide / 2.0, middle, Anchor.MIDDLE, cell.text(), dark ? "white" : "black");
      }
    }
    return svg.end();
  }

  private int columnWidth(List<List<String>> names) {
    int widest = 0;
    for (List<String> lines : names) {
      widest = Math.max(widest, width(lines));
    }
    for (List<Cell> row : cells) {
      widest = Math.max(widest, width(row.stream().map(Cell::text).toList()));
    }
    return Math.max(LEAST_COLUMN, widest + 14);
  }

  private static int width(List<String> texts) {
    return (int) Math.ceil(LETTER * texts.stream().mapToInt(String::length).max().orElse(0));
  }

  /** A name in one or two lines, broken at the underscore or blank nearest to its middle. */
  private static List<String> lines(String name) {
    if (name.length() <= COLUMN_LETTERS) {
      return List.of(name);
    }
    int best = -1;
    for (int at = 1; at < name.length() - 1; at++) {
      boolean end = name.charAt(at) == '_' || name.charAt(at) == ' ';
      if (end
          && (best < 0 || Math.abs(2 * at - name.length()) < Math.abs(2 * best - name.length()))) {
        best = at;
      }
    }
    List<String> lines = new ArrayList<>();
    if (best > 0) {
      lines.add(shortened(name.substring(0, best + 1).strip(), LINE_LETTERS));
      lines.add(shortened(name.substring(best + 1), LINE_LETTERS));
    } else {
      lines.add(shortened(name, LINE_LETTERS));
    }
    return lines;
  }

  /** White at 0, towards a deep blue for positive and a deep red for negative strengths. */
  private static String colour(double strength) {
    double amount = Math.min(1, Math.abs(strength));
    int[] full = strength >= 0 ? new int[] {31, 78, 140} : new int[] {176, 58, 46};
    StringBuilder colour = new StringBuilder("#");
    for (int part : full) {
      colour.append(String.format("%02x", Math.round(255 - amount * (255 - part))));
    }
    return colour.toString();
  }

  private static String shortened(String name, int most) {
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }
}
