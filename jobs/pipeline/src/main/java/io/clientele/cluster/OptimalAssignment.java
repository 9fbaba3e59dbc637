package io.clientele.cluster;

import java.util.Arrays;

/**
 * The assignment of rows to columns, one to one, that gains most: the Hungarian method with
 * potentials, which costs n³ steps; n is the greater of both sides.
 */
final class OptimalAssignment {
  private static final long NONE = Long.MAX_VALUE / 4;

  private final long[][] gains;
  private final int size;

  private OptimalAssignment(long[][] gains, int size) {
    this.gains = gains;
    this.size = size;
  }

  /**
   * The column of each row; −1 for rows that are left over where there are fewer columns.
   *
   * @param gains rows of equal length, none negative
   */
  static int[] of(long[][] gains) {
    int columns = gains.length == 0 ? 0 : gains[0].length;
    int[] assigned = new OptimalAssignment(gains, Math.max(gains.length, columns)).solve();
    int[] result = Arrays.copyOf(assigned, gains.length);
    for (int row = 0; row < result.length; row++) {
      result[row] = result[row] < columns ? result[row] : -1;
    }
    return result;
  }

  private long cost(int row, int column) {
    return row < gains.length && column < gains[row].length ? -gains[row][column] : 0;
  }

  private int[] solve() {
    long[] ofRow = new long[size + 1];
    long[] ofColumn = new long[size + 1];
    // The row that has each column, from 1; column 0 holds the row that is being placed.
    int[] rowOf = new int[size + 1];
    for (int row = 1; row <= size; row++) {
      rowOf[0] = row;
      int[] cameFrom = new int[size + 1];
      long[] slack = new long[size + 1];
      boolean[] visited = new boolean[size + 1];
      Arrays.fill(slack, NONE);
      int at = 0;
      while (rowOf[at] != 0) {
        visited[at] = true;
        int next = 0;
        long step = NONE;
        for (int column = 1; column <= size; column++) {
          if (!visited[column]) {
            long reduced = cost(rowOf[at] - 1, column - 1) - ofRow[rowOf[at]] - ofColumn[column];
            if (reduced < slack[column]) {
              slack[column] = reduced;
              cameFrom[column] = at;
            }
            if (slack[column] < step) {
              step = slack[column];
              next = column;
            }
          }
        }
        for (int column = 0; column <= size; column++) {
          if (visited[column]) {
            ofRow[rowOf[column]] += step;
            ofColumn[column] -= step;
          } else {
            slack[column] -= step;
          }
        }
        at = next;
      }
      while (at != 0) {
        rowOf[at] = rowOf[cameFrom[at]];
        at = cameFrom[at];
      }
    }
    int[] columnOf = new int[size];
    for (int column = 1; column <= size; column++) {
      columnOf[rowOf[column] - 1] = column - 1;
    }
    return columnOf;
  }
}
