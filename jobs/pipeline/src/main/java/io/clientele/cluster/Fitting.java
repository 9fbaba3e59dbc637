package io.clientele.cluster;

import io.clientele.config.ClusterConfig;
import io.clientele.failure.DataRefusedException;
import io.clientele.partition.AdjustedRandIndex;
import io.clientele.partition.Contingency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What was fitted.
 *
 * @param model the clusters
 * @param trials every fit, by k and seed
 * @param chosen the one that became the model
 * @param bootstraps adjusted Rand index of the chosen labels and those of each resample, by number
 */
public record Fitting(
    ClusterModel model, List<Trial> trials, Trial chosen, Map<Integer, Double> bootstraps) {

  /**
   * Fits a sample.
   *
   * @throws DataRefusedException if it cannot be divided as configured
   */
  static Fitting of(Sample sample, ClusterConfig config) {
    Scaling scaling = Scaling.fit(config.features(), sample.values());
    double[][] points = scaling.points(sample.values());
    check(scaling, points, config);
    List<Trial> trials;
    Trial chosen;
    Map<Integer, Double> bootstraps = new LinkedHashMap<>();
    try (Fits fits = new Fits(sample, scaling, config.method())) {
      List<Supplier<Trial>> tasks = new ArrayList<>();
      for (int k = config.fewest(); k <= config.most(); k++) {
        for (int seed = 1; seed <= config.seeds(); seed++) {
          int clusters = k;
          int from = seed;
          tasks.add(() -> Trial.of(clusters, from, fits.fit(clusters, from), points));
        }
      }
      trials = fits.together(tasks);
      Trial best = choose(trials);
      List<Supplier<Double>> resamples = new ArrayList<>();
      for (int resample = 1; resample <= config.bootstraps(); resample++) {
        int number = resample;
        resamples.add(
            () ->
                index(best.labels(), fits.resampled(best.k(), best.seed(), number).labels(points)));
      }
      fits.together(resamples).forEach(index -> bootstraps.put(bootstraps.size() + 1, index));
      chosen = best;
    }
    return new Fitting(
        new ClusterModel(config.featureSet(), scaling, chosen.division()),
        trials,
        chosen,
        bootstraps);
  }

  /**
   * The closest fit of each k; among these the one with the greatest silhouette, ties to small k.
   */
  private static Trial choose(List<Trial> trials) {
    Map<Integer, Trial> closest = new LinkedHashMap<>();
    for (Trial trial : trials) {
      closest.merge(trial.k(), trial, (best, next) -> next.isCloserThan(best) ? next : best);
    }
    Trial chosen = null;
    for (Trial trial : closest.values()) {
      boolean better =
          chosen == null
              || trial.silhouette().orElse(-2)
                  > Objects.requireNonNull(chosen).silhouette().orElse(-2);
      chosen = better ? trial : chosen;
    }
    return Objects.requireNonNull(chosen);
  }

  private static void check(Scaling scaling, double[][] points, ClusterConfig config) {
    // Where there are too few customers every feature looks constant: that is said below.
    List<ScaledFeature> features = points.length < config.most() ? List.of() : scaling.features();
    for (ScaledFeature feature : features) {
      if (feature.low() == feature.high() || feature.deviation() == 0) {
        throw new DataRefusedException(
            "clusters.features: "
                + feature.name()
                + " is "
                + feature.low()
                + " for every customer of the sample (after clipping), so it tells nobody apart;"
                + " leave it out, or widen clusters.transforms."
                + feature.name()
                + ".clip");
      }
    }
    Set<List<Double>> distinct = new HashSet<>();
    for (double[] point : points) {
      distinct.add(Arrays.stream(point).boxed().toList());
      if (distinct.size() >= config.most()) {
        return;
      }
    }
    throw new DataRefusedException(
        "clusters.k: "
            + config.most()
            + " clusters were asked for, but the "
            + points.length
            + " customers of the sample are only "
            + distinct.size()
            + " distinct points; ask for at most so many, or cluster by more features");
  }

  /** Adjusted Rand index of the chosen labels and those of each other seed at the chosen k. */
  public Map<Integer, Double> seeds() {
    Map<Integer, Double> seeds = new LinkedHashMap<>();
    for (Trial trial : trials) {
      if (trial.k() == chosen.k() && trial.seed() != chosen.seed()) {
        seeds.put(trial.seed(), index(chosen.labels(), trial.labels()));
      }
    }
    return seeds;
  }

  private static double index(int[] first, int[] second) {
    return AdjustedRandIndex.of(Contingency.ofLabels(first, second));
  }
}
