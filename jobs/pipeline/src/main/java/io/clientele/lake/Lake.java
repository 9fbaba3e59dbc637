package io.clientele.lake;

import io.clientele.config.FileSystems;
import io.clientele.failure.ClienteleException;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.spark.Names;
import io.clientele.table.ColumnSpec;
import io.clientele.table.TableSpec;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of Delta tables that bases are published to. */
public final class Lake {
  private static final String DELTA_LOG = "_delta_log";

  /** Stands for the slashes of an attempt's id in the name of its directory. */
  private static final String BETWEEN = "+";

  /** Host, process, start of the process, and what is kept apart. */
  private static final Pattern ATTEMPT = Pattern.compile("([^+]+)\\+(\\d+)\\+(\\d+)(-.*)?");

  private static final Logger LOG = LoggerFactory.getLogger(Lake.class);

  private final SparkSession spark;
  private final Path root;

  /**
   * The lake at a place.
   *
   * @param location a directory, any URI that Hadoop can write
   */
  public Lake(SparkSession spark, String location) {
    this.spark = spark;
    this.root =
        FileSystems.of("lake", location, spark.sparkContext().hadoopConfiguration())
            .makeQualified(new Path(location));
  }

  /** Where the lake lies. */
  public String location() {
    return root.toString();
  }

  /** Where a table lies. */
  public String path(TableSpec table) {
    return new Path(root, table.name()).toString();
  }

  /** A directory for intermediate results of one attempt. */
  public String staging(String attempt) {
    return new Path(stagings(), attempt.replace("/", BETWEEN)).toString();
  }

  private Path stagings() {
    return new Path(root, "_staging");
  }

  /**
   * Removes the intermediate results of attempts whose process is known to be gone: one that was
   * killed could not do it itself.
   *
   * @param gone says so of an attempt's id
   */
  public void dropStagingOf(Predicate<String> gone) {
    try {
      FileSystem files = fileSystem();
      for (FileStatus directory : files.listStatus(stagings())) {
        Matcher attempt = ATTEMPT.matcher(directory.getPath().getName());
        if (attempt.matches()
            && gone.test(String.join("/", attempt.group(1), attempt.group(2), attempt.group(3)))) {
          files.delete(directory.getPath(), true);
        }
      }
    } catch (IOException e) {
      // What is left takes up room, and harms nothing.
      LOG.warn("intermediate results of ended processes were not removed", e);
    }
  }

  /** Removes the intermediate results of an attempt. */
  public void dropStaging(String attempt) {
    try {
      fileSystem().delete(new Path(staging(attempt)), true);
    } catch (IOException e) {
      throw ConfigurationException.unreachable("lake: " + root, "cleaned", e);
    }
  }

  /**
   * Fails early where nothing could be written in the end.
   *
   * @throws ConfigurationException if the lake is not writable
   */
  public void prepare(String attempt) {
    Path probe = new Path(stagings(), ".probe-" + attempt.replace("/", BETWEEN));
    try {
      FileSystem files = fileSystem();
      files.mkdirs(stagings());
      files.create(probe, true).close();
      files.delete(probe, false);
    } catch (IOException e) {
      throw new ConfigurationException(
          "lake: "
              + root
              + " cannot be written ("
              + e.getMessage()
              + "). Give another place with lake: or --set lake=DIRECTORY, or mend its rights.",
          e);
    }
  }

  /** Whether the table is there. */
  public boolean has(TableSpec table) {
    return reading(table, () -> DeltaTable.isDeltaTable(spark, path(table)));
  }

  /**
   * The table, all bases and runs.
   *
   * @throws DataRefusedException if its log cannot be read
   */
  public Dataset<Row> read(TableSpec table) {
    return reading(table, () -> spark.read().format("delta").load(path(table)));
  }

  /** The table, or less of it: at least the rows of the given files. */
  Dataset<Row> rows(TableSpec table, TableLog log, TableLog.Files files) {
    return log.rows(spark, files).orElseGet(() -> read(table));
  }

