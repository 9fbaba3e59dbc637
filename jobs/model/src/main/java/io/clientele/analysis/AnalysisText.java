package io.clientele.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was found in a scheme, for a person to read. */
public final class AnalysisText {
  private AnalysisText() {}

  /** Findings by severity, each with its example below, then the table; empty for nothing. */
  public static List<String> lines(SchemeAnalysis proof) {
    List<String> lines = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      List<Finding> findings = proof.of(severity);
      if (!findings.isEmpty()) {
        lines.add(heading(severity, findings.stream().mapToInt(Finding::count).sum()));
        for (Finding finding : findings) {
          lines.add(
              "  " + finding.kind().name().toLowerCase(Locale.ROOT) + ": " + finding.message());
          if (!finding.witness().isEmpty()) {
            lines.add(
                "    for example "
                    + finding.witness().entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .collect(Collectors.joining(", ")));
          }
        }
      }
    }
    proof.grid().ifPresent(grid -> grid.lines().forEach(line -> lines.add(line.stripTrailing())));
    return lines;
  }

  private static String heading(Severity severity, int count) {
    return count + " " + severity.name().toLowerCase(Locale.ROOT) + (count == 1 ? "" : "s");
  }
}
