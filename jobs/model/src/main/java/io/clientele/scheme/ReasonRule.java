package io.clientele.scheme;

import io.clientele.config.Names;
import io.clientele.config.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose reasons are published: for customers of some segments the signals of the scheme that hold.
 *
 * @param kind what they are reasons for; {@link #UNPROFITABLE} stands for the step of the margin
 *     waterfall that weighs most, whatever the signals
 * @param segments whose customers have them
 */
public record ReasonRule(String kind, List<String> segments) {
  /** The kind whose reason is a step of the waterfall. */
  public static final String UNPROFITABLE = "unprofitable";

  static List<ReasonRule> readAll(Section root, List<SegmentRule> known, boolean signals) {
    Set<String> names = new HashSet<>();
    known.forEach(segment -> names.add(segment.name()));
    List<ReasonRule> rules = new ArrayList<>();
    for (Section section : root.sections("reasons")) {
      String kind = section.requiredText("kind", "disloyal");
      if (!kind.isEmpty() && !Names.isLong(kind)) {
        section.problem("kind", "'" + kind + "' must be lower-case letters, digits and '_'");
      }
      if (!kind.equals(UNPROFITABLE) && !signals) {
        section.problem("kind", "the scheme has no signals; only unprofitable needs none");
      }
      List<String> segments = section.texts("segments");
      if (segments.isEmpty()) {
        section.problem("segments", "missing; for example segments: [profitable_disloyal]");
      }
      for (String segment : segments) {
        if (!names.contains(segment)) {
          section.problem("segments", "'" + segment + "' is no segment of this scheme");
        }
      }
      section.close();
      rules.add(new ReasonRule(kind, List.copyOf(segments)));
    }
    return List.copyOf(rules);
  }
}
