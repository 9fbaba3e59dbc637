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

  private static final int USUAL = 5;
  private static final int MOST = 50;

  private static final Key FEATURES =
      Key.texts(
              "features",
              "numeric features that buyers are clustered by; the first orders the clusters")
          .orElse("[recency_days, frequency, monetary]");

  private static final Key DESCRIBE =
      Key.texts(
          "describe", "further features that only describe the clusters; a usual few if absent");

  private static final Key METHOD =
      Key.word("method", ClusterMethod.KMEANS, "how buyers are clustered");

  private static final Key FROM =
      Key.text("from", "the least number of clusters that is tried").orElse("5");

  private static final Key TO =
      Key.text(
          "to",
          "the greatest number that is tried; of several the one with the greatest silhouette is"
              + " taken");

  private static final Keys RANGE =
      Keys.of("k", "the number of clusters, 2 to 50", FROM, TO).orJust("from");

  private static final Key SEEDS =
      Key.integer("seeds", 1, 100, "how often each number is fitted from another beginning")
          .orElse("5");

  private static final Key BOOTSTRAPS =
      Key.integer("bootstraps", 0, 100, "how many resamples the result is held against")
          .orElse("5");

  private static final Key SAMPLE =
      Key.integer("sample", 100, 200_000, "at most so many buyers are fitted on").orElse("200000");

  private static final Key REUSE =
      Key.flag("reuse", false, "whether the model of the newest earlier date is used again");

  private static final Key MODEL = Key.text("model", "the run whose model is used again");

  static final Keys KEYS =
      Keys.of(
          "clusters",
          "clusters of the buyers beside the schemes; none where the section is absent",
          FEATURES,
          DESCRIBE,
          METHOD,
          SEEDS,
          BOOTSTRAPS,
          SAMPLE,
          REUSE,
          MODEL,
          RANGE,
          ClusterFeature.KEYS);

  static ClusterConfig read(Section section) {
    List<String> names = section.texts(FEATURES);
    Set<String> seen = new TreeSet<>();
    Section transforms = section.section(ClusterFeature.KEYS);
    List<ClusterFeature> features = new ArrayList<>();
    for (String name : names) {
      if (seen.add(name)) {
        features.add(ClusterFeature.read(name, transforms.named(name)));
      } else {
        section.problem(FEATURES, "'" + name + "' stands twice");
      }
    }
    transforms.closeNames(names);
    if (features.isEmpty()) {
      section.problem(FEATURES, "empty; for example features: [recency_days, frequency]");
    }
    Section range = section.section(RANGE);
    int fewest = number(section, range, FROM, USUAL);
    int most = range.has(TO) ? number(section, range, TO, fewest) : fewest;
    if (most < fewest) {
      section.problem("k", "from " + fewest + " to " + most + " is no range; from: 2, to: 12 is");
    }
    range.close();
    ClusterConfig config =
        new ClusterConfig(
            List.copyOf(features),
            section.has(DESCRIBE) ? List.copyOf(section.texts(DESCRIBE)) : null,
            section.word(METHOD, ClusterMethod.class),
            fewest,
            Math.max(fewest, most),
            section.integer(SEEDS),
            section.integer(BOOTSTRAPS),
            section.integer(SAMPLE),
            section.flag(REUSE),
            section.optionalText(MODEL));
    section.close();
    return config;
  }

  private static int number(Section section, Section range, Key key, int absent) {
    String text = range.optionalText(key);
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
}