  /** Does something that reads the table's log; what fails there is damage of the table. */
  <T> T reading(TableSpec table, Supplier<T> action) {
    try {
      return action.get();
    } catch (ClienteleException e) {
      throw e;
    } catch (Exception e) {
      // Delta throws checked exceptions without declaring them.
      throw unreadable(
          table,
          "its log cannot be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  /**
   * Makes sure that the log of the table can be read to its end.
   *
   * @throws DataRefusedException if it cannot
   */
  TableLog requireSound(TableSpec table) {
    TableLog log = reading(table, () -> TableLog.of(read(table)));
    log.brokenCommit()
        .ifPresent(
            problem -> {
              throw unreadable(table, problem, null);
            });
    return log;
  }

  private DataRefusedException unreadable(
      TableSpec table, String problem, @Nullable Exception cause) {
    return new DataRefusedException(
        "lake: table "
            + table.name()
            + " in "
            + path(table)
            + " is damaged: "
            + problem
            + ". Restore the folder from a backup; or move it away and run again with the same"
            + " --config, each date whose rows of this table are wanted. Other tables can be"
            + " queried meanwhile.",
        cause);
  }

  /** The names below a folder of the lake, sorted. */
  List<String> folders(String name) {
    Path folder = new Path(root, name);
    try {
      FileSystem files = fileSystem();
      return files.exists(folder)
          ? Arrays.stream(files.listStatus(folder))
              .map(f -> f.getPath().getName())
              .sorted()
              .toList()
          : List.of();
    } catch (IOException e) {
      throw ConfigurationException.unreachable("lake: " + folder, "read", e);
    }
  }

  /** That the table is not there, in words. */
  String gone(TableSpec table) {
    return "lake: table " + table.name() + " is gone from " + path(table);
  }

  /** No rows, with the columns that the table has in every lake. */
  Dataset<Row> empty(TableSpec table) {
    return spark.createDataFrame(List.of(), table.schema());
  }

  /** The table as something that can be changed. */
  DeltaTable table(TableSpec table) {
    return DeltaTable.forPath(spark, path(table));
  }

  /** Whether a folder of the run's files lies in the table, whether they count or not. */
  boolean hasFolder(TableSpec table, String base, LocalDate asOf, String runId) {
    Map<String, String> values =
        Map.of(TableSpec.BASE, base, TableSpec.AS_OF, asOf.toString(), TableSpec.RUN_ID, runId);
    Path folder = new Path(path(table));
    for (String column : table.partitions()) {
      folder = new Path(folder, TableLog.folder(column, values.get(column)));
    }
    try {
      return fileSystem().exists(folder);
    } catch (IOException e) {
      throw ConfigurationException.unreachable("lake: " + root, "read", e);
    }
  }

  /**
   * Creates the table with comments, or adds the columns it lacks.
   *
   * @param now what a table that is created says of when
   * @return whether it was created, and so has no rows of anybody
   */
  boolean ensure(TableSpec table, Instant now) {
    if (!hasLog(table) || !has(table)) {
      if (holdsSomething(table)) {
        throw unreadable(table, "the folder has files but no log", null);
      }
      clearEmptyLog(table);
      new TableCreation(spark, log(table)).commit(table, now);
      return true;
    }
    requireSound(table);
    StructType present = read(table).schema();
    Set<String> names = new HashSet<>(Arrays.asList(present.fieldNames()));
    List<String> missing = new ArrayList<>();
    for (ColumnSpec column : table.columns()) {
      if (!names.contains(column.name())) {
        missing.add(
            "`"
                + column.name()
                + "` "
                + column.type()
                + " COMMENT '"
                + quoted(column.comment())
                + "'");
      } else {
        checkType(table, column, present.apply(column.name()));
      }
    }
    if (!missing.isEmpty()) {
      spark.sql(
          "ALTER TABLE delta.`"
              + path(table)
              + "` ADD COLUMNS ("
              + String.join(", ", missing)
              + ")");
    }
    return false;
  }

  private Path log(TableSpec table) {
    return new Path(path(table), DELTA_LOG);
  }

  private boolean hasLog(TableSpec table) {
    try {
      return fileSystem().exists(log(table));
    } catch (IOException e) {
      throw ConfigurationException.unreachable("lake: " + root, "read", e);
    }
  }

  private boolean holdsSomething(TableSpec table) {
    return folders(table.name()).stream().anyMatch(name -> !name.equals(DELTA_LOG));
  }

  /**
   * A process that died while it made the table leaves a log without a commit, which Delta takes
   * for a table that is there and cannot be opened. Whatever else lies there stays.
   */
  private void clearEmptyLog(TableSpec table) {
    if (!hasLog(table)) {
      return;
    }
    Path log = log(table);
    try {
      FileSystem files = fileSystem();
      for (FileStatus file : files.listStatus(log)) {
        boolean empty = file.isDirectory() && files.listStatus(file.getPath()).length == 0;
        // A commit is written under a hidden name, with a hidden checksum, and renamed.
        if (empty || (file.isFile() && file.getPath().getName().startsWith("."))) {
          files.delete(file.getPath(), false);
        }
      }
      if (files.listStatus(log).length == 0) {
        files.delete(log, false);
      }
    } catch (IOException e) {
      throw ConfigurationException.unreachable("lake: " + log, "cleaned", e);
    }
  }

  private static void checkType(TableSpec table, ColumnSpec column, StructField present) {
    DataType expected = DataType.fromDDL(column.type());
    if (!present.dataType().sql().equals(expected.sql())) {
      throw new ConfigurationException(
          "lake: "
              + table.name()
              + "."
              + column.name()
              + " is "
              + present.dataType().sql()
              + " there and "
              + expected.sql()
              + " here. Another release or another scheme of the"
              + " same name wrote it; use another lake, or rename the scheme.");
    }
  }

  /** Appends rows that have the table's columns, in any order. */
  void append(TableSpec table, Dataset<Row> rows) {
    Column[] columns =
        table.columns().stream()
            .map(c -> Names.column(c.name()).cast(c.type()).as(c.name()))
            .toArray(Column[]::new);
    rows.select(columns)
        .write()
        .format("delta")
        .mode(SaveMode.Append)
        .partitionBy(table.partitions().toArray(String[]::new))
        .save(path(table));
  }

  private FileSystem fileSystem() throws IOException {
    return root.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  private static String quoted(String comment) {
    return comment.replace("\\", "\\\\").replace("'", "\\'");
  }
}
