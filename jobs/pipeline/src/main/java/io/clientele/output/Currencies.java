package io.clientele.output;

import io.clientele.customer.CurrencyTotals;
import io.clientele.ingest.RateTable;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.CurrencyTable;
import io.clientele.table.CurrencyTable.CurrencyRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code currencies}: the accepted lines of each currency, the base's first. */
public final class Currencies implements Output {
  @Override
  public String name() {
    return "currencies";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(CurrencyTable.SPEC);
  }

  @Override
  public Produced of(SegmentedBase base) {
    return Produced.small(
        CurrencyTable.SPEC,
        rows(base.base().accounting().currencies(), base.base().contract().rates()));
  }

  private static List<CurrencyRow> rows(Map<String, CurrencyTotals> currencies, RateTable rates) {
    List<CurrencyRow> rows = new ArrayList<>();
    currencies.forEach(
        (currency, totals) ->
            rows.add(
                new CurrencyRow(
                    currency,
                    totals.lines(),
                    totals.original(),
                    totals.revenue(),
                    totals.carriedLines(),
                    totals.mostCarried(),
                    totals.firstRate(),
                    rate(rates, currency, totals.firstRate()),
                    totals.lastRate(),
                    rate(rates, currency, totals.lastRate()))));
    return rows;
  }

  private static @Nullable BigDecimal rate(
      RateTable rates, String currency, @Nullable LocalDate day) {
    return day == null ? null : rates.rate(currency, day).orElse(null);
  }
}
