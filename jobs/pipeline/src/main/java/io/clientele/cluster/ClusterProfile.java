package io.clientele.cluster;

import io.clientele.config.ClusterFeature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the sample says of one cluster.
 *
 * @param number of the cluster
 * @param name automatic, from what sets it apart
 * @param typical its centre in the units of the features, clipped and logarithmic as they were
 *     transformed: nearer to a median than to a mean
 * @param deviations of every described feature: its mean in the cluster, in standard deviations of
 *     the transformed feature from the mean of the sample; features nobody has are left out
 * @param apart the three features with the greatest deviations
 * @param representatives the customers nearest to the centre
 * @param customers of the sample in it
 * @param kept the share of those whom the earlier model gives the same number; NaN without one
 */
public record ClusterProfile(
    int number,
    String name,
    Map<String, Double> typical,
    Map<String, Double> deviations,
    List<String> apart,
    List<String> representatives,
    int customers,
    double kept) {
  private static final int APART = 3;
  private static final int REPRESENTATIVES = 3;

  /**
   * The portraits of all clusters, by number.
   *
   * @param described the features of the sample's values, those that are clustered by first
   * @param earlier the numbers that an earlier model gives to the sample; empty without one
   */
  static List<ClusterProfile> of(
      ClusterModel model, Sample sample, List<String> described, int[] earlier) {
    double[][] values = sample.values();
    double[][] points = model.scaling().points(values);
    int[] labels = model.division().labels(points);
    double[][] scaled = Scaling.fit(transforms(model, described), values).points(values);
    List<ClusterProfile> portraits = new ArrayList<>();
    for (int cluster = 0; cluster < model.division().centres().size(); cluster++) {
      portraits.add(portrait(model, sample, described, earlier, points, labels, scaled, cluster));
    }
    return named(portraits);
  }

  private static ClusterProfile portrait(
      ClusterModel model,
      Sample sample,
      List<String> described,
      int[] earlier,
      double[][] points,
      int[] labels,
      double[][] scaled,
      int cluster) {
    Centroid centre = model.division().centres().get(cluster);
    List<Integer> members = new ArrayList<>();
    int kept = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == cluster) {
        members.add(i);
        kept += earlier.length > 0 && earlier[i] == centre.number() ? 1 : 0;
      }
    }
    Map<String, Double> deviations = deviations(described, scaled, members);
    Map<String, Double> apart = new LinkedHashMap<>();
    deviations.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -Math.abs(entry.getValue())))
        .limit(APART)
        .forEach(entry -> apart.put(entry.getKey(), entry.getValue()));
    Map<String, Double> typical = new LinkedHashMap<>();
    for (int d = 0; d < centre.position().length; d++) {
      ScaledFeature feature = model.scaling().features().get(d);
      typical.put(feature.name(), feature.natural(centre.position()[d]));
    }
    members.sort(
        Comparator.<Integer>comparingDouble(i -> centre.squaredDistance(points[i]))
            .thenComparing(sample.ids()::get));
    return new ClusterProfile(
        centre.number(),
        ClusterNames.name(apart),
        typical,
        deviations,
        List.copyOf(apart.keySet()),
        members.stream().limit(REPRESENTATIVES).map(sample.ids()::get).toList(),
        members.size(),
        earlier.length == 0 || members.isEmpty() ? Double.NaN : kept / (double) members.size());
  }

  /** Features that only describe are transformed in the default way, and always standardised. */
  private static List<ClusterFeature> transforms(ClusterModel model, List<String> described) {
    List<ClusterFeature> transforms = new ArrayList<>();
    for (int i = 0; i < described.size(); i++) {
      ClusterFeature usual = ClusterFeature.described(described.get(i));
      transforms.add(
          i < model.scaling().features().size()
              ? usual.filled(model.scaling().features().get(i).fill())
              : usual);
    }
    return transforms;
  }

  private static Map<String, Double> deviations(
      List<String> described, double[][] scaled, List<Integer> members) {
    Map<String, Double> deviations = new LinkedHashMap<>();
    for (int d = 0; d < described.size(); d++) {
      double sum = 0;
      int known = 0;
      for (int member : members) {
        double value = scaled[member][d];
        if (!Double.isNaN(value)) {
          sum += value;
          known++;
        }
      }
      if (known > 0) {
        deviations.put(described.get(d), sum / known);
      }
    }
    return deviations;
  }

  /** Equal names get the number of the cluster behind them. */
  private static List<ClusterProfile> named(List<ClusterProfile> portraits) {
    Map<String, Integer> uses = new LinkedHashMap<>();
    portraits.forEach(portrait -> uses.merge(portrait.name(), 1, Integer::sum));
    return portraits.stream()
        .map(
            portrait ->
                Objects.requireNonNull(uses.get(portrait.name())) == 1
                    ? portrait
                    : portrait.renamed(portrait.name() + " (" + portrait.number() + ")"))
        .toList();
  }

  private ClusterProfile renamed(String other) {
    return new ClusterProfile(
        number, other, typical, deviations, apart, representatives, customers, kept);
  }
}
