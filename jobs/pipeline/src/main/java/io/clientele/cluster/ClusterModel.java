package io.clientele.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that decides a customer's cluster.
 *
 * @param featureSet the features with their transforms, as configured; models of equal sets fit
 *     each other's customers
 * @param scaling the transforms with the numbers of the sample
 * @param division the centres
 */
public record ClusterModel(List<String> featureSet, Scaling scaling, CentroidModel division)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A model whose parts can travel. */
  public ClusterModel {
    featureSet = new ArrayList<>(featureSet);
  }

  /** The names of the features, in order. */
  public List<String> features() {
    return scaling.features().stream().map(ScaledFeature::name).toList();
  }

  /** The place of a customer's cluster among the centres. */
  int indexOf(double[] values) {
    return division.indexOf(scaling.point(values));
  }

  /** The numbers of the clusters of many customers. */
  int[] numbers(double[][] values) {
    int[] numbers = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = division.centres().get(indexOf(values[i])).number();
    }
    return numbers;
  }

  /** The numbers of all clusters, ascending. */
  public List<Integer> numbers() {
    return division.centres().stream().map(Centroid::number).sorted().toList();
  }
}
