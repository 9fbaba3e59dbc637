package io.clientele.analysis;

import io.clientele.solver.Answer;
import io.clientele.solver.Formula;
import io.clientele.solver.Model;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scheme over one or two numbers as a table: who is where, one cell for all values that the rules
 * do not tell apart.
 *
 * @param title what runs down and what runs across
 * @param rows the first line holds the labels of the columns, each line its own label first
 */
public record Grid(String title, List<List<String>> rows) {
  /** A wider table could not be read on a terminal. */
  private static final int MOST_COLUMNS = 12;

  private static final int MOST_ROWS = 40;
  private static final String NOBODY = "";
  private static final String OTHERWISE = "-";

  /** The table; null where the rules are no comparisons of one or two numbers with constants. */
  static @Nullable Grid of(SchemeConditions logic) {
    List<Formula> conditions = logic.rules().stream().map(SchemeConditions.Rule::holds).toList();
    Set<String> names = new LinkedHashSet<>();
    logic.rules().forEach(rule -> names.addAll(Mentions.of(rule.expr())));
    boolean opaque = conditions.stream().anyMatch(one -> !logic.question().opaque(one).isEmpty());
    if (names.isEmpty() || names.size() > 2 || opaque) {
      return null;
    }
    List<List<Axis.Cell>> cells = new ArrayList<>();
    for (Symbol symbol : logic.symbols().all()) {
      if (names.contains(symbol.name())) {
        Axis axis = symbol.isNumeric() ? Axis.of(symbol, conditions) : null;
        if (axis == null) {
          return null;
        }
        List<Axis.Cell> own = new ArrayList<>(axis.cells());
        own.add(new Axis.Cell("null", symbol.missing()));
        own.removeIf(cell -> logic.question().ask(cell.inside()).isNo());
        cells.add(own);
      }
    }
    boolean readable =
        cells.get(0).size() <= MOST_ROWS
            && (cells.size() < 2 || cells.get(1).size() <= MOST_COLUMNS);
    return readable ? new Grid(String.join(" / ", names), rows(logic, cells)) : null;
  }

  private static List<List<String>> rows(SchemeConditions logic, List<List<Axis.Cell>> cells) {
    List<Axis.Cell> across =
        cells.size() == 2 ? cells.get(1) : List.of(new Axis.Cell("segment", Formula.TRUE));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    across.forEach(cell -> head.add(cell.label()));
    rows.add(head);
    for (Axis.Cell down : cells.get(0)) {
      List<String> row = new ArrayList<>(List.of(down.label()));
      across.forEach(cell -> row.add(cell(logic, down.inside().and(cell.inside()))));
      rows.add(row);
    }
    return rows;
  }

  private static String cell(SchemeConditions logic, Formula inside) {
    Answer answer = logic.question().ask(inside);
    Model model = answer.model();
    if (model == null) {
      return NOBODY;
    }
    String here =
        logic.holding(model).stream()
            .map(rule -> logic.rules().get(rule).name())
            .collect(Collectors.joining("|"));
    return here.isEmpty() ? OTHERWISE : here;
  }

  /** The table as lines with aligned columns. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(title);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(column == 0 ? "" : "  ").append(cell);
        line.append(" ".repeat(width(column) - cell.length()));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
