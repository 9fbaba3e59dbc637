package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ClienteleException;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.failure.Redaction;
import io.clientele.failure.ResourceException;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the sentence for a person in what Spark and the JVM throw. */
public final class Failures {
  private static final Pattern FILE =
      Pattern.compile(
          "(?:file|path)[: ]+['\"`]?((?:[a-z0-9]+:/)[^\\s'\"`,]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern READING =
      Pattern.compile(
          "FAILED_READ_FILE|CANNOT_READ_FILE|encountered error while reading file|not a Parquet file|"
              + "ParquetDecodingException|EOFException|ZipException|not in GZIP format|"
              + "Unexpected end of|CorruptStatistics|invalid block type|DataFormatException",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FULL =
      Pattern.compile("No space left on device|Disk quota exceeded|There is not enough space");
  private static final Pattern MEMORY =
      Pattern.compile("java\\.lang\\.OutOfMemoryError|SparkOutOfMemoryError|UNABLE_TO_ACQUIRE_MEM");
  private static final Pattern LEAST_MEMORY =
      Pattern.compile("System memory (\\d+) must be at least (\\d+)");
  private static final Pattern CLASSES =
      Pattern.compile(
          "java\\.lang\\.(NoClassDefFoundError|NoSuchMethodError|NoSuchFieldError"
              + "|ClassNotFoundException|[A-Za-z]*LinkageError|[A-Za-z]*ClassVersionError): (\\S+)");

  /** What Spark says of an expression that fails on a row, and the expression where it knows it. */
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "\\[(DIVIDE_BY_ZERO|REMAINDER_BY_ZERO|ARITHMETIC_OVERFLOW|BINARY_ARITHMETIC_OVERFLOW"
              + "|CAST_INVALID_INPUT|CAST_OVERFLOW|CANNOT_PARSE_\\w+|CONVERSION_INVALID_INPUT"
              + "|DATETIME_\\w+|DUPLICATED_MAP_KEY|INVALID_(?:ARRAY_INDEX\\w*|FRACTION_OF_SECOND"
              + "|INDEX_OF_ZERO|PARAMETER_VALUE|URL|UTF8_STRING)|NULL_MAP_KEY"
              + "|NUMERIC_\\w+|USER_RAISED_EXCEPTION|COLLECTION_SIZE_LIMIT_EXCEEDED|INTERVAL_\\w+)"
              + "[\\w.]*] (.*)");

  private static final Pattern FRAGMENT =
      Pattern.compile("== SQL \\(line \\d+, position \\d+\\) ==\\R(.*)\\R *\\^");

  private static final long MEBI = 1L << 20;

  /** A file of a published table, wherever the lake is. */
  private static final Pattern LAKE =
      Pattern.compile(
          "([a-z0-9]+:/\\S*?/("
              + Stream.concat(Tables.SNAPSHOTS.stream(), Tables.LEDGER.stream())
                  .map(TableSpec::name)
                  .collect(Collectors.joining("|"))
              + ")/(?:_delta_log|base=)[^\\s'\"`,]*)");

  /** A Parquet file whose column has another type than in the file that gave the schema. */
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "reading Parquet column \\[(.*?)\\]\\. Expected Spark type (.*?), actual Parquet type"
              + " (\\w+)");

  private static final Pattern LAKE_READING =
      Pattern.compile(
          READING.pattern()
              + "|FileNotFoundException|FILE_NOT_EXIST|DELTA_|JsonParseException|MALFORMED_RECORD",
          Pattern.CASE_INSENSITIVE);

  private Failures() {}

  /** What the ledger says of an attempt that ended so: refused, or failed. */
  static String status(RuntimeException translated) {
    boolean refused =
        translated instanceof ClienteleException && !(translated instanceof ResourceException);
    return refused ? "refused" : "failed";
  }

  /** The sentence for the ledger, which stays: neither secrets nor rows of customers. */
  static String ledgerText(RuntimeException translated) {
    return Redaction.of(
        translated instanceof DataRefusedException refused
            ? refused.summary()
            : String.valueOf(translated.getMessage()));
  }

  /** The failure as the user should see it; others stay what they are. */
  public static RuntimeException translate(Throwable failure) {
    return translate(failure, Places.none());
  }

  /**
   * The same, where it is known what lies where.
   *
   * @param config tells which part of it a file belongs to
   */
  public static RuntimeException translate(Throwable failure, BaseConfig config) {
    return translate(failure, Places.of(config));
  }

  static RuntimeException translate(Throwable failure, Places places) {
    String all = texts(failure);
    Matcher full = FULL.matcher(all);
    if (full.find()) {
      return full(full.group(), all, places, failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClienteleException known) {
        return known;
      }
    }
    ClienteleException known = machine(all, failure);
    if (known == null) {
      known = reading(all, places, failure);
    }
    if (known == null) {
      known = expression(all, failure);
    }
    if (known != null) {
      return known;
    }
    return failure instanceof RuntimeException unknown
        ? unknown
        : new IllegalStateException(
            failure.getClass().getSimpleName() + ": " + failure.getMessage(), failure);
  }

  private static ClienteleException full(
      String said, String all, Places places, Throwable failure) {
    String where =
        file(all)
            .map(file -> places.of(file).map(key -> key + ": ").orElse("") + file)
            .orElseGet(
                () ->
                    "the lake, or spark.local.dir, where intermediate rows go (by default "
                        + System.getProperty("java.io.tmpdir")
                        + ")");
    return new ResourceException(
        "The disk is full ("
            + said
            + "): "
            + where
            + ". Nothing was published; the last good run stays. Free some space, or give another"
            + " place with --set lake=DIRECTORY or --set spark.local.dir=DIRECTORY, and run again.",
        failure);
  }

