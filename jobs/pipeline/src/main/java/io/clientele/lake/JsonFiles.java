package io.clientele.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.table.Tables;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.storage.LogStore;
import org.jspecify.annotations.Nullable;

/**
 * Numbered files of a folder of the lake, {@code 1.json} and so on, each written once: of two
 * writers of one number the first wins, as with Delta's own log.
 */
final class JsonFiles {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final String FORMAT = "format_version";

  private final Configuration hadoop;
  private final LogStore store;
  private final Path directory;

  JsonFiles(SparkSession spark, Path directory) {
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.store = LogStore.apply(spark);
    this.directory = directory;
  }

  /**
   * A file's content.
   *
   * @throws ConfigurationException if a newer release wrote it
   * @throws DataRefusedException if it is damaged
   */
  Optional<JsonNode> read(int number) {
    Path file = file(number);
    try {
      if (!directory.getFileSystem(hadoop).exists(file)) {
        return Optional.empty();
      }
      JsonNode json =
          JSON.readTree(
              String.join("\n", ScalaIterators.list(store.read(file, hadoop).iterator())));
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
      directory.getFileSystem(hadoop).mkdirs(directory);
      store.write(file(number), ScalaIterators.of(json.toString()), false, hadoop);
    } catch (FileAlreadyExistsException e) {
      // What the other wrote counts; the next run is held against it.
      return;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** The greatest number; 0 where there is no file. */
  int newest() {
    int newest = 0;
    try {
      for (FileStatus file : directory.getFileSystem(hadoop).listStatus(directory)) {
        String name = file.getPath().getName();
        if (name.matches("\\d{1,9}\\.json")) {
          newest = Math.max(newest, Integer.parseInt(name.substring(0, name.length() - 5)));
        }
      }
    } catch (FileNotFoundException e) {
      return newest;
    } catch (IOException e) {
      throw unreachable(e);
    }
    return newest;
  }

  private Path file(int number) {
    return new Path(directory, number + ".json");
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
    return new ConfigurationException(
        "lake: " + directory + " cannot be read or written: " + e.getMessage(), e);
  }
}
