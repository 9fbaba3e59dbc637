package io.clientele.lake;

import io.clientele.failure.ConfigurationException;
import io.delta.storage.AzureLogStore;
import io.delta.storage.CloseableIterator;
import io.delta.storage.GCSLogStore;
import io.delta.storage.HDFSLogStore;
import io.delta.storage.LogStore;
import io.delta.storage.S3SingleDriverLogStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The text files of one folder of a lake, each created once and whole: of two writers of one file
 * the first wins. They are written by the log store that Delta's own commits rest on, chosen as
 * Delta chooses it: {@code spark.delta.logStore.class}, else {@code
 * spark.delta.logStore.SCHEME.impl}, else by the scheme of the folder's URI.
 */
final class WriteOnceFiles {
  private static final String KEYS = "spark.delta.logStore.";

  private final Configuration hadoop;
  private final LogStore store;
  private final Path folder;

  /**
   * The files of a folder, which need not be there.
   *
   * @throws ConfigurationException if the configured log store cannot be used
   */
  WriteOnceFiles(SparkSession spark, Path folder) {
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.folder = folder;
    this.store = store(spark.sparkContext().getConf(), folder.toUri().getScheme(), hadoop);
  }

  private static LogStore store(SparkConf spark, String scheme, Configuration hadoop) {
    String ofScheme = spark.get(KEYS + scheme + ".impl", usual(scheme).getName());
    String name = spark.get(KEYS + "class", ofScheme);
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(LogStore.class)
          .getConstructor(Configuration.class)
          .newInstance(hadoop);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new ConfigurationException(
          "spark: "
              + KEYS
              + "* names "
              + name
              + " as the log store for "
              + scheme
              + ": expected a class that extends "
              + LogStore.class.getName()
              + ". Name another one, or leave the key out.",
          e);
    }
  }

  private static Class<? extends LogStore> usual(String scheme) {
    return switch (scheme) {
      case "s3", "s3a", "s3n" -> S3SingleDriverLogStore.class;
      case "abfs", "abfss", "adl", "wasb", "wasbs" -> AzureLogStore.class;
      case "gs" -> GCSLogStore.class;
      default -> HDFSLogStore.class;
    };
  }

  /** Where a file of this name lies, or would lie. */
  Path path(String name) {
    return new Path(folder, name);
  }

  /**
   * Creates a file.
   *
   * @throws FileAlreadyExistsException if there is one of this name, which stays as it is
   */
  void create(String name, List<String> lines) throws IOException {
    files().mkdirs(folder);
    store.write(path(name), lines.iterator(), false, hadoop);
  }

  /** Whether there is a file of this name. */
  boolean has(String name) throws IOException {
    return files().exists(path(name));
  }

  /** The lines of a file. */
  List<String> lines(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    try (CloseableIterator<String> all = store.read(path(name), hadoop)) {
      all.forEachRemaining(lines::add);
    }
    return lines;
  }

  /** The names of the files from this name on, in their order; none where there is no folder. */
  List<String> namesFrom(String name) throws IOException {
    List<String> names = new ArrayList<>();
    if (files().exists(folder)) {
      for (var all = store.listFrom(path(name), hadoop); all.hasNext(); ) {
        FileStatus file = all.next();
        names.add(file.getPath().getName());
      }
    }
    return names;
  }

  /** Removes a file. */
  void delete(String name) throws IOException {
    files().delete(path(name), false);
  }

  private FileSystem files() throws IOException {
    return folder.getFileSystem(hadoop);
  }
}
