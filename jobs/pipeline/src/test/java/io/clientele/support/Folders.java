package io.clientele.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and damages directories. */
public final class Folders {
  private Folders() {}

  public static Path copy(Path from, Path to) {
    for (Path file : below(from)) {
      try {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return to;
  }

  public static void delete(Path directory) {
    List<Path> all = below(directory).stream().sorted(Comparator.reverseOrder()).toList();
    all.forEach(
        file -> {
          try {
            Files.delete(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The first file below the directory whose path matches, by name. */
  public static Path find(Path directory, String pattern) {
    return below(directory).stream()
        .filter(file -> file.toString().matches(pattern))
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  /** Everything below the directory, itself first. */
  public static List<Path> below(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the first bytes of a file only; a checksum file of Hadoop beside it goes. */
  public static void cut(Path file, int bytes) {
    try {
      byte[] all = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(all, Math.min(bytes, all.length)));
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
