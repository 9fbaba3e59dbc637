package io.clientele.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The model that each run clustered by: {@code _registry/BASE/clusters/RUN_ID/1.json}, written
 * once. A run's id stands for its inputs and its configuration, so a second attempt would write the
 * same.
 */
public final class RunModels {
  private static final int ONLY = 1;

  private final SparkSession spark;
  private final Path directory;

  /** The models of a base. */
  public RunModels(SparkSession spark, Lake lake, String base) {
    this.spark = spark;
    this.directory = new Path(lake.location(), "_registry/" + base + "/clusters");
  }

  /** The model of a run; nothing where it has none. */
  public Optional<JsonNode> find(String runId) {
    return files(runId).read(ONLY);
  }

  /** Keeps the model of a run. */
  public void put(String runId, ObjectNode model) {
    files(runId).putIfAbsent(ONLY, model);
  }

  private JsonFiles files(String runId) {
    return new JsonFiles(spark, new Path(directory, runId));
  }
}
