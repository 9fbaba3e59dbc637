package io.clientele.rule;

import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.score.Score;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What rules may name: declared features, scores, and the schemes that come before. */
public final class Vocabulary {
  private final Map<String, Feature> features = new LinkedHashMap<>();
  private final Map<String, Score> scores = new LinkedHashMap<>();
  private final Map<String, List<String>> schemes;

  private Vocabulary(Collection<Feature> features, boolean scored, Map<String, List<String>> of) {
    features.forEach(feature -> this.features.put(feature.name(), feature));
    if (scored) {
      for (Score score : Score.values()) {
        scores.put(score.column(), score);
      }
    }
    this.schemes = of;
  }

  /** The words of rules about customers: their features and their scores. */
  public static Vocabulary ofCustomers(Collection<Feature> features) {
    return new Vocabulary(features, true, Map.of());
  }

  /** The words of rules about leads, who have no scores. */
  public static Vocabulary ofLeads(Collection<Feature> features) {
    return new Vocabulary(features, false, Map.of());
  }

  /**
   * This vocabulary with one more scheme.
   *
   * @param segments the names that its segments have; empty where only the data tell
   */
  public Vocabulary with(String scheme, List<String> segments) {
    Map<String, List<String>> more = new LinkedHashMap<>(schemes);
    more.put(scheme, List.copyOf(segments));
    return new Vocabulary(features.values(), !scores.isEmpty(), more);
  }

  /** A declared feature. */
  public Optional<Feature> feature(String name) {
    return Optional.ofNullable(features.get(name));
  }

  /** A score by the name of its column. */
  public Optional<Score> score(String name) {
    return Optional.ofNullable(scores.get(name));
  }

  /** The segments of a scheme, empty where only the data tell; nothing where it is no scheme. */
  public Optional<List<String>> scheme(String name) {
    return Optional.ofNullable(schemes.get(name));
  }

  /** Every word. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(features.keySet());
    names.addAll(scores.keySet());
    names.addAll(schemes.keySet());
    return names;
  }

  /** What a name yields in a rule; nothing where rules cannot name it. */
  public Optional<Expr.Kind> kind(String name) {
    if (scores.containsKey(name)) {
      return Optional.of(Expr.Kind.NUMBER);
    }
    if (schemes.containsKey(name)) {
      return Optional.of(Expr.Kind.TEXT);
    }
    return feature(name).flatMap(feature -> kind(feature.type()));
  }

  private static Optional<Expr.Kind> kind(FeatureType type) {
    return switch (type) {
      case DATE -> Optional.of(Expr.Kind.DATE);
      case FLAG -> Optional.of(Expr.Kind.FLAG);
      case TEXT -> Optional.of(Expr.Kind.TEXT);
      case TAGS, EVENTS, COUNTS, ANSWERS -> Optional.empty();
      default -> Optional.of(Expr.Kind.NUMBER);
    };
  }
}
