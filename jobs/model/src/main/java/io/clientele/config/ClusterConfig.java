package io.clientele.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How customers are clustered.
 *
 * @param features what they are clustered by, in order; the first one orders the clusters
 * @param describe further features that only describe the clusters; null for a usual few
 * @param method how
 * @param fewest the least number of clusters that is tried
 * @param most the greatest number that is tried; where it is more than {@code fewest} the number
 *     with the greatest silhouette is taken
 * @param seeds how often each number is fitted from another beginning
 * @param bootstraps how many resamples the result is held against
 * @param sample at most so many customers are fitted on
 * @param reuse whether the model of the newest earlier date is used again, where there is one
 * @param model the run whose model is used again; null to fit or to follow {@code reuse}
 */
public record ClusterConfig(
    List<ClusterFeature> features,
    @Nullable List<String> describe,
    ClusterMethod method,
    int fewest,
    int most,
    int seeds,
    int bootstraps,
    int sample,
    boolean reuse,
    @Nullable String model) {

  private static final List<String> FEATURES = List.of("recency_days", "frequency", "monetary");
  private static final int USUAL = 5;
  private static final int MOST = 50;
  private static final int MOST_SAMPLED = 200_000;

  static ClusterConfig read(Section section) {
    List<String> names = section.has("features") ? section.texts("features") : FEATURES;
    Set<String> seen = new TreeSet<>();
    Section transforms = section.section("transforms");
    List<ClusterFeature> features = new ArrayList<>();
    for (String name : names) {
      if (seen.add(name)) {
        features.add(ClusterFeature.read(name, transforms.section(name)));
      } else {
        section.problem("features", "'" + name + "' stands twice");
      }
    }
    transforms.close();
    if (features.isEmpty()) {
      section.problem("features", "empty; for example features: [recency_days, frequency]");
    }
    Section range = section.shorthand("k", "from");
    int fewest = number(section, range, "from", USUAL);
    int most = range.has("to") ? number(section, range, "to", fewest) : fewest;
    if (most < fewest) {
      section.problem("k", "from " + fewest + " to " + most + " is no range; from: 2, to: 12 is");
    }
    range.close();
    ClusterConfig config =
        new ClusterConfig(
            List.copyOf(features),
            section.has("describe") ? List.copyOf(section.texts("describe")) : null,
            section.choice("method", ClusterMethod.KMEANS, ClusterMethod.class),
            fewest,
            Math.max(fewest, most),
            section.integer("seeds", USUAL, 1, 100),
            section.integer("bootstraps", USUAL, 0, 100),
            section.integer("sample", MOST_SAMPLED, 100, MOST_SAMPLED),
            section.flag("reuse", false),
            section.text("model"));
    section.close();
    return config;
  }

  private static int number(Section section, Section range, String key, int absent) {
    String text = range.text(key);
    if (text == null) {
      return absent;
    }
    if (text.strip().matches("\\d{1,2}")) {
      int number = Integer.parseInt(text.strip());
      if (number >= 2 && number <= MOST) {
        return number;
      }
    }
    section.problem(
        "k",
        "'"
            + text
            + "' is not a whole number from 2 to "
            + MOST
            + "; one cluster divides nothing. Write k: 5, or k: {from: 2, to: 12}");
    return absent;
  }

  /** What the features are and how they are transformed: models of equal sets fit each other. */
  public List<String> featureSet() {
    return features.stream().map(ClusterFeature::toString).toList();
  }

  /** Canonical text for the fingerprint. */
  @Override
  public String toString() {
    return String.join(
        "|",
        featureSet().toString(),
        String.valueOf(describe),
        method.name(),
        fewest + ".." + most,
        Integer.toString(seeds),
        Integer.toString(bootstraps),
        Integer.toString(sample),
        Boolean.toString(reuse),
        String.valueOf(model));
  }
}
