package io.clientele.customer;

import static org.apache.spark.sql.functions.udf;

import io.clientele.feature.DaySet;
import io.clientele.feature.Staged;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * The intervals that a customer's distinct purchase days cut its time into: as many as it has
 * purchase days, the last of them still open.
 */
public final class PurchaseIntervals {
  private static final UserDefinedFunction LENGTHS =
      udf(
          (UDF1<byte @Nullable [], int[]>) PurchaseIntervals::lengths,
          DataTypes.createArrayType(DataTypes.IntegerType, false));

  private PurchaseIntervals() {}

  /**
   * Lengths in days, newest first: the open interval from the last purchase day to the as-of date,
   * then the gaps between purchase days; the last element is the first gap where there are two
   * days. Empty for customers without a purchase and for rows that are no customers, which Spark
   * may show a function before it filters them.
   *
   * @param packedDays {@link Staged#DAYS_BACK}
   */
  public static Column lengths(Column packedDays) {
    return LENGTHS.apply(packedDays);
  }

  static int[] lengths(byte @Nullable [] packedDays) {
    if (packedDays == null) {
      return new int[0];
    }
    int[] days = {0};
    DaySet.forEach(packedDays, day -> days[0]++);
    int[] lengths = new int[days[0]];
    int[] state = {0, 0};
    DaySet.forEach(
        packedDays,
        day -> {
          lengths[state[0]++] = day - state[1];
          state[1] = day;
        });
    return lengths;
  }
}
