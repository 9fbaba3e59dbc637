package io.clientele.config;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way to score: how the edges are found, among whom, and on which date.
 *
 * @param name {@value ScoreSets#DEFAULT}, or what the columns of its scores end with
 * @param features by feature (recency, frequency, monetary)
 * @param within the feature whose groups have edges of their own; null for the whole base
 * @param edgesAsOf the date of the snapshot whose edges are used; null for each run's own
 * @param edgesOf the set of that snapshot; this set itself where it has edges of its own
 */
public record ScoreSet(
    String name,
    Map<String, ScoreConfig> features,
    @Nullable String within,
    @Nullable LocalDate edgesAsOf,
    String edgesOf) {

  /** How one feature is scored. */
  public ScoreConfig feature(String key) {
    return Objects.requireNonNull(features.get(key), key);
  }

  /** The number of scores. */
  public int bins() {
    return features.values().iterator().next().bins();
  }

  /** Whether this is the set whose columns have no ending. */
  public boolean isDefault() {
    return name.equals(ScoreSets.DEFAULT);
  }

  /** The column of one of its scores. */
  public String column(String score) {
    return isDefault() ? score : score + "_" + name;
  }
}
