package io.clientele.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gives clusters numbers that mean the same tomorrow. */
final class Numbering {
  private Numbering() {}

  /**
   * Numbers from 1 in the order of the centres: by the first feature, then the second, and so on.
   */
  static CentroidModel canonical(CentroidModel division) {
    List<Centroid> sorted = new ArrayList<>(division.centres());
    sorted.sort(Comparator.comparing(Centroid::position, java.util.Arrays::compare));
    List<Centroid> numbered = new ArrayList<>();
    for (Centroid centre : sorted) {
      numbered.add(centre.numbered(numbered.size() + 1));
    }
    return new CentroidModel(division.method(), numbered);
  }

  /**
   * Numbers of an earlier model where a cluster goes on: of all one-to-one pairings the one in
   * which most customers of the sample keep their number. A cluster without an earlier one gets the
   * next number that the earlier model does not use; the number of a cluster that ended is not
   * given again at once.
   *
   * @param division canonically numbered
   * @param labels of the sample by {@code division}
   * @param earlier the numbers that the earlier model gives to the same customers
   */
  static CentroidModel continued(
      CentroidModel division, int[] labels, ClusterModel earlierModel, int[] earlier) {
    List<Integer> numbers =
        earlierModel.division().centres().stream().map(Centroid::number).sorted().toList();
    long[][] shared = new long[division.centres().size()][numbers.size()];
    for (int i = 0; i < labels.length; i++) {
      shared[labels[i]][numbers.indexOf(earlier[i])]++;
    }
    int[] paired = OptimalAssignment.of(shared);
    int next = numbers.get(numbers.size() - 1);
    List<Centroid> numbered = new ArrayList<>();
    for (int i = 0; i < paired.length; i++) {
      boolean goesOn = paired[i] >= 0 && shared[i][paired[i]] > 0;
      int number = goesOn ? numbers.get(paired[i]) : ++next;
      numbered.add(division.centres().get(i).numbered(number));
    }
    numbered.sort(Comparator.comparingInt(Centroid::number));
    return new CentroidModel(division.method(), numbered);
  }
}
