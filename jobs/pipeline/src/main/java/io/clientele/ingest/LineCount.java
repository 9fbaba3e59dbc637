package io.clientele.ingest;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.octet_length;

import io.clientele.spark.WholeFiles;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How many lines a source has, told without reading it.
 *
 * @param lines their number
 * @param exact whether it was counted, in the footers of files or in a table's log; else it is the
 *     size of all files over the length of a line in a sample
 */
public record LineCount(long lines, boolean exact) {
  private static final int SAMPLE = 5_000;

  /** How many times as long text is as what a compressor makes of it; lines differ little. */
  private static final int COMPRESSED = 6;

  /** Together with the lines of another part. */
  public LineCount plus(LineCount other) {
    return new LineCount(lines + other.lines, exact && other.exact);
  }

  /** Counts, or takes a sample of the largest file of a source that stores text. */
  public static LineCount of(SparkSession spark, OpenedSource source) {
    if (!source.source().config().format().textual()) {
      return new LineCount(source.rows().rows().count(), true);
    }
    double bytes = 0;
    long most = -1;
    String largest = "";
    for (String entry : source.manifest().entries()) {
      int modified = entry.lastIndexOf('|');
      int size = entry.lastIndexOf('|', modified - 1);
      String file = entry.substring(0, size);
      long length = Long.parseLong(entry.substring(size + 1, modified));
      bytes += (double) length * (FileNames.isCompressed(file) ? COMPRESSED : 1);
      if (length > most) {
        most = length;
        largest = file;
      }
    }
    if (most <= 0) {
      return new LineCount(0, false);
    }
    Row sample =
        spark
            .read()
            .text(WholeFiles.literal(largest))
            .limit(SAMPLE)
            .agg(avg(octet_length(col("value"))))
            .head();
    double line = (sample.isNullAt(0) ? 0 : sample.getDouble(0)) + 1;
    return new LineCount(Math.round(bytes / line), false);
  }
}
