package io.clientele.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A window of days before the as-of date: a day {@code d} lies in it when {@code after < as_of − d
 * ≤ upTo}.
 *
 * @param suffix what its features' names end with, such as {@code 365d}
 * @param after days back, excluded; 0 for windows that reach up to the as-of date
 * @param upTo days back, included
 */
public record Span(String suffix, int after, int upTo) implements Serializable {

  /** The 90 days that trends compare. */
  public static final int TREND_DAYS = 90;

  /** The configured windows, the last 90 days, and the 90 days before those. */
  public static List<Span> of(List<Integer> windowsDays) {
    TreeSet<Integer> days = new TreeSet<>(windowsDays);
    days.add(TREND_DAYS);
    List<Span> spans = new ArrayList<>();
    for (int window : days) {
      spans.add(new Span(window + "d", 0, window));
    }
    spans.add(new Span("prior_" + TREND_DAYS + "d", TREND_DAYS, 2 * TREND_DAYS));
    return List.copyOf(spans);
  }

  boolean contains(int daysBack) {
    return daysBack > after && daysBack <= upTo;
  }
}
