package io.clientele.scheme;

import io.clientele.config.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order in which schemes are decided where the rules of one ask for segments of another. */
public final class DependencyOrder {
  private DependencyOrder() {}

  /** Schemes that can be decided together, in rounds: each needs earlier rounds only. */
  public static List<List<Scheme>> rounds(Collection<Scheme> schemes) {
    Map<String, Scheme> waiting = new LinkedHashMap<>();
    schemes.forEach(scheme -> waiting.put(scheme.name(), scheme));
    List<List<Scheme>> rounds = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<Scheme> ready =
          waiting.values().stream()
              .filter(s -> s.needs().schemes().stream().noneMatch(waiting::containsKey))
              .toList();
      if (ready.isEmpty()) {
        throw new IllegalStateException("schemes ask each other: " + waiting.keySet());
      }
      rounds.add(ready);
      ready.forEach(scheme -> waiting.remove(scheme.name()));
    }
    return rounds;
  }

  /** Notes the first circle of schemes that ask each other. */
  static void checkAcyclic(Map<String, Scheme> schemes, Problems problems) {
    for (Scheme scheme : schemes.values()) {
      List<String> circle = circle(scheme.name(), schemes, new LinkedHashSet<>());
      if (!circle.isEmpty()) {
        problems.add(
            "schemes",
            "these ask each other for their segments, so none can be decided first: "
                + String.join(" -> ", circle));
        return;
      }
    }
  }

  private static List<String> circle(String name, Map<String, Scheme> schemes, Set<String> path) {
    if (!path.add(name)) {
      List<String> circle = new ArrayList<>(path);
      circle.subList(0, circle.indexOf(name)).clear();
      circle.add(name);
      return circle;
    }
    Scheme scheme = schemes.get(name);
    if (scheme != null) {
      for (String next : scheme.needs().schemes()) {
        List<String> circle = circle(next, schemes, new LinkedHashSet<>(path));
        if (!circle.isEmpty()) {
          return circle;
        }
      }
    }
    return List.of();
  }
}
