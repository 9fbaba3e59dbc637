package io.clientele.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;

/**
 * Aligned text: the first column to the left, the others to the right, those without a name left.
 */
final class TextTable {
  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> headers) {
    this.headers = List.copyOf(headers);
  }

  TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  String text() {
    Column[] columns = new Column[headers.size()];
    for (int i = 0; i < columns.length; i++) {
      boolean left = i == 0 || headers.get(i).isEmpty();
      HorizontalAlign align = left ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
      columns[i] = new Column().header(headers.get(i)).headerAlign(align).dataAlign(align);
    }
    String[][] cells = rows.stream().map(r -> r.toArray(String[]::new)).toArray(String[][]::new);
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .data(columns, cells)
        .asString()
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isBlank())
        .reduce((a, b) -> a + System.lineSeparator() + b)
        .orElse("");
  }
}
