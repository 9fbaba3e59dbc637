package io.clientele.cluster;

import io.clientele.config.ClusterConfig;
import io.clientele.config.ClusterFeature;
import io.clientele.config.Input;
import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which features of a base are clustered by, and which only describe. */
public final class FeatureChoice {
  private static final List<String> USUAL =
      List.of(
          "tenure_days",
          "average_order_value",
          "mean_gap_days",
          "distinct_products",
          "return_amount_share",
          "discount_share",
          "gross_margin_share");

  private FeatureChoice() {}

  /**
   * Refuses what cannot be clustered by.
   *
   * @param features declared
   * @param provides what the sources provide
   * @throws ConfigurationException naming each feature that is unknown, no number or not told
   */
  public static void check(ClusterConfig config, Features features, Predicate<Input> provides) {
    Problems problems = new Problems();
    config
        .features()
        .forEach(feature -> check("features", feature.name(), features, provides, problems));
    List<String> describe = config.describe();
    if (describe != null) {
      describe.forEach(name -> check("describe", name, features, provides, problems));
    }
    problems.throwIfAny();
  }

  private static void check(
      String key, String name, Features features, Predicate<Input> provides, Problems problems) {
    String where = "clusters." + key;
    Optional<Feature> found = features.find(name).filter(feature -> feature.formula() != null);
    if (found.isEmpty()) {
      problems.add(
          where, "there is no feature '" + name + "'" + Problems.hint(name, numbers(features)));
    } else if (!found.get().type().numeric()) {
      problems.add(where, "'" + name + "' is no number" + Problems.hint(name, numbers(features)));
    } else {
      List<String> missing =
          found.get().requires().stream().filter(provides.negate()).map(Input::text).toList();
      if (!missing.isEmpty()) {
        problems.add(
            where,
            "'"
                + name
                + "' needs "
                + String.join(", ", missing)
                + ", which the sources do not tell; map it, or leave the feature out");
      }
    }
  }

  private static List<String> numbers(Features features) {
    return features.all().stream()
        .filter(feature -> feature.formula() != null && feature.type().numeric())
        .map(Feature::name)
        .toList();
  }

  /** The features that are clustered by. */
  public static List<String> clustered(ClusterConfig config) {
    return config.features().stream().map(ClusterFeature::name).toList();
  }

  /** These, then those that only describe: as configured, else the usual ones that are told. */
  public static List<String> described(
      ClusterConfig config, Features features, Predicate<Input> provides) {
    Set<String> names = new LinkedHashSet<>(clustered(config));
    List<String> describe = config.describe();
    if (describe != null) {
      names.addAll(describe);
    } else {
      USUAL.stream()
          .filter(
              name ->
                  features
                      .find(name)
                      .filter(feature -> feature.requires().stream().allMatch(provides))
                      .isPresent())
          .forEach(names::add);
    }
    return new ArrayList<>(names);
  }
}
