package io.clientele.notebook;

import io.clientele.chart.HeatMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A table of cells: its columns are row, column, number, and optionally strength (−1 to 1) of the
 * colour and place of the column. Rows, and columns without a place, stand in the order in which
 * they are met.
 */
final class Matrix {
  private static final int STRENGTH = 3;
  private static final int PLACE = 4;

  private Matrix() {}

  /** The picture; combinations that are not there are empty. */
  static String svg(Table table, String title) {
    Set<String> rows = new LinkedHashSet<>();
    Map<String, BigDecimal> places = new LinkedHashMap<>();
    Map<List<String>, Row> cells = new HashMap<>();
    for (Row row : table.rows()) {
      rows.add(Table.text(row, 0));
      BigDecimal place = row.size() > PLACE ? Table.number(row, PLACE) : null;
      places.putIfAbsent(Table.text(row, 1), place == null ? BigDecimal.ZERO : place);
      cells.put(List.of(Table.text(row, 0), Table.text(row, 1)), row);
    }
    List<String> columns =
        places.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
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
    return new HeatMap(title, List.copyOf(rows), columns, all).svg();
  }

  private static HeatMap.Cell cell(@Nullable Row row, NumberColumn numbers, double greatest) {
    BigDecimal number = row == null ? null : Table.number(row, 2);
    if (row == null || number == null) {
      return new HeatMap.Cell("", 0);
    }
    BigDecimal strength = row.size() > STRENGTH ? Table.number(row, STRENGTH) : null;
    return new HeatMap.Cell(
        numbers.text(number),
        strength != null
            ? strength.doubleValue()
            : number.doubleValue() / (greatest == 0 ? 1 : greatest));
  }
}
