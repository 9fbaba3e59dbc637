package io.clientele.scheme;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One segment as the file defines it.
 *
 * @param name in snake_case
 * @param onlyIf the parameter, as {@code ${name}}, without which there is no such segment; null for
 *     always
 * @param labels by language
 * @param when the rule as written; null for {@code otherwise}
 * @param rank higher is better; null where the scheme has no direction
 * @param policy what the segment is entitled to
 * @param playbook what to do with it
 * @param goal the segment it should move to
 */
public record SegmentRule(
    String name,
    @Nullable String onlyIf,
    Map<String, String> labels,
    @Nullable String when,
    @Nullable Integer rank,
    Policy policy,
    Playbook playbook,
    @Nullable String goal) {

  /** Whether anything is said of how its customers are treated. */
  public boolean isTreated() {
    return !policy.terms().isEmpty() || !playbook.steps().isEmpty();
  }

  /** Whether the segment exists under the parameters. */
  boolean exists(Map<String, String> parameters) {
    if (onlyIf == null) {
      return true;
    }
    String name = onlyIf.replaceAll("^\\$\\{|\\}$", "");
    return Boolean.parseBoolean(parameters.get(name));
  }

  /** A segment of which only the name is known. */
  static SegmentRule named(String name) {
    return new SegmentRule(name, null, Map.of(), null, null, Policy.NONE, Playbook.NONE, null);
  }
}
