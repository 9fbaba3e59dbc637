package io.clientele.analysis;

import io.clientele.score.Score;
import io.clientele.solver.Formula;
import io.clientele.solver.Model;
import io.clientele.solver.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The cells of a scheme whose rules look at scores only: few enough to count how many a finding is
 * about.
 */
final class ScoreCells {
  private final List<Model> cells;

  private ScoreCells(List<Model> cells) {
    this.cells = cells;
  }

  /** The cells; none where the rules look at anything else. */
  static ScoreCells of(SchemeConditions logic) {
    Set<String> names = new LinkedHashSet<>();
    logic.rules().forEach(rule -> names.addAll(Mentions.of(rule.expr())));
    boolean scores =
        names.stream()
            .allMatch(name -> Arrays.stream(Score.values()).anyMatch(s -> s.column().equals(name)));
    if (names.isEmpty() || !scores || !logic.isPlain()) {
      return new ScoreCells(List.of());
    }
    List<List<Rational>> cells = new ArrayList<>();
    cells.add(new ArrayList<>());
    int bins = logic.scheme().file().options().scoreBins();
    for (String name : names) {
      int variable = logic.symbols().named(name).variable();
      List<List<Rational>> next = new ArrayList<>();
      for (List<Rational> cell : cells) {
        for (int score = 1; score <= bins; score++) {
          next.add(with(cell, variable, Rational.of(score)));
        }
      }
      cells = next;
    }
    return new ScoreCells(cells.stream().map(cell -> new Model(cell, List.of())).toList());
  }

  private static List<Rational> with(List<Rational> cell, int variable, Rational value) {
    int size = Math.max(cell.size(), variable + 1);
    List<Rational> values = new ArrayList<>(Collections.nCopies(size, Rational.ZERO));
    for (int i = 0; i < cell.size(); i++) {
      values.set(i, cell.get(i));
    }
    values.set(variable, value);
    return values;
  }

  /** " (3 of 125 score cells)" of those where a condition holds; nothing where there are none. */
  String count(Formula condition) {
    long found = cells.stream().filter(condition::holds).count();
    return found == 0 ? "" : " (" + found + " of " + cells.size() + " score cells)";
  }
}
