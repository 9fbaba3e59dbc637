package io.clientele.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the events of a lead add up to a temperature.
 *
 * @param points by type of event; others count nothing
 * @param halfLifeDays after so many days an event counts half
 * @param windowDays older events count nothing
 * @param dailyCap more events of one type on one day count nothing
 */
public record ReadinessConfig(
    Map<String, Integer> points, int halfLifeDays, int windowDays, int dailyCap) {

  private static final Map<String, Integer> DEFAULT_POINTS = defaults();

  private static final Keys POINTS =
      Keys.of(
          "points",
          Keys.Shape.ENTRIES,
          "points by type of event; types that are not named have those of the shipped list",
          Key.integer("TYPE", -1000, 1000, "points of one event").orElse("0"));

  private static final Key HALF_LIFE =
      Key.integer("half_life_days", 1, 3650, "after so many days an event counts half")
          .orElse("14");

  private static final Key WINDOW =
      Key.integer("window_days", 1, 3650, "older events count nothing").orElse("90");

  private static final Key DAILY_CAP =
      Key.integer("daily_cap", 1, 1000, "more events of one type on one day count nothing")
          .orElse("3");

  static final Keys KEYS =
      Keys.of(
          "readiness",
          "how the events of a lead add up to its temperature",
          HALF_LIFE,
          WINDOW,
          DAILY_CAP,
          POINTS);

  static ReadinessConfig read(Section section) {
    Map<String, Integer> points = new LinkedHashMap<>(DEFAULT_POINTS);
    Section own = section.section(POINTS);
    for (String type : own.keys()) {
      points.put(type.toLowerCase(java.util.Locale.ROOT), own.integer(own.entry(type)));
    }
    ReadinessConfig config =
        new ReadinessConfig(
            points,
            section.integer(HALF_LIFE),
            section.integer(WINDOW),
            section.integer(DAILY_CAP));
    section.close();
    return config;
  }

  private static Map<String, Integer> defaults() {
    Map<String, Integer> points = new LinkedHashMap<>();
    points.put("email_open", 1);
    points.put("site_visit", 1);
    points.put("email_click", 3);
    points.put("product_view", 2);
    points.put("price_or_delivery_page", 5);
    points.put("subscribe", 3);
    points.put("register", 8);
    points.put("cart", 15);
    points.put("order_form", 20);
    points.put("inbound_call", 15);
    points.put("enquiry", 15);
    points.put("quote_request", 20);
    points.put("meeting", 30);
    points.put("unsubscribe", -20);
    points.put("complaint", -10);
    points.put("refused", -30);
    return points;
  }
}
