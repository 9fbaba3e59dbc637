package io.clientele.config;

import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.jspecify.annotations.Nullable;

/** The file systems that configured locations lie on. */
public final class FileSystems {

  /**
   * What brings a file system that does not ship.
   *
   * @param artifact of Hadoop
   * @param profile of our build, which adds it
   */
  private record Bringer(String artifact, String profile) {}

  private static final Bringer AZURE = new Bringer("hadoop-azure", "azure");
  private static final Map<String, Bringer> BRINGERS =
      Map.of(
          "s3a",
          new Bringer("hadoop-aws", "s3"),
          "abfs",
          AZURE,
          "abfss",
          AZURE,
          "gs",
          new Bringer("hadoop-gcp", "gcs"));
  private static final Map<String, String> NEWER =
      Map.of("s3", "s3a", "s3n", "s3a", "wasb", "abfs", "wasbs", "abfss");

  private FileSystems() {}

  /**
   * The file system of a location.
   *
   * @param key what the location is configured as
   * @throws ConfigurationException if it is none that can be reached, naming what is missing
   */
  public static FileSystem of(String key, String location, Configuration hadoop) {
    try {
      return new Path(location).getFileSystem(hadoop);
    } catch (IOException | RuntimeException e) {
      throw new ConfigurationException(key + ": " + location + sentence(location, e), e);
    }
  }

  private static String sentence(String location, Exception failure) {
    String scheme =
        location.contains(":")
            ? location.substring(0, location.indexOf(':')).toLowerCase(Locale.ROOT)
            : "";
    String text = texts(failure);
    boolean absent = text.contains("No FileSystem for scheme") || text.contains("not found");
    if (!absent) {
      return " is no place that can be reached: " + text;
    }
    Bringer bringer = BRINGERS.get(scheme);
    if (bringer != null) {
      return " cannot be reached: the file system of "
          + scheme
          + ":// does not ship. It is org.apache.hadoop:"
          + bringer.artifact()
          + ":"
          + VersionInfo.getVersion()
          + ". Write the line -P"
          + bringer.profile()
          + " into .mvn/maven.config of the product, and the next command builds with it; under"
          + " SPARK_HOME name the package in spark.jars.packages of that Spark.";
    }
    String newer = NEWER.get(scheme);
    return " cannot be reached: "
        + scheme
        + ":// is no file system that is known here"
        + (newer == null
            ? "; expected a path, file:///…, hdfs://…, s3a://…, abfss://… or gs://…."
            : "; write " + newer + "://… instead.");
  }

  private static String texts(@Nullable Throwable failure) {
    StringBuilder texts = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (texts.indexOf(message) < 0) {
        texts.append(texts.isEmpty() ? "" : ": ").append(message);
      }
    }
    return texts.toString();
  }
}
