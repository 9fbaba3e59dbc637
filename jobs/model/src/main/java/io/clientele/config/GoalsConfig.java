package io.clientele.config;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the key figures should reach.
 *
 * @param goals by key figure; those without one are published all the same
 */
public record GoalsConfig(Map<Kpi, BigDecimal> goals) {
  private static final Map<Kpi, String> DEFAULTS = Map.of(Kpi.ACTIVE_BASE_SHARE, "0.30");

  static final Keys KEYS =
      Keys.of("goals", "what the key figures of the table kpis should reach")
          .and(Arrays.stream(Kpi.values()).map(GoalsConfig::key).toList(), List.of());

  private static Key key(Kpi kpi) {
    String bound = kpi.good().equals("up") ? "at least: " : "at most: ";
    Key key = Key.share(kpi.key(), bound + kpi.meaning());
    String standard = DEFAULTS.get(kpi);
    return standard == null ? key : key.orElse(standard);
  }

  static GoalsConfig read(Section section) {
    Map<Kpi, BigDecimal> goals = new EnumMap<>(Kpi.class);
    for (Kpi kpi : Kpi.values()) {
      Key key = key(kpi);
      if (section.has(key) || DEFAULTS.containsKey(kpi)) {
        goals.put(kpi, section.share(key));
      }
    }
    section.close();
    return new GoalsConfig(goals);
  }

  /** The goal of a key figure; null without one. */
  public @Nullable BigDecimal of(Kpi kpi) {
    return goals.get(kpi);
  }
}
