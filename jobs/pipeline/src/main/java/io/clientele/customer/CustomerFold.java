package io.clientele.customer;

import io.clientele.feature.Span;
import io.clientele.ingest.LineClass;
import io.clientele.ingest.OrderLine;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Folds one task's lines, sorted by customer and order, into {@link FoldedLines} rows: a row for
 * each customer as soon as its last line has passed, and the accounting rows at the end. Memory
 * does not grow with a customer's lines, only with its distinct products and purchase days. Every
 * row of a customer is the same object, filled anew.
 */
public final class CustomerFold implements Iterator<InternalRow> {

  /**
   * What the fold must know.
   *
   * @param asOfDay the as-of date in days from 1970-01-01
   * @param spans the windows
   * @param reasons how many reasons a refusal can have
   */
  public record Settings(int asOfDay, List<Span> spans, int reasons) implements Serializable {}

  private final Settings settings;
  private final Iterator<OrderLine> lines;
  private final CustomerTotals totals;
  private final Account account;
  private final GapCounter gaps = new GapCounter();
  private final Signs signs = new Signs();
  private @Nullable OrderLine pending;
  private @Nullable Iterator<InternalRow> closing;

  /** Folds the lines, which must be sorted by customer and, within a customer, by order. */
  public CustomerFold(Settings settings, Iterator<OrderLine> lines) {
    this.settings = settings;
    this.lines = lines;
    this.totals = new CustomerTotals(settings, signs);
    this.account = new Account(settings.reasons());
  }

  @Override
  public boolean hasNext() {
    if (closing == null && !advance()) {
      closing = closingRows().iterator();
    }
    return closing == null || closing.hasNext();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (closing != null) {
      return closing.next();
    }
    OrderLine first = pending;
    if (first == null) {
      throw new NoSuchElementException();
    }
    totals.begin(first);
    pending = null;
    while (advance()) {
      OrderLine line = pending;
      if (line == null || !totals.sameCustomer(line)) {
        break;
      }
      totals.add(line);
      pending = null;
    }
    return totals.finish(gaps);
  }

  /** Moves to the next accepted line, accounting for every line on the way. */
  private boolean advance() {
    while (pending == null && lines.hasNext()) {
      OrderLine line = lines.next();
      account.add(line);
      signs.line(line);
      if (line.getLineClass() == LineClass.ACCEPTED.code()) {
        pending = line;
      }
    }
    return pending != null;
  }

  private List<InternalRow> closingRows() {
    List<LedgerEntry> entries = new ArrayList<>(account.entries());
    entries.addAll(signs.entries());
    gaps.forEach(
        (gap, count) ->
            entries.add(LedgerEntry.of(LedgerEntry.Kind.GAP, Integer.toString(gap), count)));
    StructType schema = FoldedLines.schema(settings.spans());
    int ledger = schema.fieldIndex(FoldedLines.LEDGER);
    Function1<Object, Object> converter = CatalystTypeConverters.createToCatalystConverter(schema);
    List<InternalRow> rows = new ArrayList<>();
    for (LedgerEntry entry : entries) {
      @Nullable Object[] values = new Object[schema.size()];
      values[ledger] = entry.row();
      rows.add((InternalRow) converter.apply(RowFactory.create(values)));
    }
    return rows;
  }

  /** Lines and money by class and by reason. */
  private static final class Account {
    private final long[] lines = new long[LineClass.values().length];
    private final long[] unknown = new long[LineClass.values().length];
    private final ExactSum[] amounts = new ExactSum[LineClass.values().length];
    private final long[] reasons;
    private final List<String> conflicts = new ArrayList<>();
    private final CurrencyAccount currencies = new CurrencyAccount();

    Account(int reasons) {
      this.reasons = new long[reasons];
      for (int i = 0; i < amounts.length; i++) {
        amounts[i] = new ExactSum();
      }
    }

    void add(OrderLine line) {
      int of = line.getLineClass();
      lines[of]++;
      if (line.has(OrderLine.REVENUE_KNOWN)) {
        amounts[of].add(line.getRevenue());
      } else {
        unknown[of]++;
      }
      if (of == LineClass.ACCEPTED.code()) {
        currencies.add(line);
      }
      for (long bits = line.getReasons(); bits != 0; bits &= bits - 1) {
        reasons[Long.numberOfTrailingZeros(bits)]++;
      }
      if (line.getConflict().length > 0) {
        conflicts.add(new String(line.getConflict(), StandardCharsets.UTF_8));
      }
    }

    List<LedgerEntry> entries() {
      List<LedgerEntry> entries = new ArrayList<>();
      for (LineClass of : LineClass.values()) {
        int i = of.code();
        if (lines[i] > 0) {
          entries.add(
              new LedgerEntry(
                  LedgerEntry.Kind.CLASS.key(),
                  of.key(),
                  lines[i],
                  new BigDecimal(amounts[i].total()),
                  unknown[i],
                  null,
                  null,
                  null,
                  null));
        }
      }
      for (int bit = 0; bit < reasons.length; bit++) {
        if (reasons[bit] > 0) {
          entries.add(LedgerEntry.of(LedgerEntry.Kind.REASON, Integer.toString(bit), reasons[bit]));
        }
      }
      entries.addAll(currencies.entries());
      conflicts.stream()
          .distinct()
          .forEach(id -> entries.add(LedgerEntry.of(LedgerEntry.Kind.CONFLICT, id, 1)));
      return entries;
    }
  }
}