  /** What the JVM lacks. */
  private static @Nullable ClienteleException machine(String all, Throwable failure) {
    String most = Runtime.getRuntime().maxMemory() / MEBI + " MiB";
    Matcher least = LEAST_MEMORY.matcher(all);
    if (least.find()) {
      return new ConfigurationException(
          "The memory is too small: this JVM may use "
              + Long.parseLong(least.group(1)) / MEBI
              + " MiB, and Spark needs at least "
              + Long.parseLong(least.group(2)) / MEBI
              + " MiB. Give it more with JAVA_OPTS=-Xmx2g (default: -Xmx4g).",
          failure);
    }
    if (MEMORY.matcher(all).find()) {
      return new ResourceException(
          "The memory was too small: this JVM may use "
              + most
              + ". Nothing was published. Give it more with JAVA_OPTS=-Xmx8g, or let fewer tasks"
              + " share it with --master local[1] or --set spark.sql.shuffle.partitions=64.",
          failure);
    }
    if (all.contains("java.lang.StackOverflowError")
        || all.contains("FAILED_TO_PARSE_TOO_COMPLEX")) {
      return new ConfigurationException(
          "An expression or a rule nests too deep to be read. Write it flatter: IN (…) instead of"
              + " many OR, or a column of the source instead of a long formula.",
          failure);
    }
    Matcher absent = CLASSES.matcher(all);
    if (absent.find()) {
      return new ResourceException(
          "The class or method "
              + absent.group(2)
              + " is not there ("
              + absent.group(1)
              + "). A library is missing or of another version than the product was built with; a"
              + " new build is made after rm -r .build.",
          failure);
    }
    if (all.contains("Could not parse Master URL")) {
      return new ConfigurationException(Master.sentence(""), failure);
    }
    return null;
  }

  private static @Nullable ClienteleException reading(
      String all, Places places, Throwable failure) {
    Optional<String> file = file(all);
    String place = file.flatMap(places::of).map(key -> key + ": ").orElse("");
    if (all.contains("CSV header does not conform")
        || all.contains("Number of column in CSV header")) {
      return new DataRefusedException(
          place
              + "the header of "
              + file.orElse("a file")
              + " differs from the declared schema. All files of a source have the same columns in"
              + " the same order. Nothing was published.",
          failure);
    }
    Optional<String> damaged = lakeTable(all);
    if (damaged.isPresent()) {
      return new DataRefusedException(damaged.get(), failure);
    }
    Matcher types = OTHER_TYPE.matcher(all);
    if (types.find()) {
      return new DataRefusedException(
          place
              + "the column "
              + types.group(1)
              + " of "
              + file.orElse("a file")
              + " is "
              + types.group(3)
              + ", in the first file it is "
              + types.group(2).toUpperCase(Locale.ROOT)
              + ". All files of a source have the same types: write that file anew, or read files"
              + " of the other type as a part of their own, with a cast. Nothing was published.",
          failure);
    }
    if (READING.matcher(all).find()) {
      return new DataRefusedException(
          place
              + file.orElse("a file")
              + " cannot be read to its end: it is damaged, incomplete or not in the declared"
              + " format. Nothing was published; the last good run stays.",
          failure);
    }
    return null;
  }

  private static @Nullable ClienteleException expression(String all, Throwable failure) {
    Matcher said = EXPRESSION.matcher(all);
    if (!said.find()) {
      return null;
    }
    String what =
        said.group(2)
            .replaceFirst(" If necessary set .* to bypass this error\\.", "")
            .replaceFirst(" SQLSTATE: \\w+.*$", "");
    Matcher fragment = FRAGMENT.matcher(all);
    return new DataRefusedException(
        "An expression "
            + (fragment.find() ? "(" + fragment.group(1).strip() + ") " : "")
            + "fails on a row: "
            + what
            + (what.endsWith(".") ? "" : ".")
            + " Write it so that it gives null there, with try_divide, try_cast, nullif or CASE"
            + " WHEN: such rows are then refused one by one. Nothing was published.",
        failure);
  }

  /** Which published table cannot be read, and what to do; nothing where it is about others. */
  private static Optional<String> lakeTable(String text) {
    Matcher file = LAKE.matcher(text);
    if (!LAKE_READING.matcher(text).find() || !file.find()) {
      return Optional.empty();
    }
    String path = file.group(1).replaceAll("[.:)]+$", "");
    boolean log = path.contains("/" + file.group(2) + "/_delta_log");
    return Optional.of(
        "lake: table "
            + file.group(2)
            + " is damaged: "
            + path
            + " cannot be read. "
            + (log
                ? "Restore the table's folder from a backup; or move it away and run again with the"
                    + " same --config, each date whose rows of this table are wanted."
                : "Remove that file and run the date in its path again with the same --config: it"
                    + " publishes the run anew."));
  }

  private static Optional<String> file(String text) {
    Matcher matcher = FILE.matcher(text);
    return matcher.find()
        ? Optional.of(matcher.group(1).replaceAll("[.:)]+$", ""))
        : Optional.empty();
  }

  private static String texts(@Nullable Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause.getClass().getName()).append(": ").append(cause.getMessage()).append('\n');
    }
    return all.toString();
  }
}
