package io.clientele.ingest;

import io.clientele.config.SourceFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;

/** Which files of a directory are data, by their names. */
final class FileNames {
  private static final Set<String> COMPRESSED =
      Set.of("gz", "bz2", "zst", "zstd", "snappy", "deflate", "lz4", "lzo", "xz");

  private static final Map<SourceFormat, Set<String>> ENDINGS =
      Map.of(
          SourceFormat.CSV, Set.of("csv", "txt", "tsv", "psv", "dat"),
          SourceFormat.JSON, Set.of("json", "jsonl", "ndjson"),
          SourceFormat.PARQUET, Set.of("parquet", "parq", "pq"),
          SourceFormat.ORC, Set.of("orc"));

  /** Copies and leftovers of programs and people, in any format. */
  private static final Set<String> LEFTOVERS =
      Set.of(
          "bak", "backup", "old", "orig", "tmp", "temp", "swp", "part", "partial", "crc", "md5",
          "sha1", "sha256", "md");

  private FileNames() {}

  /**
   * The files that are data. Those that end as the format does; where none does, as with Spark's
   * own {@code part-00000}, all that are no copies or leftovers.
   */
  static List<FileStatus> data(List<FileStatus> files, SourceFormat format) {
    Set<String> endings = ENDINGS.getOrDefault(format, Set.of());
    List<FileStatus> candidates =
        files.stream().filter(file -> !isLeftover(file.getPath().getName())).toList();
    List<FileStatus> named =
        candidates.stream()
            .filter(file -> endings.contains(ending(file.getPath().getName())))
            .toList();
    return named.isEmpty() ? candidates : named;
  }

  /** Whether a name, or the last part of a glob, says which ending is meant. */
  static boolean saysEnding(String name) {
    return name.matches(".*\\.[A-Za-z0-9_~-]+");
  }

  /** Whether a file was compressed, by the ending of its name. */
  static boolean isCompressed(String name) {
    return COMPRESSED.contains(lastEnding(name));
  }

  private static boolean isLeftover(String name) {
    return name.endsWith("~")
        || name.toLowerCase(Locale.ROOT).startsWith("readme")
        || LEFTOVERS.contains(lastEnding(name));
  }

  /** The ending below that of a compression. */
  private static String ending(String name) {
    String last = lastEnding(name);
    return COMPRESSED.contains(last)
        ? lastEnding(name.substring(0, name.length() - last.length() - 1))
        : last;
  }

  private static String lastEnding(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
