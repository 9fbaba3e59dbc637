package io.clientele.spark;

import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.sum;

import java.math.BigInteger;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A sum of BIGINT values that is exact whatever its size: the upper and the lower 32 bits are added
 * up each by itself, in 64 bits. Spark would add decimals of more than 18 digits as objects.
 *
 * <p>The sum is {@code high · 2³² + low}, null without a value. Up to 2³¹ values neither half
 * overflows; beyond that Spark fails rather than count wrongly.
 *
 * @param name of the sum; its columns begin with it
 */
public record WideSum(String name) {
  private static final int HALF = 32;
  private static final long LOW = 0xffff_ffffL;

  /** The column of the upper half. */
  public String high() {
    return name + " high";
  }

  /** The column of the lower half. */
  public String low() {
    return name + " low";
  }

  /** The upper half of a sum. */
  public static long high(BigInteger sum) {
    return sum.shiftRight(HALF).longValueExact();
  }

  /** The lower half of a sum. */
  public static long low(BigInteger sum) {
    return sum.and(BigInteger.valueOf(LOW)).longValueExact();
  }

  /** The aggregates over values. */
  public List<Column> of(Column values) {
    return List.of(sum(shiftright(values, HALF)).as(high()), sum(values.bitwiseAND(LOW)).as(low()));
  }

  /** The columns that the aggregates made. */
  public List<Column> columns() {
    return List.of(quoted(high()), quoted(low()));
  }

  /** The aggregates over sums of parts. */
  public List<Column> again() {
    return List.of(sum(quoted(high())).as(high()), sum(quoted(low())).as(low()));
  }

  /** The sum in a row that was collected; null where there was no value. */
  public @Nullable BigInteger in(Row row) {
    Long high = row.getAs(high());
    Long low = row.getAs(low());
    return high == null || low == null
        ? null
        : BigInteger.valueOf(high).shiftLeft(HALF).add(BigInteger.valueOf(low));
  }

  private static Column quoted(String column) {
    return Names.column(column);
  }
}
