package io.clientele.scheme;

import io.clientele.config.BaseConfig;
import io.clientele.config.Input;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schemes that can run on these inputs, in the order of the configuration, and those that
 * cannot, with the reason.
 */
public record Selection(List<Scheme> schemes, Map<String, String> skipped) {

  public static Selection of(List<Scheme> wanted, BaseConfig config) {
    Set<String> running = new HashSet<>();
    Map<String, String> reasons = new LinkedHashMap<>();
    for (List<Scheme> round : DependencyOrder.rounds(wanted)) {
      for (Scheme scheme : round) {
        List<String> missing = scheme.missing(config::provides).stream().map(Input::text).toList();
        List<String> unasked =
            scheme.needs().schemes().stream().filter(name -> !running.contains(name)).toList();
        if (!missing.isEmpty()) {
          reasons.put(
              scheme.name(),
              "needs " + String.join(", ", missing) + ", which the sources do not tell");
        } else if (!unasked.isEmpty()) {
          reasons.put(
              scheme.name(),
              "asks for segments of " + String.join(", ", unasked) + ", which does not run");
        } else {
          running.add(scheme.name());
        }
      }
    }
    Map<String, String> skipped = new LinkedHashMap<>();
    List<Scheme> schemes = new ArrayList<>();
    for (Scheme scheme : wanted) {
      String reason = reasons.get(scheme.name());
      if (reason == null) {
        schemes.add(scheme);
      } else {
        skipped.put(scheme.name(), reason);
      }
    }
    return new Selection(schemes, skipped);
  }

  public List<Scheme> ofCustomers() {
    return schemes.stream().filter(s -> s.file().population().ofCustomers()).toList();
  }

  public List<Scheme> ofLeadsOnly() {
    return schemes.stream().filter(s -> s.file().population() == Population.LEADS).toList();
  }
}
