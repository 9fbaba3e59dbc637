package io.clientele.scheme;

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

  static List<SignalRule> readAll(Section section) {
    List<SignalRule> signals = new ArrayList<>();
    for (String name : List.copyOf(section.keys())) {
      Section one = section.shorthand(name, "when");
      signals.add(
          new SignalRule(
              name,
              one.requiredText("when", "return_amount_share >= 0.5"),
              one.integer("weight", 1, 0, 1000),
              one.flag("critical", false),
              one.flag("off", false)));
      one.close();
    }
    section.close();
    return signals;
  }
}
