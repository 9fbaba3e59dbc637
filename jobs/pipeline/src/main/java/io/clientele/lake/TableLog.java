package io.clientele.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.spark.Catalyst;
import io.clientele.spark.Names;
import io.clientele.spark.WholeFiles;
import io.clientele.table.TableSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.files.TahoeLogFileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * What Delta's log says of a table. For the small tables of a lake its checksum file names the data
 * files, so that no Spark job is needed; no data are read in any case.
 */
final class TableLog {
  private final Snapshot snapshot;
  private final Configuration hadoop;

  private TableLog(Snapshot snapshot, Configuration hadoop) {
    this.snapshot = snapshot;
    this.hadoop = hadoop;
  }

  /** The log behind a Delta table that was just opened. */
  static TableLog of(Dataset<Row> table) {
    LogicalRelation relation = (LogicalRelation) Catalyst.plans(table).analyzed();
    TahoeLogFileIndex index =
        (TahoeLogFileIndex) ((HadoopFsRelation) relation.relation()).location();
    return new TableLog(
        index.getSnapshot(), table.sparkSession().sparkContext().hadoopConfiguration());
  }

  /** What is wrong with the commits since the last checkpoint, in words; nothing where none is. */
  Optional<String> brokenCommit() {
    for (FileStatus commit : ScalaIterators.list(snapshot.logSegment().deltas().iterator())) {
      Optional<String> problem = problem(commit.getPath());
      if (problem.isPresent()) {
        return problem.map(text -> commit.getPath().getName() + " of its log " + text);
      }
    }
    return Optional.empty();
  }

  /** Delta itself may believe the checksum file and not look at the commit for a long time. */
  private Optional<String> problem(Path commit) {
    long added = 0;
    OptionalLong promised = OptionalLong.empty();
    int lines = 0;
    try {
      for (String line :
          ScalaIterators.list(snapshot.deltaLog().store().read(commit, hadoop).iterator())) {
        JsonNode action = JsonFiles.JSON.readTree(line);
        lines++;
        added += action.has("add") ? 1 : 0;
        JsonNode info = action.path("commitInfo");
        JsonNode files = info.path("operationMetrics").path("numFiles");
        if (info.path("operation").asText().equals("WRITE") && !files.isMissingNode()) {
          promised = OptionalLong.of(files.asLong());
        }
      }
    } catch (JsonProcessingException e) {
      return Optional.of("is cut off or garbled in line " + (lines + 1));
    } catch (IOException e) {
      return Optional.of("cannot be read: " + e.getMessage());
    }
    if (lines == 0) {
      return Optional.of("is empty");
    }
    return promised.isPresent() && promised.getAsLong() != added
        ? Optional.of("names " + added + " of " + promised.getAsLong() + " files")
        : Optional.empty();
  }

  /** Data files of one run that count. */
  record Files(List<AddFile> files) {
    /** Of a run that wrote none. */
    static final Files NONE = new Files(List.of());

    /** How many rows they hold; nothing where a file does not say it. */
    OptionalLong rows() {
      long rows = 0;
      for (AddFile file : files) {
        if (file.numLogicalRecords().isEmpty()) {
          return OptionalLong.empty();
        }
        rows += (Long) file.numLogicalRecords().get();
      }
      return OptionalLong.of(rows);
    }
  }

  /** The data files of runs that count, by run. */
  Map<String, Files> files(String base, Collection<String> runs) {
    Map<String, Files> files = new HashMap<>();
    runs.forEach(run -> files.put(run, new Files(new ArrayList<>())));
    Column condition =
        partition(TableSpec.BASE)
            .equalTo(base)
            .and(partition(TableSpec.RUN_ID).isin(runs.toArray()));
    for (AddFile file : all(condition)) {
      Files own = files.get(value(file, TableSpec.RUN_ID));
      if (own != null && value(file, TableSpec.BASE).equals(base)) {
        own.files().add(file);
      }
    }
    return files;
  }

  /** The data files of a base that count. */
  Files files(String base) {
    return new Files(
        all(partition(TableSpec.BASE).equalTo(base)).stream()
            .filter(file -> value(file, TableSpec.BASE).equals(base))
            .toList());
  }

  /** The data files that count, or more: at least those for which the condition holds. */
  private List<AddFile> all(Column condition) {
    if (snapshot.checksumOpt().isDefined() && snapshot.checksumOpt().get().allFiles().isDefined()) {
      return ScalaIterators.list(snapshot.checksumOpt().get().allFiles().get().iterator());
    }
    return snapshot.allFiles().filter(condition).collectAsList();
  }

  /**
   * The rows of data files. They are read as Parquet, which spares the two to four jobs by which
   * Delta finds the files anew.
   *
   * @return nothing where that would not be all that counts: without files, where rows were deleted
   *     in them, where columns bear other names there, or where they lie outside of the table
   */
  Optional<Dataset<Row>> rows(SparkSession spark, Files files) {
    Path table = snapshot.deltaLog().dataPath();
    List<String> paths = new ArrayList<>();
    for (AddFile file : files.files()) {
      Path path = file.absolutePath(snapshot.deltaLog());
      if (file.deletionVector() != null || !path.toString().startsWith(table + "/")) {
        return Optional.empty();
      }
      paths.add(WholeFiles.literal(path.toString()));
    }
    boolean renamed = snapshot.metadata().configuration().contains("delta.columnMapping.mode");
    return paths.isEmpty() || renamed
        ? Optional.empty()
        : Optional.of(
            spark
                .read()
                .schema(snapshot.schema())
                .option("basePath", table.toString())
                .parquet(paths.toArray(String[]::new))
                // Parquet gives the columns of the folders last.
                .select(
                    Arrays.stream(snapshot.schema().fieldNames())
                        .map(name -> Names.column(name))
                        .toArray(Column[]::new)));
  }

  private static Column partition(String column) {
    return functions.col("partitionValues").getItem(column);
  }

  private static String value(AddFile file, String column) {
    return file.partitionValues().contains(column) ? file.partitionValues().apply(column) : "";
  }

  /** The name of the folder of a partition's files. */
  static String folder(String column, @Nullable String value) {
    return ExternalCatalogUtils.getPartitionPathString(column, value);
  }

  /** The first file that is not there in its full length, in words; each folder is listed once. */
  Optional<String> missing(Files files) throws IOException {
    Map<Path, Map<String, Long>> folders = new HashMap<>();
    for (AddFile file : files.files()) {
      Path path = file.absolutePath(snapshot.deltaLog());
      Path folder = path.getParent();
      if (!folders.containsKey(folder)) {
        folders.put(folder, lengths(folder));
      }
      Long length = folders.get(folder).get(path.getName());
      if (length == null) {
        return Optional.of("its file " + path + " is gone");
      }
      if (length != file.size()) {
        return Optional.of("its file " + path + " has " + length + " of " + file.size() + " bytes");
      }
    }
    return Optional.empty();
  }

  private Map<String, Long> lengths(Path folder) throws IOException {
    Map<String, Long> lengths = new HashMap<>();
    try {
      for (FileStatus file : folder.getFileSystem(hadoop).listStatus(folder)) {
        lengths.put(file.getPath().getName(), file.getLen());
      }
    } catch (FileNotFoundException e) {
      return lengths;
    }
    return lengths;
  }
}
