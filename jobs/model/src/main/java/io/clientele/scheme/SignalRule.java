package io.clientele.scheme;

import io.clientele.config.Key;
import io.clientele.config.Keys;
import io.clientele.config.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * A weighted condition of a scheme. Rules use its name as a condition, {@code signal_points} as the
 * weights of those that hold added up, and {@code signal_critical} as whether a critical one holds.
 *
 * @param name in snake_case
 * @param when the condition as written
 * @param weight its points
 * @param critical whether it decides alone
 * @param off whether it is switched off: it counts as false
 */
public record SignalRule(String name, String when, int weight, boolean critical, boolean off) {

  private static final Key WHEN =
      Key.rule("when", "the condition").required("return_amount_share >= 0.5");

  private static final Key WEIGHT =
      Key.integer("weight", 0, 1000, "its points in signal_points").orElse("1");

  private static final Key CRITICAL =
      Key.flag("critical", false, "whether it decides alone, by signal_critical");

  private static final Key OFF =
      Key.flag("off", false, "whether it is switched off: it counts as false");

  static final Keys KEYS =
      Keys.of(
              "signals",
              Keys.Shape.NAMED,
              "weighted conditions; rules use the name, signal_points and signal_critical; where"
                  + " nothing tells a signal it is false",
              WHEN,
              WEIGHT,
              CRITICAL,
              OFF)
          .orJust("when");

  static List<SignalRule> readAll(Section section) {
    List<SignalRule> signals = new ArrayList<>();
    section
        .named()
        .forEach(
            (name, one) -> {
              signals.add(
                  new SignalRule(
                      name,
                      one.text(WHEN),
                      one.integer(WEIGHT),
                      one.flag(CRITICAL),
                      one.flag(OFF)));
              one.close();
            });
    return signals;
  }
}
