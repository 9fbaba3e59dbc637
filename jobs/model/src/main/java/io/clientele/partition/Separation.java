package io.clientele.partition;

import java.util.OptionalDouble;

/**
 * How well a labelling separates points, by squared Euclidean distance. The sums run over the
 * points in their order, so that equal input gives equal bits.
 */
public final class Separation {
  private final double[][] points;
  private final int[] labels;
  private final int dimensions;
  private final long[] sizes;
  private final double[][] sums;
  private final double[] squares;

  /**
   * The labelled points.
   *
   * @param points of equal dimension
   * @param labels a label from 0 for each point; a label may be missing
   */
  public Separation(double[][] points, int[] labels) {
    this.points = points;
    this.labels = labels;
    this.dimensions = points.length == 0 ? 0 : points[0].length;
    int clusters = 0;
    for (int label : labels) {
      clusters = Math.max(clusters, label + 1);
    }
    this.sizes = new long[clusters];
    this.sums = new double[clusters][dimensions];
    this.squares = new double[clusters];
    for (int i = 0; i < points.length; i++) {
      sizes[labels[i]]++;
      squares[labels[i]] += square(points[i]);
      for (int d = 0; d < dimensions; d++) {
        sums[labels[i]][d] += points[i][d];
      }
    }
  }

  /** The clusters that have a point. */
  public int clusters() {
    int used = 0;
    for (long size : sizes) {
      used += size > 0 ? 1 : 0;
    }
    return used;
  }

  /** The sum over all points of the squared distance to the mean of their cluster; 0 or more. */
  public double within() {
    double within = 0;
    for (int i = 0; i < points.length; i++) {
      int own = labels[i];
      for (int d = 0; d < dimensions; d++) {
        double off = points[i][d] - sums[own][d] / sizes[own];
        within += off * off;
      }
    }
    return within;
  }

  /**
   * The mean silhouette with squared Euclidean distances, −1 to 1. For a point with mean distance a
   * to its own cluster and b to the nearest other one it is (b − a) / max(a, b), 0 for the only
   * point of a cluster. Empty with fewer than two clusters.
   *
   * <p>The mean squared distance to a cluster of n points with sum S and sum of squares Q is |x|² −
   * 2·x·S/n + Q/n, so that the cost is points × clusters, not points².
   */
  public OptionalDouble silhouette() {
    if (clusters() < 2) {
      return OptionalDouble.empty();
    }
    double total = 0;
    for (int i = 0; i < points.length; i++) {
      total += silhouette(i);
    }
    return OptionalDouble.of(total / points.length);
  }

  private double silhouette(int point) {
    int own = labels[point];
    if (sizes[own] == 1) {
      return 0;
    }
    double inside = distances(point, own) / (sizes[own] - 1);
    double outside = Double.POSITIVE_INFINITY;
    for (int cluster = 0; cluster < sizes.length; cluster++) {
      if (cluster != own && sizes[cluster] > 0) {
        outside = Math.min(outside, distances(point, cluster) / sizes[cluster]);
      }
    }
    double greater = Math.max(inside, outside);
    return greater == 0 ? 0 : (outside - inside) / greater;
  }

  /** The sum of the squared distances of a point to all points of a cluster. */
  private double distances(int point, int cluster) {
    double[] x = points[point];
    double product = 0;
    for (int d = 0; d < dimensions; d++) {
      product += x[d] * sums[cluster][d];
    }
    return Math.max(0, sizes[cluster] * square(x) - 2 * product + squares[cluster]);
  }

  /**
   * The index of Caliński and Harabasz: dispersion between the clusters per degree of freedom, (k −
   * 1), over dispersion within them, (n − k); greater is better. Empty with fewer than two
   * clusters, with as many clusters as points, and where nothing is dispersed within.
   */
  public OptionalDouble calinskiHarabasz() {
    int clusters = clusters();
    double within = within();
    if (clusters < 2 || clusters >= points.length || within == 0) {
      return OptionalDouble.empty();
    }
    double between = 0;
    for (int cluster = 0; cluster < sizes.length; cluster++) {
      if (sizes[cluster] > 0) {
        for (int d = 0; d < dimensions; d++) {
          double off = sums[cluster][d] / sizes[cluster] - mean(d);
          between += sizes[cluster] * off * off;
        }
      }
    }
    return OptionalDouble.of(between / (clusters - 1) / (within / (points.length - clusters)));
  }

  private double mean(int dimension) {
    double sum = 0;
    for (double[] of : sums) {
      sum += of[dimension];
    }
    return sum / points.length;
  }

  private static double square(double[] x) {
    double square = 0;
    for (double value : x) {
      square += value * value;
    }
    return square;
  }
}
