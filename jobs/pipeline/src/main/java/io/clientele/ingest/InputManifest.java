package io.clientele.ingest;

import io.clientele.failure.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Exactly what a run reads, so that the same manifest means the same lines.
 *
 * @param kind {@code files}, {@code delta} or {@code database}
 * @param location the configured path or table name
 * @param entries for files {@code path|size|modified}, sorted, which notice a change while they are
 *     read; for Delta the table id and version; for a table of a database the number of its rows
 *     and a checksum
 * @param contents what stands for the contents; for files {@code path|size|checksum}, where that
 *     can be had, so that a file that was only touched is the same
 * @param lookups what is read beside it, in the order of the configuration
 */
public record InputManifest(
    String kind,
    String location,
    List<String> entries,
    Supplier<List<String>> contents,
    List<InputManifest> lookups) {

  private static final Pattern PLAIN = Pattern.compile("\\.(csv|tsv|txt|json|jsonl|ndjson)$");

  /** Columns and compressed text hold five to ten times as many rows a byte. */
  private static final long PACKED = 8;

  /** One without lookups, whose entries stand for its contents. */
  public InputManifest(String kind, String location, List<String> entries) {
    this(kind, location, entries, () -> entries, List.of());
  }

  InputManifest with(List<InputManifest> beside) {
    return new InputManifest(kind, location, entries, contents, List.copyOf(beside));
  }

  /** Canonical text for hashing; reads the files whose checksums it needs. */
  public String fingerprint() {
    StringBuilder text =
        new StringBuilder(kind + "\n" + Redaction.of(String.join("\n", contents.get())));
    lookups.forEach(lookup -> text.append("\nlookup\n").append(lookup.fingerprint()));
    return text.toString();
  }

  /** What would notice a change, without a look into any file. */
  public List<String> state() {
    List<String> state = new ArrayList<>(List.of(kind, location));
    state.addAll(entries);
    lookups.forEach(lookup -> state.addAll(lookup.state()));
    return state;
  }

  /**
   * About how many bytes the rows would be as plain text; empty where they are not in files. A file
   * whose name does not say that it is plain text is taken for a packed one.
   */
  public OptionalLong textBytes() {
    if (!kind.equals("files")) {
      return OptionalLong.empty();
    }
    long bytes = 0;
    for (String entry : entries) {
      String[] parts = entry.split("\\|");
      long size = Long.parseLong(parts[parts.length - 2]);
      bytes += PLAIN.matcher(parts[parts.length - 3]).find() ? size : PACKED * size;
    }
    for (InputManifest lookup : lookups) {
      OptionalLong more = lookup.textBytes();
      if (more.isEmpty()) {
        return more;
      }
      bytes += more.getAsLong();
    }
    return OptionalLong.of(bytes);
  }

  /** A short description for the ledger and the summary. */
  public String describe() {
    StringBuilder text = new StringBuilder(Redaction.of(location));
    text.append(
        switch (kind) {
          case "files" -> " (" + entries.size() + (entries.size() == 1 ? " file)" : " files)");
          case "database" -> " (" + entries.get(0) + ")";
          default -> " (" + String.join(", ", entries) + ")";
        });
    lookups.forEach(lookup -> text.append(" with ").append(lookup.describe()));
    return text.toString();
  }
}
