package io.clientele.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import io.clientele.failure.ConfigurationException;
import io.clientele.table.Tables;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.storage.LogStore;

/**
 * What each version of each scheme of a base means: a name and a version stand for one definition,
 * for ever. Each is a file {@code _registry/BASE/schemes/NAME/VERSION.json}, put by Delta's log
 * store, which creates a file only where there is none.
 */
public final class Registry {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration hadoop;
  private final LogStore store;
  private final Path directory;
  private final String place;

  /** The registry of a base. */
  public Registry(SparkSession spark, Lake lake, String base) {
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.store = LogStore.apply(spark);
    this.directory = new Path(lake.location(), "_registry/" + base + "/schemes");
    this.place = lake.location();
  }

  /**
   * One version of a scheme.
   *
   * @param scheme its name
   * @param version of the definition
   * @param origin the file that it was read from
   * @param definition a fact a line, without comments, layout and overrides
   */
  public record Version(String scheme, int version, String origin, List<String> definition) {}

  /**
   * Refuses definitions that were changed without a new version.
   *
   * @throws ConfigurationException naming each of them, what was changed and how to mend it
   */
  public void check(List<Version> versions) {
    List<String> problems = new ArrayList<>();
    for (Version version : versions) {
      List<String> known = registered(version);
      if (!known.isEmpty() && !known.equals(version.definition())) {
        problems.add(refusal(version, known));
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(problems);
    }
  }

  /** Notes the definitions of a run that was published; those that are known stay as they are. */
  public void register(List<Version> versions) {
    for (Version version : versions) {
      if (registered(version).isEmpty()) {
        put(version);
      }
    }
  }

  private String refusal(Version version, List<String> known) {
    StringBuilder text = new StringBuilder();
    text.append(version.origin())
        .append(": version ")
        .append(version.version())
        .append(" of scheme ")
        .append(version.scheme())
        .append(" was published to ")
        .append(place)
        .append(" with another definition (- published, + this file):\n");
    for (AbstractDelta<String> delta : DiffUtils.diff(known, version.definition()).getDeltas()) {
      delta.getSource().getLines().forEach(line -> text.append("    - ").append(line).append('\n'));
      delta.getTarget().getLines().forEach(line -> text.append("    + ").append(line).append('\n'));
    }
    return text.append("  Set version: ")
        .append(newest(version) + 1)
        .append(" in the file, or take the change back. To try other values of parameters without")
        .append(" a new version, leave the file and set parameters.")
        .append(version.scheme())
        .append(" in the configuration or with --set. Nothing was computed.")
        .toString();
  }

  /** The registered definition; empty where there is none. */
  private List<String> registered(Version version) {
    Path file = file(version);
    try {
      if (!directory.getFileSystem(hadoop).exists(file)) {
        return List.of();
      }
      JsonNode json =
          JSON.readTree(
              String.join("\n", ScalaIterators.list(store.read(file, hadoop).iterator())));
      int format = json.get("format_version").asInt();
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
      List<String> lines = new ArrayList<>();
      json.get("definition").forEach(line -> lines.add(line.asText()));
      return lines;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private void put(Version version) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format_version", Tables.FORMAT_VERSION);
    json.put("scheme", version.scheme());
    json.put("version", version.version());
    ArrayNode lines = json.putArray("definition");
    version.definition().forEach(lines::add);
    Path file = file(version);
    try {
      directory.getFileSystem(hadoop).mkdirs(file.getParent());
      store.write(file, ScalaIterators.of(json.toString()), false, hadoop);
    } catch (FileAlreadyExistsException e) {
      // Another run of this base was first; the next one is held against what it wrote.
      return;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private int newest(Version version) {
    int newest = version.version();
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      for (FileStatus file : files.listStatus(file(version).getParent())) {
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

  private Path file(Version version) {
    return new Path(directory, version.scheme() + "/" + version.version() + ".json");
  }

  private ConfigurationException unreachable(IOException e) {
    return new ConfigurationException(
        "lake: " + directory + " cannot be read or written: " + e.getMessage(), e);
  }
}
