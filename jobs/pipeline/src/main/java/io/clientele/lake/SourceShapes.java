package io.clientele.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.config.SchemaChanges;
import io.clientele.failure.DataRefusedException;
import io.clientele.ingest.SourceShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The columns that the sources of a base had, kept as {@code _registry/BASE/sources/NAME/N.json}
 * with a new file whenever they change.
 */
public final class SourceShapes {
  private static final String COLUMNS = "columns";
  private static final String RUN = "run_id";

  private final SparkSession spark;
  private final Path directory;

  /** The shapes of a base. */
  public SourceShapes(SparkSession spark, Lake lake, String base) {
    this.spark = spark;
    this.directory = new Path(lake.location(), "_registry/" + base + "/sources");
  }

  /**
   * Holds sources against what the last published run read.
   *
   * @return what changed, in words
   * @throws DataRefusedException if the policy of a source refuses a change
   */
  public List<String> check(List<SourceShape> shapes) {
    List<String> notes = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (SourceShape shape : shapes) {
      Map<String, String> known = known(shape);
      if (!known.isEmpty()) {
        changes(shape, known, notes, refused);
      }
    }
    if (!refused.isEmpty()) {
      throw new DataRefusedException(
          String.join("\n", refused)
              + "\nNothing was published; the last good run stays. Mend the source, or set"
              + " schema_changes of it to record.");
    }
    return notes;
  }

  /** Notes the columns of a run that was published, where they are new. */
  public void register(List<SourceShape> shapes, String runId) {
    for (SourceShape shape : shapes) {
      if (!known(shape).equals(new TreeMap<>(shape.types()))) {
        ObjectNode json = JsonFiles.JSON.createObjectNode();
        json.put(RUN, runId);
        ObjectNode columns = json.putObject(COLUMNS);
        new TreeMap<>(shape.types()).forEach(columns::put);
        JsonFiles files = files(shape);
        files.putIfAbsent(files.newest() + 1, json);
      }
    }
  }

  private static void changes(
      SourceShape shape, Map<String, String> known, List<String> notes, List<String> refused) {
    SchemaChanges policy = shape.source().changes();
    shape
        .types()
        .forEach(
            (name, type) -> {
              String before = known.get(name);
              if (before == null) {
                add(
                    shape,
                    "column " + name + " " + type + " appeared",
                    policy.appear(),
                    notes,
                    refused);
              } else if (!before.equals(type)) {
                add(
                    shape,
                    "column " + name + " was " + before + " and is " + type,
                    policy.retype(),
                    notes,
                    refused);
              }
            });
    known
        .keySet()
        .forEach(
            name -> {
              if (!shape.types().containsKey(name)) {
                add(shape, "column " + name + " is gone", policy.vanish(), notes, refused);
              }
            });
  }

  private static void add(
      SourceShape shape,
      String change,
      SchemaChanges.Policy policy,
      List<String> notes,
      List<String> refused) {
    (policy == SchemaChanges.Policy.REFUSE ? refused : notes)
        .add(shape.source().key() + ": " + change + " since the last published run");
  }

  private Map<String, String> known(SourceShape shape) {
    JsonFiles files = files(shape);
    Map<String, String> columns = new TreeMap<>();
    int newest = files.newest();
    if (newest > 0) {
      files
          .read(newest)
          .ifPresent(
              json ->
                  json.path(COLUMNS)
                      .fields()
                      .forEachRemaining(
                          entry -> columns.put(entry.getKey(), entry.getValue().asText())));
    }
    return columns;
  }

  private JsonFiles files(SourceShape shape) {
    return new JsonFiles(spark, new Path(directory, shape.source().name()));
  }
}
