package io.clientele.source;

import java.util.List;

/**
 * Exactly what a run reads, so that the same manifest means the same lines.
 *
 * @param kind {@code files} or {@code delta}
 * @param location the configured path or table name
 * @param entries for files {@code path|size|modified}, sorted; for Delta the table id and version
 */
public record InputManifest(String kind, String location, List<String> entries) {

  /** Canonical text for hashing. */
  public String fingerprint() {
    return kind + "\n" + String.join("\n", entries);
  }

  /** A short description for the ledger and the summary. */
  public String describe() {
    return switch (kind) {
      case "files" ->
          location + " (" + entries.size() + (entries.size() == 1 ? " file)" : " files)");
      default -> location + " (" + String.join(", ", entries) + ")";
    };
  }
}
