package io.clientele.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.failure.ConfigurationException;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The first commit of a Delta table without rows, written as the Delta protocol describes it: what
 * the commit was, the lowest protocol of readers and writers, and the columns with their comments.
 * A lake has some thirty tables, and Delta's own builder takes a second for each.
 */
final class TableCreation {
  private static final String FIRST = "0".repeat(20) + ".json";
  private static final String CHECKSUM = "0".repeat(20) + ".crc";

  private final WriteOnceFiles log;

  /** The creation of a table whose log is to lie there. */
  TableCreation(SparkSession spark, Path log) {
    this.log = new WriteOnceFiles(spark, log);
  }

  /** Creates the table; where another writer was first, its table stays. */
  void commit(TableSpec table, Instant now) {
    Map<String, String> properties =
        Map.of(
            "clientele.format_version",
            Integer.toString(Tables.FORMAT_VERSION),
            // Statistics of the key only: wide tables would pay for numbers that nobody prunes by.
            "delta.dataSkippingNumIndexedCols",
            "4",
            // A checkpoint is a Spark job a table: every tenth run would take ten seconds longer.
            "delta.checkpointInterval",
            "30");
    ObjectNode protocol = JsonFiles.JSON.createObjectNode();
    protocol.put("minReaderVersion", 1).put("minWriterVersion", 2);
    ObjectNode metadata = JsonFiles.JSON.createObjectNode();
    metadata.put("id", id(now));
    metadata.put("description", table.meaning());
    metadata.putObject("format").put("provider", "parquet").putObject("options");
    metadata.put("schemaString", table.schema().json());
    metadata.set("partitionColumns", JsonFiles.JSON.valueToTree(table.partitions()));
    metadata.set("configuration", JsonFiles.JSON.valueToTree(properties));
    metadata.put("createdTime", now.toEpochMilli());
    try {
      log.create(
          FIRST,
          List.of(
              action("commitInfo", info(table, now)),
              action("metaData", metadata),
              action("protocol", protocol)));
      log.create(CHECKSUM, List.of(checksum(metadata, protocol).toString()));
    } catch (FileAlreadyExistsException e) {
      // The other created it from the same specification; what it lacks is added by the next run.
      return;
    } catch (IOException e) {
      throw ConfigurationException.unreachable("lake: " + log.path(FIRST), "written", e);
    }
  }

  private static ObjectNode info(TableSpec table, Instant now) {
    ObjectNode commit = JsonFiles.JSON.createObjectNode();
    commit.put("timestamp", now.toEpochMilli());
    commit.put("operation", "CREATE TABLE");
    commit.putObject("operationParameters").put("description", table.meaning());
    commit.put("isolationLevel", "Serializable");
    commit.put("isBlindAppend", true);
    commit.put("engineInfo", "Clientele");
    return commit;
  }

  /** Without it Delta's next commit reads the log by a Spark job to learn that there is no file. */
  private static ObjectNode checksum(ObjectNode metadata, ObjectNode protocol) {
    ObjectNode checksum = JsonFiles.JSON.createObjectNode();
    checksum.put("tableSizeBytes", 0);
    checksum.put("numFiles", 0);
    checksum.put("numMetadata", 1);
    checksum.put("numProtocol", 1);
    checksum.putArray("setTransactions");
    checksum.putArray("domainMetadata");
    checksum.set("metadata", metadata);
    checksum.set("protocol", protocol);
    checksum.putArray("allFiles");
    return checksum;
  }

  private static String action(String kind, ObjectNode content) {
    return JsonFiles.JSON.createObjectNode().<ObjectNode>set(kind, content).toString();
  }

  /** Another one for each table, and for one that takes the place of a table that was removed. */
  private String id(Instant now) {
    return UUID.nameUUIDFromBytes((log.path(FIRST) + " " + now).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
