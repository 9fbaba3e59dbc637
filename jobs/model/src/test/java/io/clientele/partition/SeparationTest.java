package io.clientele.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeparationTest {
  /**
   * The 150 irises that Anderson measured (in tenths of a centimetre, as the UCI repository has
   * them), labelled by their species. Published: silhouette with squared Euclidean distances in the
   * tests of Spark's ClusteringEvaluator; Calinski-Harabasz from scikit-learn on the same file.
   */
  @Test
  void the_irises_have_the_published_values() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/iris.csv"));
    double[][] points =
        lines.stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .map(
                c ->
                    IntStream.range(0, 4).mapToDouble(d -> Integer.parseInt(c[d]) / 10.0).toArray())
            .toArray(double[][]::new);
    int[] species =
        lines.stream().skip(1).mapToInt(line -> line.charAt(line.length() - 1) - '0').toArray();

    Separation irises = new Separation(points, species);

    assertThat(points).hasDimensions(150, 4);
    assertThat(irises.silhouette().getAsDouble()).isEqualTo(0.6564679231, within(5e-11));
    assertThat(irises.calinskiHarabasz().getAsDouble()).isEqualTo(486.3208393186, within(5e-10));
  }

  @Test
  void the_silhouette_is_that_of_all_pairs() {
    Random random = new Random(7);
    double[][] points = new double[60][];
    int[] labels = new int[points.length];
    for (int i = 0; i < points.length; i++) {
      labels[i] = i % 4 == 3 ? 5 : i % 4;
      points[i] = new double[] {random.nextGaussian() + labels[i], random.nextGaussian()};
    }

    Separation separation = new Separation(points, labels);

    assertThat(separation.clusters()).isEqualTo(4);
    assertThat(separation.silhouette().getAsDouble())
        .isEqualTo(byPairs(points, labels), within(1e-12));
  }

  private static double byPairs(double[][] points, int[] labels) {
    double total = 0;
    for (int i = 0; i < points.length; i++) {
      double[] sums = new double[6];
      int[] counts = new int[6];
      for (int j = 0; j < points.length; j++) {
        if (i != j) {
          sums[labels[j]] +=
              Math.pow(points[i][0] - points[j][0], 2) + Math.pow(points[i][1] - points[j][1], 2);
          counts[labels[j]]++;
        }
      }
      double outside = Double.POSITIVE_INFINITY;
      for (int c = 0; c < 6; c++) {
        outside =
            c != labels[i] && counts[c] > 0 ? Math.min(outside, sums[c] / counts[c]) : outside;
      }
      double inside = sums[labels[i]] / counts[labels[i]];
      total += (outside - inside) / Math.max(inside, outside);
    }
    return total / points.length;
  }

  @Test
  void degenerate_labellings_have_no_separation() {
    double[][] points = {{0}, {0}, {2}};
    assertThat(new Separation(points, new int[] {0, 0, 0}).silhouette()).isEmpty();
    assertThat(new Separation(points, new int[] {0, 0, 0}).calinskiHarabasz()).isEmpty();
    assertThat(new Separation(points, new int[] {0, 1, 2}).calinskiHarabasz()).isEmpty();
    assertThat(new Separation(new double[0][], new int[0]).silhouette()).isEmpty();
    // Nothing is dispersed within; the two equal points fit perfectly, the lone one counts 0.
    assertThat(new Separation(points, new int[] {0, 0, 1}).calinskiHarabasz()).isEmpty();
    assertThat(new Separation(points, new int[] {0, 0, 1}).silhouette().getAsDouble())
        .isEqualTo(2.0 / 3, within(1e-15));
    assertThat(new Separation(points, new int[] {0, 1, 1}).silhouette().getAsDouble())
        .isEqualTo((-1.0 + 0) / 3, within(1e-15));
    assertThat(new Separation(points, new int[] {0, 1, 1}).within()).isEqualTo(2);
  }
}
