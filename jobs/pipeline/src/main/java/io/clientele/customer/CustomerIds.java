package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.xxhash64;

import io.clientele.feature.Staged;
import io.clientele.table.Records;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What the ids of customers look like, so that ids which are none can be told.
 *
 * @param withLower ids that hold a lower-case letter
 * @param withUpper ids that hold an upper-case letter
 * @param padded ids with white space around them, or {@code .0} at their end
 * @param zeros ids that begin with a zero
 * @param shortest fewest characters of an id
 * @param longest most characters of an id
 * @param orders of all customers
 * @param busiest the customer with the most orders, of equal ones the last by name
 * @param busiestOrders their number
 * @param largest the customer with the most net revenue, of equal ones the last by name
 * @param largestRevenue in 10⁻⁴
 */
public record CustomerIds(
    long withLower,
    long withUpper,
    long padded,
    long zeros,
    int shortest,
    int longest,
    long orders,
    @Nullable String busiest,
    long busiestOrders,
    @Nullable String largest,
    long largestRevenue) {
  private static final Column ID = col(Staged.CUSTOMER_ID);

  /** White space of any kind, and what shows nothing. */
  private static final String BLANK = "[\\p{Z}\\p{Cc}\\p{Cf}]+";

  /**
   * Ids that may be spellings of one.
   *
   * @param spellings how many customers have such ids
   * @param names how many are left when they are written alike
   * @param one of them
   * @param other of them
   */
  public record Alike(long spellings, long names, @Nullable String one, @Nullable String other) {}

  /** The columns of this record, over staged customers. */
  static List<Column> aggregates() {
    Column frequency = coalesce(col(Staged.FREQUENCY), lit(0L));
    Column monetary = coalesce(col(Staged.MONETARY), lit(0L));
    return List.of(
        count_if(ID.notEqual(upper(ID))).as("with_lower"),
        count_if(ID.notEqual(lower(ID))).as("with_upper"),
        count_if(ID.rlike("^" + BLANK + "|" + BLANK + "$|\\.0+$")).as("padded"),
        count_if(ID.startsWith("0")).as("zeros"),
        coalesce(min(length(ID)), lit(0)).as("shortest"),
        coalesce(max(length(ID)), lit(0)).as("longest"),
        coalesce(sum(frequency), lit(0L)).as("orders"),
        max_by(ID, struct(frequency, ID)).as("busiest"),
        coalesce(max(frequency), lit(0L)).as("busiest_orders"),
        max_by(ID, struct(monetary, ID)).as("largest"),
        coalesce(max(monetary), lit(0L)).as("largest_revenue"));
  }

  /** Whether two ids could differ by their spelling only; mostly not, and nothing is compared. */
  boolean mayBeAlike() {
    return (withLower > 0 && withUpper > 0) || padded > 0 || (zeros > 0 && shortest != longest);
  }

  /**
   * The ids that are one when white space around them, upper case, leading zeros and a trailing
   * {@code .0} are dropped. One shuffle of a number a customer.
   */
  static Alike alike(Dataset<Row> customers) {
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
    return Records.of(Alike.class, counted.collectAsList()).get(0);
  }
}
