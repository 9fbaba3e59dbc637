package io.clientele.analysis;

import io.clientele.solver.Formula;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is found in one scheme. */
final class Findings {
  private final SchemeConditions logic;

  /** More of a kind tell nothing new, and hide the other kinds. */
  private static final int MOST_OF_A_KIND = 50;

  private final List<Finding> found = new ArrayList<>();
  private final Map<Group, Integer> counts = new LinkedHashMap<>();
  private final List<DeferredCheck> open = new ArrayList<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  private record Group(Finding.Kind kind, Severity severity) {}

  Findings(SchemeConditions logic) {
    this.logic = logic;
  }

  void add(Finding.Kind kind, Severity severity, List<String> segments, String message) {
    add(kind, severity, segments, message, Map.of());
  }

  void add(
      Finding.Kind kind,
      Severity severity,
      List<String> segments,
      String message,
      Map<String, String> witness) {
    if (counts.merge(new Group(kind, severity), 1, Integer::sum) <= MOST_OF_A_KIND) {
      found.add(new Finding(kind, severity, logic.scheme().name(), segments, message, witness));
    }
  }

  /** Notes what was not looked at. */
  void skipped(String message) {
    add(Finding.Kind.SKIPPED, Severity.NOTE, List.of(), message);
  }

  /** Notes a question for the data, and what made it one. */
  void open(DeferredCheck question, Formula condition) {
    open.add(question);
    unknown.addAll(logic.question().opaque(condition));
  }

  List<DeferredCheck> open() {
    return List.copyOf(open);
  }

  /** What was found, worst first; what is left to the data last. */
  List<Finding> all() {
    List<Finding> all = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      found.stream().filter(finding -> finding.severity() == severity).forEach(all::add);
      counts.forEach(
          (group, count) -> {
            if (group.severity() == severity && count > MOST_OF_A_KIND) {
              all.add(more(group, count - MOST_OF_A_KIND));
            }
          });
    }
    if (!open.isEmpty()) {
      all.add(undecided());
    }
    return List.copyOf(all);
  }

  private Finding more(Group group, int count) {
    return new Finding(
        group.kind(),
        group.severity(),
        logic.scheme().name(),
        List.of(),
        "and " + count + " more of the kind",
        Map.of(),
        count);
  }

  private Finding undecided() {
    Set<String> segments = new LinkedHashSet<>();
    for (DeferredCheck question : open) {
      segments.add(name(question.first()));
      segments.add(name(question.second()));
    }
    String why =
        unknown.isEmpty()
            ? "the search took too many steps"
            : "the answer depends on "
                + list(List.copyOf(unknown))
                + ", and the compiler knows sums of multiples of features only";
    return new Finding(
        Finding.Kind.UNDECIDED,
        Severity.NOTE,
        logic.scheme().name(),
        List.copyOf(segments),
        open.size()
            + (open.size() == 1 ? " question about " : " questions about ")
            + list(List.copyOf(segments))
            + (open.size() == 1 ? " is" : " are")
            + " checked on the data of the run: "
            + why,
        Map.of());
  }

  private String name(int rule) {
    return rule < logic.rules().size()
        ? logic.rules().get(rule).name()
        : logic.scheme().file().otherwise().name();
  }

  /** "a", "a and b", "a, b and c". */
  static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
