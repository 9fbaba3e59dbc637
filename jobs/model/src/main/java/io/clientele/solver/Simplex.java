package io.clientele.solver;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The general simplex for bounds on variables and on sums of variables (Dutertre and de Moura,
 * 2006), exact, with the smallest index first (Bland), so that it ends. A position is a variable
 * or, behind all variables, a sum. The tableau outlives a question: the next one starts from the
 * last solution.
 */
final class Simplex {
  private final Budget budget;
  private final int[] basic;
  private final int[] nonbasic;
  private final Rational[][] tableau;
  private final Delta[] values;

  /**
   * A tableau.
   *
   * @param columns the number of variables
   * @param sums each a row: the factor of every variable
   */
  Simplex(int columns, List<Rational[]> sums, Budget budget) {
    this.budget = budget;
    this.nonbasic = new int[columns];
    this.basic = new int[sums.size()];
    this.tableau = sums.stream().map(Rational[]::clone).toArray(Rational[][]::new);
    this.values = new Delta[columns + sums.size()];
    Arrays.fill(values, Delta.ZERO);
    Arrays.setAll(nonbasic, i -> i);
    Arrays.setAll(basic, i -> columns + i);
  }

  /**
   * Looks for values within bounds.
   *
   * @param lower by position; null where there is none
   * @param upper by position; null where there is none
   * @return whether there are any; {@link #value} tells them
   */
  boolean solve(@Nullable Delta[] lower, @Nullable Delta[] upper) {
    for (int column = 0; column < nonbasic.length; column++) {
      int position = nonbasic[column];
      Delta low = lower[position];
      Delta high = upper[position];
      if (low != null && high != null && low.compareTo(high) > 0) {
        return false;
      }
      if (low != null && values[position].compareTo(low) < 0) {
        move(column, low);
      } else if (high != null && values[position].compareTo(high) > 0) {
        move(column, high);
      }
    }
    while (true) {
      int row = firstOutside(lower, upper);
      if (row < 0) {
        return true;
      }
      budget.step();
      Delta low = lower[basic[row]];
      boolean below = low != null && values[basic[row]].compareTo(low) < 0;
      Delta wanted = below ? low : upper[basic[row]];
      int column = firstHelpful(row, below, lower, upper);
      if (column < 0 || wanted == null) {
        return false;
      }
      move(column, moved(row, column, wanted));
      pivot(row, column);
    }
  }

  /** The value of a position after a question that was answered yes. */
  Delta value(int position) {
    return values[position];
  }

  private int firstOutside(@Nullable Delta[] lower, @Nullable Delta[] upper) {
    int found = -1;
    for (int row = 0; row < basic.length; row++) {
      int position = basic[row];
      Delta low = lower[position];
      Delta high = upper[position];
      boolean outside =
          low != null && values[position].compareTo(low) < 0
              || high != null && values[position].compareTo(high) > 0;
      if (outside && (found < 0 || position < basic[found])) {
        found = row;
      }
    }
    return found;
  }

  private int firstHelpful(
      int row, boolean upwards, @Nullable Delta[] lower, @Nullable Delta[] upper) {
    int found = -1;
    for (int column = 0; column < nonbasic.length; column++) {
      int sign = tableau[row][column].signum();
      int position = nonbasic[column];
      if (sign == 0 || found >= 0 && position > nonbasic[found]) {
        continue;
      }
      Delta limit = sign > 0 == upwards ? upper[position] : lower[position];
      if (limit == null || values[position].compareTo(limit) != 0) {
        found = column;
      }
    }
    return found;
  }

  /** Where a column has to go for a row to reach a value. */
  private Delta moved(int row, int column, Delta wanted) {
    Delta missing = wanted.minus(values[basic[row]]);
    Rational rate = Rational.ONE.dividedBy(tableau[row][column]);
    return values[nonbasic[column]].plus(missing.times(rate));
  }

  private void move(int column, Delta to) {
    Delta by = to.minus(values[nonbasic[column]]);
    for (int row = 0; row < basic.length; row++) {
      if (tableau[row][column].signum() != 0) {
        values[basic[row]] = values[basic[row]].plus(by.times(tableau[row][column]));
      }
    }
    values[nonbasic[column]] = to;
  }

  /** The row's position and the column's change places. */
  private void pivot(int row, int column) {
    Rational inverse = Rational.ONE.dividedBy(tableau[row][column]);
    Rational[] own = tableau[row];
    for (int c = 0; c < own.length; c++) {
      own[c] = c == column ? inverse : own[c].times(inverse).negated();
    }
    for (int r = 0; r < basic.length; r++) {
      Rational factor = tableau[r][column];
      if (r != row && factor.signum() != 0) {
        for (int c = 0; c < own.length; c++) {
          Rational share = factor.times(own[c]);
          tableau[r][c] = c == column ? share : tableau[r][c].plus(share);
        }
      }
    }
    int left = basic[row];
    basic[row] = nonbasic[column];
    nonbasic[column] = left;
  }
}
