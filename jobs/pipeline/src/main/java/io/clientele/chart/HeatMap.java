package io.clientele.chart;

import io.clientele.chart.Svg.Anchor;
import java.util.List;

/**
 * A table of numbers as coloured cells, each with its text.
 *
 * @param title in one line
 * @param rows their names
 * @param columns their names
 * @param cells by row and column
 */
public record HeatMap(
    String title, List<String> rows, List<String> columns, List<List<Cell>> cells) {
  private static final int ROW_NAMES = 230;
  private static final int WIDTH = 132;
  private static final int HEIGHT = 30;
  private static final int LEAST = 640;
  private static final int TOP = 64;
  private static final int EDGE = 16;
  private static final int TEXT_DOWN = 4;
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
    Svg svg = new Svg(ROW_NAMES + WIDTH * columns.size() + EDGE, TOP + HEIGHT * rows.size() + EDGE);
    svg.text(EDGE, 2 * EDGE - TEXT_DOWN, Anchor.START, title);
    for (int column = 0; column < columns.size(); column++) {
      svg.text(
          ROW_NAMES + WIDTH * (column + 0.5),
          TOP - 2 * TEXT_DOWN,
          Anchor.MIDDLE,
          shortened(columns.get(column), 21));
    }
    for (int row = 0; row < rows.size(); row++) {
      double y = TOP + HEIGHT * (double) row;
      double middle = y + HEIGHT / 2.0 + TEXT_DOWN;
      svg.text(ROW_NAMES - 8.0, middle, Anchor.END, shortened(rows.get(row), 34));
      for (int column = 0; column < columns.size(); column++) {
        Cell cell = cells.get(row).get(column);
        double x = ROW_NAMES + WIDTH * (double) column;
        boolean dark = Math.abs(cell.strength()) > DARK;
        svg.cell(x, y, WIDTH, HEIGHT, colour(cell.strength()));
        svg.text(x + WIDTH / 2.0, middle, Anchor.MIDDLE, cell.text(), dark ? "white" : "black");
      }
    }
    return svg.end();
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
