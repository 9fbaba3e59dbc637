package io.clientele.table;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The money of the lines as it was and as it counts: one row a currency. */
public final class CurrencyTable {
  private static final String RATE = "DECIMAL(38,18)";

  public static final TableSpec SPEC =
      TableSpec.snapshot(
              "currencies",
              "the accepted lines by the currency they were in, and the rates they were turned by")
          .column(
              "currency", "STRING", "", "three letters; the base's own is a row like the others")
          .column("lines", "BIGINT", "count", "accepted lines in it")
          .column("original_revenue", TableSpec.TOTAL, "money of the currency", "their net revenue")
          .column(
              "revenue",
              TableSpec.TOTAL,
              "money",
              "the same in the base's currency, each line rounded once at its rate; the sum over"
                  + " the rows is the accepted revenue")
          .column(
              "carried_lines",
              "BIGINT",
              "count",
              "lines without a rate of their day, at the latest earlier one")
          .optional(
              "most_days_carried",
              "INT",
              "days",
              "how much older than its line a rate was at most; null for the base's currency")
          .optional(
              "first_rate_on", "DATE", "", "the date of the earliest rate used; null likewise")
          .optional("first_rate", RATE, "money a unit", "that rate; null likewise")
          .optional("last_rate_on", "DATE", "", "the date of the latest rate used; null likewise")
          .optional("last_rate", RATE, "money a unit", "that rate; null likewise")
          .key("currency");

  /** A row of {@code currencies}. */
  public record CurrencyRow(
      String currency,
      long lines,
      BigDecimal originalRevenue,
      BigDecimal revenue,
      long carriedLines,
      @Nullable Integer mostDaysCarried,
      @Nullable LocalDate firstRateOn,
      @Nullable BigDecimal firstRate,
      @Nullable LocalDate lastRateOn,
      @Nullable BigDecimal lastRate) {}

  private CurrencyTable() {}
}
