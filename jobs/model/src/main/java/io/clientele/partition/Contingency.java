package io.clientele.partition;

import java.util.Arrays;

/**
 * How two divisions of the same customers meet: a row a part of the first division, a column a part
 * of the second, each cell the customers in both. Empty parts are allowed and change nothing.
 */
public final class Contingency {
  private final long[][] cells;
  private final long[] rows;
  private final long[] columns;
  private final long total;

  private Contingency(long[][] cells, int width) {
    this.cells = cells;
    this.rows = new long[cells.length];
    this.columns = new long[width];
    long sum = 0;
    for (int i = 0; i < cells.length; i++) {
      for (int j = 0; j < width; j++) {
        rows[i] += cells[i][j];
        columns[j] += cells[i][j];
        sum += cells[i][j];
      }
    }
    this.total = sum;
  }

  /**
   * The table with these counts.
   *
   * @param counts rows of equal length, none negative
   */
  public static Contingency of(long[][] counts) {
    int width = counts.length == 0 ? 0 : counts[0].length;
    long[][] cells = new long[counts.length][];
    for (int i = 0; i < counts.length; i++) {
      if (counts[i].length != width || Arrays.stream(counts[i]).anyMatch(cell -> cell < 0)) {
        throw new IllegalArgumentException(
            "rows of equal length without negative counts were expected; row "
                + i
                + " is "
                + Arrays.toString(counts[i]));
      }
      cells[i] = counts[i].clone();
    }
    return new Contingency(cells, width);
  }

  /**
   * The table of two labellings of the same points, labels from 0.
   *
   * @param first a label for each point
   * @param second another label for each of the same points
   */
  public static Contingency ofLabels(int[] first, int[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "two labels for each point were expected, not " + first.length + " and " + second.length);
    }
    int width = parts(second);
    long[][] cells = new long[parts(first)][width];
    for (int i = 0; i < first.length; i++) {
      cells[first[i]][second[i]]++;
    }
    return new Contingency(cells, width);
  }

  private static int parts(int[] labels) {
    return Arrays.stream(labels).max().orElse(-1) + 1;
  }

  /** The same table seen from the other division. */
  public Contingency transposed() {
    long[][] turned = new long[columns.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        turned[j][i] = cells[i][j];
      }
    }
    return new Contingency(turned, rows.length);
  }

  /** Customers in part {@code i} of the first and part {@code j} of the second division. */
  public long cell(int i, int j) {
    return cells[i][j];
  }

  /** Customers in part {@code i} of the first division. */
  public long row(int i) {
    return rows[i];
  }

  /** Customers in part {@code j} of the second division. */
  public long column(int j) {
    return columns[j];
  }

  /** The parts of the first division, empty ones included. */
  public int rowCount() {
    return rows.length;
  }

  /** The parts of the second division, empty ones included. */
  public int columnCount() {
    return columns.length;
  }

  /** All customers. */
  public long total() {
    return total;
  }
}
