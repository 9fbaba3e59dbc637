package io.clientele.scheme;

import io.clientele.config.Key;
import io.clientele.config.Keys;
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

  private static final Key KIND =
      Key.text(
              "kind",
              "what the signals that hold are reasons for; unprofitable stands for the cost that"
                  + " weighs most against the base and needs no signals")
          .required("disloyal");

  private static final Key SEGMENTS =
      Key.texts("segments", "whose customers have them").required("[profitable_disloyal]");

  static final Keys KEYS =
      Keys.of(
          "reasons",
          Keys.Shape.ITEMS,
          "for customers of which segments customer_reasons lists the signals that hold",
          KIND,
          SEGMENTS);

  static List<ReasonRule> readAll(Section root, List<SegmentRule> known, boolean signals) {
    Set<String> names = new HashSet<>();
    known.forEach(segment -> names.add(segment.name()));
    List<ReasonRule> rules = new ArrayList<>();
    for (Section section : root.items(KEYS)) {
      String kind = section.text(KIND);
      if (!kind.isEmpty() && !Names.isLong(kind)) {
        section.problem(KIND, "'" + kind + "' must be lower-case letters, digits and '_'");
      }
      if (!kind.equals(UNPROFITABLE) && !signals) {
        section.problem(KIND, "the scheme has no signals; only unprofitable needs none");
      }
      List<String> segments = section.texts(SEGMENTS);
      if (segments.isEmpty()) {
        section.problem(SEGMENTS, "missing; for example segments: [profitable_disloyal]");
      }
      for (String segment : segments) {
        if (!names.contains(segment)) {
          section.problem(SEGMENTS, "'" + segment + "' is no segment of this scheme");
        }
      }
      section.close();
      rules.add(new ReasonRule(kind, List.copyOf(segments)));
    }
    return List.copyOf(rules);
  }
}
