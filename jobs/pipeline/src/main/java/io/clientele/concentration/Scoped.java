package io.clientele.concentration;

import java.util.List;

/**
 * The concentration within one part of the base.
 *
 * @param by what divides the base: a feature or a scheme; {@value #BASE} for the whole
 * @param value the part's name; empty for the whole
 * @param concentration of the customers in it
 */
public record Scoped(String by, String value, Concentration concentration) {
  /** The whole base. */
  public static final String BASE = "base";

  /** The part as the tables name it: {@code base}, {@code country=PL}. */
  public String scope() {
    return value.isEmpty() ? by : by + "=" + value;
  }

  /** Those of one measure. */
  public static List<Scoped> of(List<Scoped> all, Measure measure) {
    return all.stream().filter(one -> one.concentration().measure() == measure).toList();
  }
}
