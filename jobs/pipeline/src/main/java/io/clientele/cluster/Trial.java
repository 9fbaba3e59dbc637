package io.clientele.cluster;

import io.clientele.partition.Separation;
import java.util.OptionalDouble;

/**
 * One fit of the sample.
 *
 * @param k the clusters asked for
 * @param seed the beginning
 * @param division the clusters that came out, canonically numbered; those without a customer of the
 *     sample are left out
 * @param labels the place in the division of each customer of the sample
 * @param within the sum of squared distances to the means of the clusters
 * @param silhouette with squared Euclidean distances; empty for a single cluster
 * @param calinskiHarabasz likewise
 */
public record Trial(
    int k,
    int seed,
    CentroidModel division,
    int[] labels,
    double within,
    OptionalDouble silhouette,
    OptionalDouble calinskiHarabasz) {

  static Trial of(int k, int seed, CentroidModel fitted, double[][] points) {
    CentroidModel division = Numbering.canonical(fitted.used(points));
    int[] labels = division.labels(points);
    Separation separation = new Separation(points, labels);
    return new Trial(
        k,
        seed,
        division,
        labels,
        separation.within(),
        separation.silhouette(),
        separation.calinskiHarabasz());
  }

  /** Whether this fit is closer to the points than another one of the same k. */
  boolean isCloserThan(Trial other) {
    return within < other.within;
  }
}
