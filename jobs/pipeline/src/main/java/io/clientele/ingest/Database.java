package io.clientele.ingest;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.clientele.config.ConnectionConfig;
import io.clientele.config.SourceConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.spark.Names;
import io.clientele.spark.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * A table of a database. It has no version and changes while it is read, so it is copied once, and
 * a run reads the copy: a reading in one part is one statement, which sees one moment.
 */
final class Database {
  /** Rows that a driver fetches at once; some would fetch the whole table. */
  private static final String FETCHED = "10000";

  private final SparkSession spark;
  private final SourceConfig config;
  private final ConnectionConfig connection;

  Database(SparkSession spark, SourceConfig config) {
    this.spark = spark;
    this.config = config;
    this.connection = Objects.requireNonNull(config.connection(), config.key());
  }

  /** Where the rows come from, for people. */
  String location() {
    return connection.url() + " " + config.path();
  }

  /**
   * The rows, copied.
   *
   * @throws ConfigurationException if the database or the table is not there
   */
  Dataset<Row> copied(Workspace landing) {
    DataFrameReader reader =
        spark
            .read()
            .format("jdbc")
            .option("url", connection.url())
            .option("dbtable", config.path())
            .option("fetchsize", FETCHED)
            // A time without a zone is one of the base's, not of the machine that reads it.
            .option("preferTimestampNTZ", "true")
            .options(config.options());
    String user = connection.userEnv() == null ? connection.user() : variable(connection.userEnv());
    reader = with(reader, "user", user);
    reader = with(reader, "password", password());
    reader = with(reader, "driver", driver());
    try {
      return landing.keep(config.name(), reader.load());
    } catch (Exception e) {
      // Drivers throw SQLException through Spark, which does not declare it.
      throw new ConfigurationException(
          config.key()
              + ": "
              + location()
              + " cannot be read: "
              + cause(e)
              + " Check connections."
              + connection.name()
              + ": the url, the user and the password, and driver_path, the jar of the driver.",
          e);
    }
  }

  private static DataFrameReader with(DataFrameReader reader, String name, @Nullable String value) {
    return value == null ? reader : reader.option(name, value);
  }

  /**
   * The class of the driver. DriverManager gives nobody a driver whose class is not on its own
   * class path, so the class that a jar declares has to be named.
   */
  private @Nullable String driver() {
    String path = connection.driverPath();
    if (connection.driver() != null || path == null) {
      return connection.driver();
    }
    try (JarFile jar = new JarFile(path)) {
      JarEntry declared = jar.getJarEntry("META-INF/services/" + Driver.class.getName());
      if (declared != null) {
        String text =
            new String(jar.getInputStream(declared).readAllBytes(), StandardCharsets.UTF_8);
        Optional<String> first =
            text.lines()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(l -> !l.isEmpty())
                .findFirst();
        if (first.isPresent()) {
          return first.get();
        }
      }
      throw new ConfigurationException(
          "connections."
              + connection.name()
              + ".driver_path: "
              + path
              + " declares no JDBC driver. Name its class with driver.");
    } catch (IOException e) {
      throw new ConfigurationException(
          "connections."
              + connection.name()
              + ".driver_path: "
              + path
              + " is not there, or no jar. Give the jar of the database's JDBC driver.",
          e);
    }
  }

  private @Nullable String password() {
    if (connection.passwordEnv() != null) {
      return variable(connection.passwordEnv());
    }
    String file = connection.passwordFile();
    if (file == null) {
      return null;
    }
    Path path = new Path(file);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                path.getFileSystem(spark.sparkContext().hadoopConfiguration()).open(path),
                StandardCharsets.UTF_8))) {
      return lines.readLine();
    } catch (IOException e) {
      throw new ConfigurationException(
          "connections." + connection.name() + ".password_file: " + file + " cannot be read.", e);
    }
  }

  private String variable(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new ConfigurationException(
          "connections."
              + connection.name()
              + ": the environment has no variable "
              + name
              + ". Set it for the process that runs this.");
    }
    return value;
  }

  /** The deepest message: what lies above it says that a read failed. */
  private static String cause(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    String first = message == null ? "" : message.lines().findFirst().orElse("").strip();
    return first.isEmpty()
        ? deepest.getClass().getSimpleName() + "."
        : first + (first.endsWith(".") ? "" : ".");
  }

  /** What tells the rows from others: their number and two sums of hashes, in any order. */
  static List<String> contents(Dataset<Row> rows) {
    Column[] values = Arrays.stream(rows.columns()).map(Names::column).toArray(Column[]::new);
    Column[] salted = Arrays.copyOf(values, values.length + 1);
    salted[values.length] = lit("second");
    Row told =
        rows.agg(
                count(lit(1)),
                sum(xxhash64(values).cast(DataTypes.createDecimalType(20, 0))),
                sum(xxhash64(salted).cast(DataTypes.createDecimalType(20, 0))))
            .head();
    return List.of(told.get(0) + " rows", "contents " + told.get(1) + " " + told.get(2));
  }
}
