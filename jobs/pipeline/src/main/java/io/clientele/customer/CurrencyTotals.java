package io.clientele.customer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
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

  /** From the entry of a currency, added up over all tasks. */
  static CurrencyTotals of(LedgerEntry entry) {
    return new CurrencyTotals(
        entry.lines(),
        LedgerEntry.money(Objects.requireNonNull(entry.original())),
        LedgerEntry.money(Objects.requireNonNull(entry.amount())),
        Objects.requireNonNull(entry.unknown()),
        entry.mostCarried(),
        day(entry.firstRate()),
        day(entry.lastRate()));
  }

  private static @Nullable LocalDate day(@Nullable Integer number) {
    return number == null ? null : LocalDate.ofEpochDay(number);
  }
}
