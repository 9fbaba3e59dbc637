package io.clientele.notebook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were collected, to be written or drawn.
 *
 * @param fields the columns
 * @param rows the rows, in order
 * @param more whether there were more than were collected
 */
record Table(List<StructField> fields, List<Row> rows, boolean more) {
  private static final int MOST = 200;

  /** The first 200 rows of a result. */
  static Table of(Dataset<Row> result) {
    return of(List.of(result.schema().fields()), result.limit(MOST + 1).collectAsList());
  }

  static Table of(List<StructField> fields, List<Row> rows) {
    return new Table(fields, rows.subList(0, Math.min(MOST, rows.size())), rows.size() > MOST);
  }

  /** The rows as an HTML table, numbers to the right. */
  Html html() {
    List<NumberColumn> numbers = new ArrayList<>();
    for (int column = 0; column < fields.size(); column++) {
      numbers.add(NumberColumn.of(fields.get(column).name(), numbers(column)));
    }
    StringBuilder html = new StringBuilder("<table>\n<thead><tr>");
    for (int column = 0; column < fields.size(); column++) {
      String name = Html.escape(fields.get(column).name());
      // A long name may break where its words end.
      html.append(cell("th", column, name.replace("_", "_<wbr>")));
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (Row row : rows) {
      html.append("<tr>");
      for (int column = 0; column < fields.size(); column++) {
        String text =
            isNumber(column) ? numbers.get(column).text(number(row, column)) : text(row, column);
        html.append(cell("td", column, Html.escape(text)));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table>");
    if (rows.isEmpty()) {
      html.append("<p>no rows</p>");
    }
    if (more) {
      html.append("<p>… the first ").append(rows.size()).append(" rows</p>");
    }
    return new Html(html.toString());
  }

  private String cell(String tag, int column, String inside) {
    return "<"
        + tag
        + " style=\"text-align:"
        + (isNumber(column) ? "right;white-space:nowrap" : "left")
        + "\">"
        + inside
        + "</"
        + tag
        + ">";
  }

  boolean isNumber(int column) {
    return fields.get(column).dataType() instanceof NumericType;
  }

  /** The value of a number; null where there is none. */
  static @Nullable BigDecimal number(Row row, int column) {
    return row.isNullAt(column) ? null : new BigDecimal(row.get(column).toString());
  }

  /** The numbers of a column that are there. */
  List<BigDecimal> numbers(int column) {
    return isNumber(column)
        ? rows.stream().map(row -> number(row, column)).filter(Objects::nonNull).toList()
        : List.of();
  }

  /** The value as text; a dash where there is none. */
  static String text(Row row, int column) {
    return row.isNullAt(column) ? "–" : row.get(column).toString();
  }
}
