package io.clientele.output;

import io.clientele.concentration.Measure;
import io.clientele.concentration.Scoped;
import io.clientele.customer.Accounting;
import io.clientele.customer.CurrencyTotals;
import io.clientele.ingest.LineClass;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.segment.SegmentSummary;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ReconciliationTable;
import io.clientele.table.ReconciliationTable.ReconciliationRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code reconciliation}: every line in one class, and the accepted money in every output. A run
 * whose outputs do not add up ends here.
 */
public final class Reconciliation implements Output {
  private static final String LINES = "transactions";

  @Override
  public String name() {
    return "reconciliation";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(ReconciliationTable.SPEC);
  }

  @Override
  public Produced of(SegmentedBase base) {
    Accounting accounting = base.base().accounting();
    List<Held> held = held(base);
    held.forEach(one -> one.check(accounting));
    List<ReconciliationRow> rows = new ArrayList<>(classes(accounting));
    held.forEach(one -> rows.add(one.row()));
    rows.addAll(
        SourceReconciliation.of(base.base().inputs().optional().accounts(), base.leadCounts()));
    return Produced.small(ReconciliationTable.SPEC, rows);
  }

  private static List<ReconciliationRow> classes(Accounting accounting) {
    List<ReconciliationRow> rows = new ArrayList<>();
    rows.add(
        row(
            "read",
            "class",
            accounting.read(),
            "every line of the source: the sum of the classes below"));
    for (LineClass of : LineClass.values()) {
      rows.add(row(of.key(), "class", accounting.of(of), of.meaning()));
    }
    accounting
        .reasons()
        .forEach(
            (reason, lines) ->
                rows.add(
                    row(
                        reason,
                        "reason",
                        new Accounting.Lines(lines, BigDecimal.ZERO, 0),
                        "quarantined lines with this reason; a line may have several, so their"
                            + " money is counted with the class only")));
    return rows;
  }

  private static ReconciliationRow row(
      String item, String kind, Accounting.Lines lines, String meaning) {
    return new ReconciliationRow(
        item, kind, lines.lines(), lines.revenue(), lines.unknown(), meaning, LINES);
  }

  /**
   * What one output holds.
   *
   * @param number of customers, or of lines
   * @param expected the number that it must be
   */
  private record Held(String item, long number, long expected, BigDecimal revenue, String meaning) {
    void check(Accounting accounting) {
      BigDecimal accepted = accounting.of(LineClass.ACCEPTED).revenue();
      if (revenue.compareTo(accepted) != 0 || number != expected) {
        throw new IllegalStateException(
            "The reconciliation does not add up: "
                + item
                + " holds "
                + revenue
                + " of "
                + number
                + ", expected "
                + accepted
                + " of "
                + expected
                + ". Nothing was published.");
      }
    }

    ReconciliationRow row() {
      return Reconciliation.row(item, "output", new Accounting.Lines(number, revenue, 0), meaning);
    }
  }

  private static List<Held> held(SegmentedBase base) {
    Accounting accounting = base.base().accounting();
    List<Held> held = new ArrayList<>();
    held.add(
        new Held(
            "customers",
            accounting.customers(),
            accounting.customers(),
            accounting.customerRevenue(),
            "customer_features: sum of monetary"));
    held.add(ofCurrencies(accounting));
    for (Scheme scheme : base.schemes()) {
      held.add(ofSegments(scheme, base.summary(), accounting.customers()));
    }
    Map<String, List<Scoped>> divisions = new LinkedHashMap<>();
    Scoped.of(base.concentrations(), Measure.REVENUE)
        .forEach(one -> divisions.computeIfAbsent(one.by(), by -> new ArrayList<>()).add(one));
    divisions.forEach(
        (by, parts) ->
            held.add(
                new Held(
                    by.equals(Scoped.BASE)
                        ? "end of the Lorenz curve"
                        : "ends of the Lorenz curves by " + by,
                    parts.stream().mapToLong(part -> part.concentration().customers()).sum(),
                    accounting.transacting(),
                    parts.stream()
                        .map(part -> part.concentration().total())
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                    "concentration_summary: total of revenue, over customers with an accepted"
                        + " line")));
    return held;
  }

  private static Held ofCurrencies(Accounting accounting) {
    return new Held(
        "lines of all currencies",
        accounting.currencies().values().stream().mapToLong(CurrencyTotals::lines).sum(),
        accounting.of(LineClass.ACCEPTED).lines(),
        accounting.currencies().values().stream()
            .map(CurrencyTotals::revenue)
            .reduce(BigDecimal.ZERO, BigDecimal::add),
        "currencies: sum of revenue; the number is that of lines");
  }

  private static Held ofSegments(
      Scheme scheme, Map<SegmentSummary.Cell, SegmentSummary.Totals> summary, long all) {
    long customers = 0;
    BigDecimal revenue = BigDecimal.ZERO;
    for (SegmentRule segment : scheme.file().allSegments()) {
      SegmentSummary.Totals totals =
          Objects.requireNonNull(
              summary.get(new SegmentSummary.Cell(scheme.name(), segment.name())));
      customers += totals.customers();
      revenue = revenue.add(totals.revenue());
    }
    return new Held(
        "segments of " + scheme.name(),
        customers,
        all,
        revenue,
        "segment_summary: sum over the scheme's segments");
  }
}
