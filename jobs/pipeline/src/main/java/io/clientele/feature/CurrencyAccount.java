package io.clientele.feature;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The accepted lines of one task by currency: their own money and what became of it. */
final class CurrencyAccount {
  private static final int OWN = 0;

  private final Map<Integer, Totals> foreign = new TreeMap<>();
  private final Totals own = new Totals();

  void add(Line line) {
    byte[] packed = line.getExchanged();
    if (packed.length == 0) {
      own.lines++;
      own.revenue.add(line.getRevenue());
      return;
    }
    Exchanged exchanged = Exchanged.unpacked(packed);
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

  /** One {@link Staged#CURRENCY} row a currency that a line was in. */
  List<Row> rows(List<Span> spans) {
    int width = Staged.schema(spans).size();
    List<Row> rows = new ArrayList<>();
    if (own.lines > 0) {
      @Nullable Object[] values = row(width, OWN, own);
      values[6] = values[4];
      rows.add(RowFactory.create(values));
    }
    foreign.forEach(
        (number, totals) -> {
          @Nullable Object[] values = row(width, number, totals);
          values[6] = new BigDecimal(totals.original.total());
          values[7] = totals.mostCarried;
          values[8] = totals.firstRate;
          values[9] = totals.lastRate;
          rows.add(RowFactory.create(values));
        });
    return rows;
  }

  private static @Nullable Object[] row(int width, int number, Totals totals) {
    @Nullable Object[] values = new Object[width];
    values[0] = Staged.CURRENCY;
    values[2] = Integer.toString(number);
    values[3] = totals.lines;
    values[4] = new BigDecimal(totals.revenue.total());
    values[5] = totals.carriedLines;
    return values;
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
