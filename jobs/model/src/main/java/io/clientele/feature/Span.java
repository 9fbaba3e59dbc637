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

  /** The year that growth is measured over. */
  public static final int YEAR_DAYS = 365;

  /**
   * The configured windows, the last 90 and 365 days, and as many days before those, which trends
   * and growth compare them with.
   */
  public static List<Span> of(List<Integer> windowsDays) {
    TreeSet<Integer> days = new TreeSet<>(windowsDays);
    days.add(TREND_DAYS);
    days.add(YEAR_DAYS);
    List<Span> spans = new ArrayList<>();
    for (int window : days) {
      spans.add(new Span(window + "d", 0, window));
    }
    spans.add(prior(TREND_DAYS));
    spans.add(prior(YEAR_DAYS));
    return List.copyOf(spans);
  }

  private static Span prior(int days) {
    return new Span("prior_" + days + "d", days, 2 * days);
  }

  /** Whether it only serves as what a later window is compared with. */
  boolean isForGrowthOnly() {
    return after == YEAR_DAYS;
  }

  /** Whether it lies in the window. */
  public boolean contains(int daysBack) {
    return daysBack > after && daysBack <= upTo;
  }
}
