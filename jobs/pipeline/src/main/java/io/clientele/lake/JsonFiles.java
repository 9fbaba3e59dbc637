package io.clientele.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.table.Tables;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Numbered files of a folder of the lake, {@code 1.json} and so on, each written once: of two
 * writers of one number the first wins, as with Delta's own log.
 */
final class JsonFiles {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final String FORMAT = "format_version";

  private final WriteOnceFiles files;
  private final Path directory;

  JsonFiles(SparkSession spark, Path directory) {
    this.files = new WriteOnceFiles(spark, directory);
    this.directory = directory;
  }

  /**
   * A file's content.
   *
   * @throws ConfigurationException if a newer release wrote it
   * @throws DataRefusedException if it is damaged
   */
  Optional<JsonNode> read(int number) {
    String name = name(number);
    Path file = files.path(name);
    try {
      if (!files.has(name)) {
        return Optional.empty();
      }
      JsonNode json = JSON.readTree(String.join("\n", files.lines(name)));
      if (!json.path(FORMAT).isInt()) {
        throw damaged(file, "it has no " + FORMAT, null);
      }
      int format = json.get(FORMAT).asInt();
      if (format > Tables.FORMAT_VERSION) {
        throw new ConfigurationException(
            "lake: "
                + file
                + " was written in format "
                + format
                + "; this release knows "
                + Tables.FORMAT_VERSION
                + ". Use the newer release.");
      }
      return Optional.of(json);
    } catch (JsonProcessingException e) {
      throw damaged(file, "it is cut off or garbled", e);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Writes a file unless another writer was first. */
  void putIfAbsent(int number, ObjectNode json) {
    json.put(FORMAT, Tables.FORMAT_VERSION);
    try {
      files.create(name(number), List.of(json.toString()));
    } catch (FileAlreadyExistsException e) {
      // What the other wrote counts; the next run is held against it.
      return;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** The greatest number; 0 where there is no file. */
  int newest() {
    try {
      return files.namesFrom("0").stream()
          .filter(name -> name.matches("\\d{1,9}\\.json"))
          .mapToInt(name -> Integer.parseInt(name.substring(0, name.length() - 5)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static String name(int number) {
    return number + ".json";
  }

  private static DataRefusedException damaged(
      Path file, String problem, @Nullable Exception cause) {
    return new DataRefusedException(
        "lake: "
            + file
            + " is damaged: "
            + problem
            + ". Restore it from a backup, or move it away; the next run that is published writes it"
            + " anew.",
        cause);
  }

  private ConfigurationException unreachable(IOException e) {
    return ConfigurationException.unreachable("lake: " + directory, "read or written", e);
  }
}
