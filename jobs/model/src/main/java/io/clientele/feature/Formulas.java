package io.clientele.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.clientele.spark.Catalyst;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** The formulas of the features, from whole-number columns to columns. */
final class Formulas {
  private static final int SHARE_SCALE = 6;
  private static final int STORED_SCALE = 4;

  private static final UserDefinedFunction RATIO =
      udf(
          (UDF3<@Nullable Long, @Nullable Long, Integer, @Nullable Long>)
              (numerator, denominator, decimals) ->
                  numerator == null || denominator == null
                      ? null
                      : Ratios.scaled(numerator, denominator, decimals),
          DataTypes.LongType);

  private static final UserDefinedFunction MARGIN =
      udf(
          (UDF5<Long, Long, Long, Long, Long, @Nullable Long>) Formulas::margin,
          DataTypes.LongType);

  private static final UserDefinedFunction PART =
      udf((UDF3<Long, Long, Long, Long>) Ratios::product, DataTypes.LongType);

  private static final UserDefinedFunction SPREAD =
      udf((UDF3<Long, Long, Long, @Nullable Long>) Formulas::spread, DataTypes.LongType);

  private static final UserDefinedFunction PERIODS =
      udf(
          (UDF3<byte @Nullable [], Integer, Integer, Long>)
              (days, later, period) ->
                  days == null ? 0L : (long) DaySet.periods(days, later, period),
          DataTypes.LongType);

  private Formulas() {}

  /** Stored money from whole 10⁻⁴ units. */
  static Column money(Column units) {
    return Catalyst.decimal(units, 18, STORED_SCALE);
  }

  /**
   * {@code numerator / denominator} as a share with six places; null where the denominator is 0.
   */
  static Column share(Column numerator, Column denominator) {
    return Catalyst.decimal(RATIO.apply(numerator, denominator, lit(SHARE_SCALE)), 18, SHARE_SCALE);
  }

  /** Money units a piece: {@code units / count}, rounded half up; null where the count is 0. */
  static Column moneyPer(Column units, Column count) {
    return money(rounded(units, count));
  }

  /**
   * {@code numerator / denominator} as a whole number, rounded half up; null where the latter is 0.
   */
  static Column rounded(Column numerator, Column denominator) {
    return RATIO.apply(numerator, denominator, lit(0));
  }

  /** Mean days with four places; null without any. */
  static Column meanDays(Column sum, Column count) {
    return Catalyst.decimal(RATIO.apply(sum, count, lit(STORED_SCALE)), 18, STORED_SCALE);
  }

  /** Sample standard deviation √((n·Σx² − (Σx)²) / (n·(n−1))) with four places; null below two. */
  static Column spreadDays(Column count, Column sum, Column squares) {
    return Catalyst.decimal(SPREAD.apply(count, sum, squares), 18, STORED_SCALE);
  }

  /**
   * Margin in units: known revenue less known cost; the revenue of unknown cost earns the
   * customer's own known rate, of the window or, failing that, of the lifetime.
   */
  static Column marginUnits(
      Column monetary, Column known, Column cost, Column lifetimeKnown, Column lifetimeCost) {
    return MARGIN.apply(monetary, known, cost, lifetimeKnown, lifetimeCost);
  }

  /** {@code units · part / whole}, rounded half up. */
  static Column part(Column units, long part, long whole) {
    return part == 0 ? lit(0L) : PART.apply(units, lit(part), lit(whole));
  }

  /**
   * The share of periods since the first purchase in which there was a purchase.
   *
   * @param later by how many days the date that periods are counted from lies after the one that
   *     the packed days are counted from
   */
  static Column activePeriodShare(
      Column packedDays, Column later, Column tenureDays, int periodDays) {
    Column active = PERIODS.apply(packedDays, later, lit(periodDays));
    Column all = tenureDays.divide(periodDays).cast("long").plus(1);
    return share(active, all);
  }

  /** The value where the condition holds, else null. */
  static Column only(Column condition, Column value) {
    return when(condition, value);
  }

  /** The value, or zero where it is null. */
  static Column orZero(Column value) {
    return coalesce(value, lit(0L));
  }

  private static @Nullable Long margin(
      long monetary, long known, long cost, long lifetimeKnown, long lifetimeCost) {
    long unknown = Math.subtractExact(monetary, known);
    long margin = Math.subtractExact(known, cost);
    if (unknown == 0) {
      return margin;
    }
    if (known > 0) {
      return Math.addExact(margin, Ratios.product(unknown, margin, known));
    }
    if (lifetimeKnown > 0) {
      long rate = Math.subtractExact(lifetimeKnown, lifetimeCost);
      return Math.addExact(margin, Ratios.product(unknown, rate, lifetimeKnown));
    }
    return null;
  }

  private static @Nullable Long spread(long count, long sum, long squares) {
    if (count < 2) {
      return null;
    }
    double numerator = (double) Math.subtractExact(Math.multiplyExact(count, squares), sum * sum);
    return Math.round(Math.sqrt(numerator / ((double) count * (count - 1))) * 10_000);
  }
}
