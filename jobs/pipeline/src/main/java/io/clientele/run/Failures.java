package io.clientele.run;

import io.clientele.failure.ClienteleException;
import io.clientele.failure.DataRefusedException;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the sentence for a person in what Spark throws. */
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

  /** A file of a published table, wherever the lake is. */
  private static final Pattern LAKE =
      Pattern.compile(
          "([a-z0-9]+:/\\S*?/("
              + Stream.concat(Tables.SNAPSHOTS.stream(), Tables.LEDGER.stream())
                  .map(TableSpec::name)
                  .collect(Collectors.joining("|"))
              + ")/(?:_delta_log|base=)[^\\s'\"`,]*)");

  private static final Pattern LAKE_READING =
      Pattern.compile(
          READING.pattern()
              + "|FileNotFoundException|FILE_NOT_EXIST|DELTA_|JsonParseException|MALFORMED_RECORD",
          Pattern.CASE_INSENSITIVE);

  private Failures() {}

  /** The failure as the user should see it; others stay what they are. */
  public static RuntimeException translate(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClienteleException known) {
        return known;
      }
    }
    String all = texts(failure);
    if (all.contains("CSV header does not conform")
        || all.contains("Number of column in CSV header")) {
      return new DataRefusedException(
          "sources.transactions: the header of "
              + file(all).orElse("a file")
              + " differs from the declared schema. All files of a source have the same columns in"
              + " the same order. Nothing was published.",
          failure);
    }
    Optional<String> damaged = lakeTable(all);
    if (damaged.isPresent()) {
      return new DataRefusedException(damaged.get(), failure);
    }
    if (READING.matcher(all).find()) {
      return new DataRefusedException(
          "sources.transactions: "
              + file(all).orElse("a source file")
              + " cannot be read to its end: it is damaged, incomplete or not in the declared"
              + " format. Nothing was published; the last good run stays.",
          failure);
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
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
