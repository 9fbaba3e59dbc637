package io.clientele.feature;

import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The accepted lines in one currency.
 *
 * @param lines how many
 * @param original their revenue as it was
 * @param revenue the same in the base's currency
 * @param carriedLines how many of them had no rate of their day
 * @param mostCarried the most days that a rate was carried forward; null in the base's currency
 * @param firstRate the date of the earliest rate used; null in the base's currency
 * @param lastRate the date of the latest rate used; null in the base's currency
 */
public record CurrencyTotals(
    long lines,
    BigDecimal original,
    BigDecimal revenue,
    long carriedLines,
    @Nullable Integer mostCarried,
    @Nullable LocalDate firstRate,
    @Nullable LocalDate lastRate) {

  /**
   * From a row of {@link Accounting}'s job.
   *
   * @param at where the four columns begin that only currencies have
   */
  public static CurrencyTotals of(Row row, BigDecimal revenue, int at) {
    return new CurrencyTotals(
        row.getLong(2),
        new BigDecimal(row.getDecimal(at).toBigIntegerExact(), TableSpec.STORED_SCALE),
        revenue,
        row.getLong(4),
        row.isNullAt(at + 1) ? null : row.getInt(at + 1),
        day(row, at + 2),
        day(row, at + 3));
  }

  private static @Nullable LocalDate day(Row row, int at) {
    return row.isNullAt(at) ? null : LocalDate.ofEpochDay(row.getInt(at));
  }
}
