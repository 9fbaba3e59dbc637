package io.clientele.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.clientele.spark.Catalyst;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * Decides between lines that share a transaction identity: the newest version counts; without
 * versions the greatest content does. Equal newest versions with different content are refused as
 * {@code version_conflict}; all other losers are duplicates.
 */
final class Identity {
  private static final Column CONTENT =
      struct(
          col(LineContract.DAY),
          col(LineContract.ORDER),
          col(LineContract.CUSTOMER),
          col(LineContract.PRODUCT),
          col(LineContract.REVENUE_UNITS),
          col(LineContract.QUANTITY_UNITS),
          col(LineContract.COST_UNITS),
          col(LineContract.DISCOUNT_UNITS),
          col(LineContract.FLAGS),
          col(LineContract.EXCHANGED));

  private Identity() {}

  /** Whether a line differs in order or customer from the one that counts: a version may. */
  private static Column unlike(LineContract contract, WindowSpec best) {
    if (contract.hasVersion()) {
      return lit(false);
    }
    Column owner = struct(col(LineContract.ORDER), col(LineContract.CUSTOMER));
    return owner.notEqual(first(owner).over(best));
  }

  /** Whether another version of the line is greater as a number. */
  private static Column misplaced(LineContract contract, WindowSpec sameIdentity) {
    if (!contract.hasTextVersion()) {
      return lit(false);
    }
    Column number =
        Catalyst.attempt(col(LineContract.VERSION_VALUE).cast(DataTypes.createDecimalType(38, 0)));
    return coalesce(max(number).over(sameIdentity).gt(number), lit(false));
  }

  /** The lines with duplicates and conflicts decided: one more shuffle, by identity. */
  static Dataset<Row> decide(Dataset<Row> lines, LineContract contract) {
    Column candidate = col(LineContract.LINE_CLASS).geq(LineClass.DUPLICATE.code());
    WindowSpec sameIdentity = Window.partitionBy(col("i_identity"), col("i_own"));
    Column version = col(LineContract.VERSION_VALUE);
    WindowSpec best =
        sameIdentity.orderBy(version.desc_nulls_last(), col("i_content").desc_nulls_last());
    Dataset<Row> ranked =
        lines
            .withColumn("i_identity", when(candidate, col(LineContract.IDENTITY)))
            // Lines that do not compete get a key of their own, or all would meet in one task.
            .withColumn(
                "i_own",
                when(candidate, 0L)
                    .otherwise(
                        xxhash64(
                            col(LineContract.ORDER),
                            col(LineContract.SALT),
                            col(LineContract.REVENUE_UNITS))))
            .withColumn("i_content", CONTENT)
            .withColumn("i_rank", row_number().over(best))
            .withColumn("i_unlike", unlike(contract, best))
            .withColumn("i_newest", version.eqNullSafe(max(version).over(sameIdentity)))
            .withColumn("i_misplaced", misplaced(contract, sameIdentity));
    Column newestContent = when(col("i_newest"), col("i_content"));
    Column conflict =
        contract.hasVersion()
            ? max(newestContent).over(sameIdentity).notEqual(min(newestContent).over(sameIdentity))
            : lit(false);
    Column conflicting = candidate.and(col("i_conflict")).and(col("i_newest"));
    Column duplicate =
        candidate.and(col("i_rank").gt(1).or(col("i_conflict"))).and(conflicting.equalTo(false));
    return ranked
        .withColumn("i_conflict", coalesce(conflict, lit(false)))
        .withColumn("i_loser", conflicting)
        .withColumn("i_duplicate", duplicate)
        .withColumn(
            LineContract.FLAGS,
            col(LineContract.FLAGS)
                .plus(
                    when(col("i_duplicate").and(col("i_unlike")), OrderLine.UNLIKE_DUPLICATE)
                        .otherwise(0))
                .plus(
                    when(
                            candidate.and(col("i_rank").equalTo(1)).and(col("i_misplaced")),
                            OrderLine.VERSION_AS_TEXT)
                        .otherwise(0)))
        .withColumn(
            LineContract.LINE_CLASS,
            when(col("i_loser"), LineClass.QUARANTINED.code())
                .when(col("i_duplicate"), LineClass.DUPLICATE.code())
                .otherwise(col(LineContract.LINE_CLASS)))
        .withColumn(
            LineContract.REASONS,
            when(col("i_loser"), lit(1L << contract.conflictBit()))
                .otherwise(col(LineContract.REASONS)))
        .withColumn(
            LineContract.CONFLICT,
            when(col("i_loser"), col(LineContract.IDENTITY).cast("binary"))
                .otherwise(col(LineContract.CONFLICT)))
        .withColumn(
            LineContract.SALT,
            when(
                    col("i_loser").or(col("i_duplicate")),
                    xxhash64(col(LineContract.IDENTITY)).bitwiseAND(lit(4095L)).plus(1).cast("int"))
                .otherwise(col(LineContract.SALT)));
  }
}
