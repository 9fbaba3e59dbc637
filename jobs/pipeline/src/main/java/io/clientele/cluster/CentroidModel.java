package io.clientele.cluster;

import io.clientele.config.ClusterMethod;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;

/**
 * Centres and what it takes to belong to one: a pure function of the point, so that who belongs
 * where needs no shuffle and no order of rows. The nearest centre takes a point, ties the first
 * one; with Gaussians the likeliest. (Bisecting k-means in Spark descends its tree instead; here
 * its leaves are centres like any other.)
 */
public final class CentroidModel implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ClusterMethod method;
  private final ArrayList<Centroid> centres;
  private final ArrayList<MultivariateGaussian> gaussians = new ArrayList<>();

  /** The division by these centres, in this order. */
  CentroidModel(ClusterMethod method, List<Centroid> centres) {
    this.method = method;
    this.centres = new ArrayList<>(centres);
    if (method == ClusterMethod.GAUSSIAN_MIXTURE) {
      for (Centroid centre : centres) {
        int size = centre.position().length;
        gaussians.add(
            new MultivariateGaussian(
                new DenseVector(centre.position()),
                new DenseMatrix(size, size, centre.covariance(), true)));
      }
    }
  }

  /** How it was fitted. */
  public ClusterMethod method() {
    return method;
  }

  /** The clusters. */
  public List<Centroid> centres() {
    return List.copyOf(centres);
  }

  /** The place in {@link #centres} of the cluster that a point belongs to. */
  int indexOf(double[] point) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < centres.size(); i++) {
      double cost = cost(i, point);
      if (cost < least) {
        least = cost;
        best = i;
      }
    }
    return best;
  }

  private double cost(int index, double[] point) {
    Centroid centre = centres.get(index);
    return gaussians.isEmpty()
        ? centre.squaredDistance(point)
        : -Math.log(centre.weight()) - gaussians.get(index).logpdf(new DenseVector(point));
  }

  /** The same for many points. */
  int[] labels(double[][] points) {
    int[] labels = new int[points.length];
    for (int i = 0; i < points.length; i++) {
      labels[i] = indexOf(points[i]);
    }
    return labels;
  }

  /** Without the centres that no point belongs to. */
  CentroidModel used(double[][] points) {
    boolean[] used = new boolean[centres.size()];
    for (int label : labels(points)) {
      used[label] = true;
    }
    List<Centroid> kept = new ArrayList<>();
    for (int i = 0; i < used.length; i++) {
      if (used[i]) {
        kept.add(centres.get(i));
      }
    }
    return new CentroidModel(method, kept);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CentroidModel division
        && method == division.method
        && centres.equals(division.centres);
  }

  @Override
  public int hashCode() {
    return centres.hashCode();
  }

  @Override
  public String toString() {
    return method + " " + centres;
  }
}
