package io.clientele.scheme;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One segment as the file defines it.
 *
 * @param name in snake_case
 * @param labels by language
 * @param when the rule as written; null for {@code otherwise}
 * @param rank higher is better; null where the scheme has no direction
 * @param policy what the segment is entitled to, as written
 * @param playbook what to do with it
 * @param goal the segment it should move to
 */
public record SegmentRule(
    String name,
    Map<String, String> labels,
    @Nullable String when,
    @Nullable Integer rank,
    Map<String, String> policy,
    List<String> playbook,
    @Nullable String goal) {

  /** The entry of a policy that lets customers go. */
  static final String EXIT_AFTER_SNAPSHOTS = "exit_after_snapshots";

  /** After how many snapshots in a row in the segment a customer may be let go; 0 for never. */
  public int exitAfterSnapshots() {
    return Integer.parseInt(policy.getOrDefault(EXIT_AFTER_SNAPSHOTS, "0"));
  }

  /** A segment of which only the name is known. */
  static SegmentRule named(String name) {
    return new SegmentRule(name, Map.of(), null, null, Map.of(), List.of(), null);
  }
}
