package io.clientele.cluster;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One cluster.
 *
 * @param number by which it is known, from 1
 * @param position of its centre among the points; for a Gaussian its mean
 * @param weight of a Gaussian, 0 to 1; 1 for other methods
 * @param covariance of a Gaussian, row by row; empty for other methods
 */
public record Centroid(int number, double[] position, double weight, double[] covariance)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  Centroid numbered(int other) {
    return new Centroid(other, position, weight, covariance);
  }

  /** The squared Euclidean distance of a point. */
  double squaredDistance(double[] point) {
    double sum = 0;
    for (int d = 0; d < point.length; d++) {
      double off = point[d] - position[d];
      sum += off * off;
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Centroid centre
        && number == centre.number
        && weight == centre.weight
        && Arrays.equals(position, centre.position)
        && Arrays.equals(covariance, centre.covariance);
  }

  @Override
  public int hashCode() {
    return 31 * number + Arrays.hashCode(position);
  }

  @Override
  public String toString() {
    return number + " at " + Arrays.toString(position);
  }
}
