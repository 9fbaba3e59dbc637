package io.clientele.notebook;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Shows results on the page, their first 200 rows at most. Columns whose names are {@code share} or
 * end in {@code _share} are written as per cent.
 */
public final class Show {
  private Show() {}

  /** A table, numbers to the right. */
  public static Html table(Dataset<Row> rows) {
    return Table.of(rows).html();
  }

  /** Lying bars: the first column names them, each further number column is a series. */
  public static Html bars(String title, Dataset<Row> rows) {
    return Html.picture(Bars.svg(Table.of(rows), title));
  }

  /** Curves: the first column lies across, each further number column is a curve. */
  public static Html lines(String title, Dataset<Row> rows) {
    return Html.picture(Lines.svg(Table.of(rows), title));
  }

  /**
   * A table of coloured cells: the columns are row, column, number, and optionally the strength of
   * the colour from −1 (red) to 1 (blue), without which the greatest number is the strongest, and
   * the place of the column.
   */
  public static Html matrix(String title, Dataset<Row> rows) {
    return Html.picture(Matrix.svg(Table.of(rows), title));
  }

  /** An SVG picture as it is. */
  public static Html picture(String svg) {
    return Html.picture(svg);
  }

  /** Text as it is, in letters of equal width. */
  public static Html text(String text) {
    return new Html("<pre>" + Html.escape(text) + "</pre>");
  }
}
