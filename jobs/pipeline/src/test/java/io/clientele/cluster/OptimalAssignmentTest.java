package io.clientele.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OptimalAssignmentTest {
  @Test
  void no_permutation_gains_more() {
    Random random = new Random(3);
    for (int round = 0; round < 400; round++) {
      int rows = 1 + random.nextInt(6);
      int columns = 1 + random.nextInt(6);
      long[][] gains = new long[rows][columns];
      for (long[] row : gains) {
        for (int j = 0; j < columns; j++) {
          row[j] = random.nextInt(20);
        }
      }

      int[] assigned = OptimalAssignment.of(gains);

      assertThat(gain(gains, assigned)).isEqualTo(best(gains, 0, new boolean[columns]));
      assertThat(java.util.Arrays.stream(assigned).filter(column -> column >= 0))
          .doesNotHaveDuplicates()
          .hasSize(Math.min(rows, columns));
    }
  }

  private static long gain(long[][] gains, int[] assigned) {
    long gain = 0;
    for (int i = 0; i < assigned.length; i++) {
      gain += assigned[i] < 0 ? 0 : gains[i][assigned[i]];
    }
    return gain;
  }

  private static long best(long[][] gains, int row, boolean[] taken) {
    if (row == gains.length) {
      return 0;
    }
    long best = best(gains, row + 1, taken);
    for (int column = 0; column < taken.length; column++) {
      if (!taken[column]) {
        taken[column] = true;
        best = Math.max(best, gains[row][column] + best(gains, row + 1, taken));
        taken[column] = false;
      }
    }
    return best;
  }
}
