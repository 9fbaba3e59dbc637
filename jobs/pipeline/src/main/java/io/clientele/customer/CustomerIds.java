package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.clientele.feature.Staged;
import io.clientele.table.Records;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Ids that may be spellings of one.
 *
 * @param spellings how many customers have such ids
 * @param names how many are left when they are written alike
 * @param one of them; null without any
 * @param other of them; null without any
 */
record CustomerIds(long spellings, long names, @Nullable String one, @Nullable String other) {
  private static final Column ID = col(Staged.CUSTOMER_ID);

  /** White space of any kind, and what shows nothing. */
  private static final String BLANK = "[\\p{Z}\\p{Cc}\\p{Cf}]+";

  /** Whether two ids could differ by their spelling only; mostly not, and nothing is compared. */
  static boolean mayBeAlike(Accounting accounting) {
    boolean bothCases =
        accounting.sign(Sign.LOWER_CASE_IDS) > 0 && accounting.sign(Sign.UPPER_CASE_IDS) > 0;
    boolean zeros = accounting.sign(Sign.ZERO_IDS) > 0 && accounting.idLengths().size() > 1;
    return bothCases || zeros || accounting.sign(Sign.PADDED_IDS) > 0;
  }

  /**
   * The ids that are one when white space around them, upper case, leading zeros and a trailing
   * {@code .0} are dropped. One shuffle of a number a customer.
   */
  static CustomerIds alike(Dataset<Row> customers) {
    Column trimmed = regexp_replace(ID, "^" + BLANK + "|" + BLANK + "$", "");
    Column plain = regexp_replace(lower(trimmed), "^0+(?=.)|\\.0+$", "");
    Dataset<Row> groups =
        customers
            .groupBy(xxhash64(plain))
            .agg(count(lit(1)).as("spellings"), min(ID).as("one"), max(ID).as("other"))
            .filter(col("spellings").gt(1));
    Dataset<Row> counted =
        groups.agg(
            coalesce(sum("spellings"), lit(0L)).as("spellings"),
            count(lit(1)).as("names"),
            min(col("one")).as("one"),
            min_by(col("other"), col("one")).as("other"));
    return Records.of(CustomerIds.class, counted.collectAsList()).get(0);
  }
}
