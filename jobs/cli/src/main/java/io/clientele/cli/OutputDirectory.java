package io.clientele.cli;

import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a command writes files for people, who may have edited those of an earlier one.
 *
 * @param force whether files that are there may be overwritten
 */
record OutputDirectory(Path directory, boolean force) {

  /**
   * Asked before the work, not after it.
   *
   * @throws ConfigurationException if one of the files is there already
   */
  void checkFree(List<String> names) {
    List<String> taken =
        names.stream()
            .map(directory::resolve)
            .filter(file -> !force && Files.exists(file))
            .map(Path::toString)
            .toList();
    if (!taken.isEmpty()) {
      throw new ConfigurationException(
          String.join(" and ", taken)
              + (taken.size() == 1 ? " is" : " are")
              + " there already, perhaps edited. Give another directory with --out DIR, or"
              + " overwrite with --force.");
    }
  }

  /**
   * Writes files and names each.
   *
   * @param files texts by name
   */
  void write(Map<String, String> files, PrintWriter out) {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      try {
        Files.createDirectories(directory);
        Files.writeString(path, file.getValue());
      } catch (IOException e) {
        throw new ConfigurationException(
            path + " cannot be written: " + e.getMessage() + ". Give another --out DIR.", e);
      }
      out.println("Wrote   " + path);
    }
    out.flush();
  }
}
