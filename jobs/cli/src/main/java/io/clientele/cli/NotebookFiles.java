package io.clientele.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The notebooks of a folder, in the order of their numbers.
 *
 * @param files the chosen ones, at least one
 */
record NotebookFiles(List<Path> files) {
  private static final String ENDING = ".ipynb";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Chooses notebooks by how their names begin; all of them where nothing is asked for.
   *
   * @throws ConfigurationException naming what is there if a beginning fits none
   */
  static NotebookFiles of(Path folder, List<String> beginnings) {
    List<Path> all;
    try (Stream<Path> entries = Files.list(folder)) {
      all = entries.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      throw ConfigurationException.unreachable("The notebooks in " + folder, "read", e);
    }
    List<String> names = all.stream().map(NotebookFiles::name).toList();
    for (String beginning : beginnings) {
      if (names.stream().noneMatch(name -> name.startsWith(beginning))) {
        throw new ConfigurationException(
            "No notebook begins with '"
                + beginning
                + "'; there are "
                + String.join(", ", names)
                + ".");
      }
    }
    return new NotebookFiles(
        all.stream()
            .filter(
                file ->
                    beginnings.isEmpty() || beginnings.stream().anyMatch(name(file)::startsWith))
            .toList());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Writes one notebook with the cells of all, for a single kernel session. */
  void join(Path target) {
    try {
      ObjectNode joined = null;
      for (Path file : files) {
        ObjectNode notebook = (ObjectNode) JSON.readTree(file.toFile());
        if (joined == null) {
          joined = notebook;
        } else {
          ArrayNode cells = (ArrayNode) joined.get("cells");
          for (JsonNode cell : notebook.get("cells")) {
            cells.add(cell);
          }
        }
      }
      Files.createDirectories(target.toAbsolutePath().getParent());
      Files.writeString(target, JSON.writeValueAsString(joined));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
