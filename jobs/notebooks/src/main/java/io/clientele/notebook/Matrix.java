package io.clientele.notebook;

import io.clientele.chart.HeatMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A table of cells: its columns are row, column, number, and optionally strength (−1 to 1) of the
 * colour. Rows and columns stand in the order in which they are met.
 */
final class Matrix {
  private Matrix() {}

  /** The picture; combinations that are not there are empty. */
  static String svg(Table table, String title) {
    Set<String> rows = new LinkedHashSet<>();
    Set<String> columns = new LinkedHashSet<>();
    Map<List<String>, Row> cells = new HashMap<>();
    for (Row row : table.rows()) {
      rows.add(Table.text(row, 0));
      columns.add(Table.text(row, 1));
      cells.put(List.of(Table.text(row, 0), Table.text(row, 1)), row);
    }
    NumberColumn numbers = NumberColumn.of(table.fields().get(2).name(), table.numbers(2));
    double greatest =
        table.numbers(2).stream().mapToDouble(n -> n.abs().doubleValue()).max().orElse(1);
    List<List<HeatMap.Cell>> all = new ArrayList<>();
    for (String row : rows) {
      List<HeatMap.Cell> line = new ArrayList<>();
      for (String column : columns) {
        line.add(cell(cells.get(List.of(row, column)), numbers, greatest));
      }
      all.add(line);
    }
    return new HeatMap(title, List.copyOf(rows), List.copyOf(columns), all).svg();
  }

  private static HeatMap.Cell cell(@Nullable Row row, NumberColumn numbers, double greatest) {
    BigDecimal number = row == null ? null : Table.number(row, 2);
    if (row == null || number == null) {
      return new HeatMap.Cell("", 0);
    }
    BigDecimal strength = row.size() > 3 ? Table.number(row, 3) : null;
    return new HeatMap.Cell(
        numbers.text(number),
        strength != null
            ? strength.doubleValue()
            : number.doubleValue() / (greatest == 0 ? 1 : greatest));
  }
}
