package io.clientele.partition;

import org.apache.commons.math3.special.Gamma;

/** Entropies of two divisions and what they tell about each other, in nats. */
final class Information {
  /** Below this probability a term of the expectation is lost in the rounding of the sum. */
  private static final double NEGLIGIBLE = 1e-25;

  private final Contingency table;

  Information(Contingency table) {
    this.table = table;
  }

  /** Entropy of the first division: −Σ p·ln p over its parts; 0 for one part and for nobody. */
  double ofRows() {
    double entropy = 0;
    for (int i = 0; i < table.rowCount(); i++) {
      entropy -= share(table.row(i));
    }
    return entropy;
  }

  /** Entropy of the second division. */
  double ofColumns() {
    double entropy = 0;
    for (int j = 0; j < table.columnCount(); j++) {
      entropy -= share(table.column(j));
    }
    return entropy;
  }

  private double share(long customers) {
    double p = customers / (double) table.total();
    return customers == 0 ? 0 : p * Math.log(p);
  }

  /** Mutual information: Σ p(i,j)·ln(p(i,j) / p(i)·p(j)); 0 where one division is one part. */
  double mutual() {
    double mutual = 0;
    for (int i = 0; i < table.rowCount(); i++) {
      for (int j = 0; j < table.columnCount(); j++) {
        mutual += term(table.cell(i, j), table.row(i), table.column(j));
      }
    }
    return Math.max(0, mutual);
  }

  private double term(double cell, double row, double column) {
    double total = table.total();
    return cell == 0
        ? 0
        : cell / total * (Math.log(cell) + Math.log(total) - Math.log(row) - Math.log(column));
  }

  /**
   * The mutual information to be expected of parts of these sizes if customers fell into them by
   * chance: each cell is hypergeometric, and the sum runs over every count that it can have.
   */
  double expectedMutual() {
    double expected = 0;
    for (int i = 0; i < table.rowCount(); i++) {
      for (int j = 0; j < table.columnCount(); j++) {
        if (table.row(i) > 0 && table.column(j) > 0) {
          expected += expectedTerm(table.row(i), table.column(j));
        }
      }
    }
    return expected;
  }

  /**
   * Begins at the likeliest count, whose probability comes from log-gamma, and walks both ways by
   * the ratio of neighbours, so that large bases cost the width of the distribution only.
   */
  private double expectedTerm(long row, long column) {
    long total = table.total();
    long least = Math.max(0, row + column - total);
    long most = Math.min(row, column);
    long mode = (long) ((row + 1.0) * (column + 1.0) / (total + 2.0));
    long begin = Math.min(most, Math.max(least, mode));
    double peak = Math.exp(logProbability(begin, row, column));
    double expected = peak * term(begin, row, column);
    double probability = peak;
    for (long cell = begin; cell < most && probability > NEGLIGIBLE; cell++) {
      probability *=
          (double) (row - cell) / (cell + 1) * (column - cell) / (total - row - column + cell + 1);
      expected += probability * term(cell + 1, row, column);
    }
    probability = peak;
    for (long cell = begin; cell > least && probability > NEGLIGIBLE; cell--) {
      probability *=
          (double) cell / (row - cell + 1) * (total - row - column + cell) / (column - cell + 1);
      expected += probability * term(cell - 1, row, column);
    }
    return expected;
  }

  private double logProbability(long cell, long row, long column) {
    long total = table.total();
    return logFactorial(row)
        + logFactorial(column)
        + logFactorial(total - row)
        + logFactorial(total - column)
        - logFactorial(total)
        - logFactorial(cell)
        - logFactorial(row - cell)
        - logFactorial(column - cell)
        - logFactorial(total - row - column + cell);
  }

  private static double logFactorial(long n) {
    return Gamma.logGamma(n + 1.0);
  }
}
