package io.clientele.ingest;

import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;

/** Keeps what is read and what is written apart: a lake in a source would be read as its lines. */
final class LakePlacement {
  private LakePlacement() {}

  /**
   * Fails where the source or what its glob can match lies in the lake, or the lake in it.
   *
   * @throws ConfigurationException naming both places
   */
  static void check(String key, String location, String lake, Configuration hadoop) {
    try {
      Path source = qualified(location, hadoop);
      Path place = qualified(lake, hadoop);
      boolean oneSystem =
          Objects.equals(source.toUri().getScheme(), place.toUri().getScheme())
              && Objects.equals(source.toUri().getAuthority(), place.toUri().getAuthority());
      if (oneSystem
          && (overlap(parts(source), parts(place))
              || overlap(parts(real(source, hadoop)), parts(real(place, hadoop))))) {
        throw new ConfigurationException(
            key
                + ".path and lake: "
                + location
                + " and "
                + lake
                + " lie in each other, so that a run would read what runs have written. Give the"
                + " lake a directory of its own with lake: or --set lake=DIRECTORY.");
      }
    } catch (IOException e) {
      throw ConfigurationException.unreachable(key + ": " + location, "reached", e);
    }
  }

  /** Whether the shorter path leads to the longer one; the parts of the source may be globs. */
  private static boolean overlap(List<String> source, List<String> lake) {
    for (int i = 0; i < Math.min(source.size(), lake.size()); i++) {
      if (!matches(source.get(i), lake.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String pattern, String name) {
    try {
      return pattern.equals(name) || new GlobPattern(pattern).matches(name);
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static List<String> parts(Path path) {
    return Arrays.stream(path.toUri().getPath().split("/"))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Path qualified(String location, Configuration hadoop) throws IOException {
    Path path = new Path(location);
    return path.getFileSystem(hadoop).makeQualified(path);
  }

  /** The path with the links in it followed, as far as it is there. */
  private static Path real(Path path, Configuration hadoop) throws IOException {
    FileSystem system = path.getFileSystem(hadoop);
    if (!FileListing.isLocal(system)) {
      return path;
    }
    java.nio.file.Path there = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path existing = there;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    java.nio.file.Path rest = existing.relativize(there);
    return system.makeQualified(new Path(existing.toRealPath().resolve(rest).toString()));
  }
}
