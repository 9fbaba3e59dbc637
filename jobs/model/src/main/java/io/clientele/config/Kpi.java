package io.clientele.config;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key figure: a numerator over a denominator, both published with it. An active buyer bought
 * within active_days of the first lifecycle that runs, a lost one did not within its sleeping_days;
 * 60 and 90 where none runs.
 */
public enum Kpi {
  ACTIVE_BASE_SHARE(true, false, "active buyers / all buyers ever"),
  REPEAT_PURCHASE_RATE(true, false, "buyers who bought on two days or more / all buyers ever"),
  IDENTIFIED_REVENUE_SHARE(
      true, false, "net revenue of known customers / that and the revenue of anonymous lines"),
  RETENTION(
      true,
      true,
      "of those active at the earlier date, who bought between the dates / all of them"),
  CHURN(
      false,
      true,
      "of the buyers not lost at the earlier date, who are lost at the later one / all of them"),
  REACTIVATION(
      true, true, "of those lost at the earlier date, who bought between the dates / all of them");

  private final boolean more;
  private final boolean ofPair;
  private final String meaning;

  Kpi(boolean more, boolean ofPair, String meaning) {
    this.more = more;
    this.ofPair = ofPair;
    this.meaning = meaning;
  }

  /** The name in tables and in the configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it compares two dates. */
  public boolean ofPair() {
    return ofPair;
  }

  /** Which way is good: up or down. */
  public String good() {
    return more ? "up" : "down";
  }

  /** What is divided by what. */
  public String meaning() {
    return meaning;
  }

  /** Whether a value reaches a goal; null where either is missing. */
  public @Nullable Boolean met(@Nullable BigDecimal value, @Nullable BigDecimal goal) {
    if (value == null || goal == null) {
      return null;
    }
    return more ? value.compareTo(goal) >= 0 : value.compareTo(goal) <= 0;
  }
}
