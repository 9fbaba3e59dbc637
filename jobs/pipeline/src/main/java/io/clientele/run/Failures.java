package io.clientele.run;

import io.clientele.failure.ClienteleException;
import io.clientele.failure.DataRefusedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
