package io.clientele.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.clientele.spark.Catalyst;
import io.clientele.spark.WholeFiles;
import io.clientele.spark.Workspace;
import java.time.LocalDate;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * The checked lines of a source, kept for runs of several dates. Lines without an identity are kept
 * by customer and sorted, so that each date only folds them; of lines with an identity each date
 * decides anew which of them count, because a later version is not known before its day.
 */
public final class KeptLines {
  private final boolean identity;
  private final Dataset<Row> kept;
  private final Workspace workspace;
  private @Nullable Dataset<Row> refused;

  private KeptLines(boolean identity, Dataset<Row> kept, Workspace workspace) {
    this.identity = identity;
    this.kept = kept;
    this.workspace = workspace;
  }

  /**
   * Reads the source once.
   *
   * @param contract of the latest of the dates
   */
  public static KeptLines keep(LineContract contract, Workspace workspace) {
    Dataset<Row> lines =
        contract.hasIdentity()
            ? contract.classified().drop(LineContract.ORIGINAL, LineContract.FILE)
            : new CheckedLines(contract).byCustomer();
    return new KeptLines(contract.hasIdentity(), workspace.keep("lines", lines), workspace);
  }

  /**
   * The lines as {@link CheckedLines#sorted} gives them.
   *
   * @param contract of the date, with the same mapping
   * @param asOf not after the date that the lines were kept for
   */
  public JavaRDD<InternalRow> sorted(LineContract contract, LocalDate asOf) {
    if (!identity) {
      // The fold tells by the day what the date does not see.
      return WholeFiles.of(kept);
    }
    Column later =
        col(LineContract.LINE_CLASS)
            .isin(LineClass.ANONYMOUS.code(), LineClass.ACCEPTED.code())
            .and(col(LineContract.DAY).geq(lit(Math.toIntExact(asOf.toEpochDay()))));
    Dataset<Row> seen =
        kept.withColumn(
                LineContract.SALT,
                when(later, LineContract.salt(col(LineContract.ORDER), col(LineContract.PRODUCT)))
                    .otherwise(col(LineContract.SALT)))
            .withColumn(
                LineContract.LINE_CLASS,
                when(later, LineClass.UNSEEN.code()).otherwise(col(LineContract.LINE_CLASS)));
    return Catalyst.internalRows(
        CheckedLines.byCustomer(Identity.decide(seen, contract), contract));
  }

  /**
   * The refused lines, as {@link CheckedLines#quarantine} gives them. No date changes them, but
   * which versions are in conflict.
   */
  public Dataset<Row> refused(LineContract contract, Dataset<Row> conflicts) {
    Dataset<Row> all = new CheckedLines(contract).quarantine(conflicts);
    if (contract.hasVersion()) {
      return all;
    }
    Dataset<Row> known = refused;
    if (known == null) {
      known = workspace.keep("refused", all);
      refused = known;
    }
    return known;
  }
}
