package io.clientele.cluster;

import io.clientele.config.ClusterFeature;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * From features in their units to points.
 *
 * @param features a dimension each, in order
 */
public record Scaling(List<ScaledFeature> features) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Takes the numbers from a sample.
   *
   * @param values a row a customer, a column a feature
   */
  static Scaling fit(List<ClusterFeature> features, double[][] values) {
    List<ScaledFeature> scaled = new ArrayList<>();
    for (int d = 0; d < features.size(); d++) {
      int dimension = d;
      double[] column = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        column[i] = values[i][dimension];
      }
      scaled.add(ScaledFeature.fit(features.get(d), column));
    }
    return new Scaling(new ArrayList<>(scaled));
  }

  /** The point of one customer, whose first values are those of these features. */
  double[] point(double[] values) {
    double[] point = new double[features.size()];
    for (int d = 0; d < point.length; d++) {
      point[d] = features.get(d).scale(values[d]);
    }
    return point;
  }

  /** The points of many. */
  double[][] points(double[][] values) {
    double[][] points = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      points[i] = point(values[i]);
    }
    return points;
  }
}
