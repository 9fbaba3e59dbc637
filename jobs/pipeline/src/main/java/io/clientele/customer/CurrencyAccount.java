package io.clientele.customer;

import io.clientele.ingest.ForeignAmount;
import io.clientele.ingest.OrderLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The accepted lines of one task by currency: their own money and what became of it. */
final class CurrencyAccount {
  private static final int OWN = 0;

  private final Map<Integer, Totals> foreign = new TreeMap<>();
  private final Totals own = new Totals();

  void add(OrderLine line) {
    byte[] packed = line.getExchanged();
    if (packed.length == 0) {
      own.lines++;
      own.revenue.add(line.getRevenue());
      return;
    }
    ForeignAmount exchanged = ForeignAmount.unpacked(packed);
    Totals totals = foreign.computeIfAbsent(exchanged.currency(), number -> new Totals());
    totals.lines++;
    totals.revenue.add(line.getRevenue());
    totals.original.add(exchanged.original());
    int carried = exchanged.carriedDays();
    int rateDay = line.getDay() - carried;
    totals.carriedLines += carried > 0 ? 1 : 0;
    totals.mostCarried = Math.max(totals.mostCarried, carried);
    totals.firstRate = Math.min(totals.firstRate, rateDay);
    totals.lastRate = Math.max(totals.lastRate, rateDay);
  }

  /** One entry a currency that a line was in. */
  List<LedgerEntry> entries() {
    List<LedgerEntry> entries = new ArrayList<>();
    if (own.lines > 0) {
      BigDecimal revenue = new BigDecimal(own.revenue.total());
      entries.add(entry(OWN, own, revenue, null, null, null));
    }
    foreign.forEach(
        (number, totals) ->
            entries.add(
                entry(
                    number,
                    totals,
                    new BigDecimal(totals.original.total()),
                    totals.mostCarried,
                    totals.firstRate,
                    totals.lastRate)));
    return entries;
  }

  private static LedgerEntry entry(
      int number,
      Totals totals,
      BigDecimal original,
      @Nullable Integer mostCarried,
      @Nullable Integer firstRate,
      @Nullable Integer lastRate) {
    return new LedgerEntry(
        LedgerEntry.Kind.CURRENCY.key(),
        Integer.toString(number),
        totals.lines,
        new BigDecimal(totals.revenue.total()),
        totals.carriedLines,
        original,
        mostCarried,
        firstRate,
        lastRate);
  }

  private static final class Totals {
    private final ExactSum revenue = new ExactSum();
    private final ExactSum original = new ExactSum();
    private long lines;
    private long carriedLines;
    private int mostCarried;
    private int firstRate = Integer.MAX_VALUE;
    private int lastRate = Integer.MIN_VALUE;
  }
}
