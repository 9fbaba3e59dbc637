package io.clientele.lake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import io.clientele.failure.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What each version of each scheme of a base means: a name and a version stand for one definition,
 * for ever. Each is a file {@code _registry/BASE/schemes/NAME/VERSION.json}, put by Delta's log
 * store, which creates a file only where there is none.
 */
public final class Registry {
  private final SparkSession spark;
  private final Path directory;
  private final String place;

  /** The registry of a base. */
  public Registry(SparkSession spark, Lake lake, String base) {
    this.spark = spark;
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
    List<String> lines = new ArrayList<>();
    files(version)
        .read(version.version())
        .ifPresent(json -> json.path("definition").forEach(line -> lines.add(line.asText())));
    return lines;
  }

  private void put(Version version) {
    ObjectNode json = JsonFiles.JSON.createObjectNode();
    json.put("scheme", version.scheme());
    json.put("version", version.version());
    ArrayNode lines = json.putArray("definition");
    version.definition().forEach(lines::add);
    files(version).putIfAbsent(version.version(), json);
  }

  private int newest(Version version) {
    return Math.max(version.version(), files(version).newest());
  }

  private JsonFiles files(Version version) {
    return new JsonFiles(spark, new Path(directory, version.scheme()));
  }
}
