package io.clientele.run;

import static io.clientele.table.SummaryTables.BASE_STATISTICS;
import static io.clientele.table.SummaryTables.CONCENTRATION_CURVE;
import static io.clientele.table.SummaryTables.CONCENTRATION_SUMMARY;
import static io.clientele.table.SummaryTables.SCHEME_RUNS;
import static io.clientele.table.SummaryTables.SCORE_EDGES;
import static io.clientele.table.SummaryTables.SEGMENT_DEFINITIONS;
import static io.clientele.table.SummaryTables.SEGMENT_SUMMARY;

import io.clientele.concentration.Concentration;
import io.clientele.concentration.Scoped;
import io.clientele.feature.LineClass;
import io.clientele.segment.Scheme;
import io.clientele.segment.SegmentRule;
import io.clientele.segment.SegmentSummary;
import io.clientele.table.ReconciliationTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The rows of the tables that are small whatever the size of the base. */
final class SmallTables {
  private static final String LINES = "transactions";
  private static final String CURRENCIES = "lines of all currencies";
  private static final String LORENZ_END = "end of the Lorenz curve";
  private static final String LORENZ_ENDS = "ends of the Lorenz curves by ";
  private static final int SHARE_SCALE = 10;

  private SmallTables() {}

  static List<Row> reconciliation(
      Accounting accounting,
      Map<SegmentSummary.Cell, SegmentSummary.Totals> summary,
      List<Scheme> schemes,
      List<Scoped> revenues) {
    List<Row> rows = new ArrayList<>();
    Accounting.Lines read = accounting.read();
    rows.add(
        RowFactory.create(
            "read",
            "class",
            read.lines(),
            read.revenue(),
            read.unknown(),
            "every line of the source: the sum of the classes below",
            LINES));
    for (LineClass of : LineClass.values()) {
      Accounting.Lines lines = accounting.of(of);
      rows.add(
          RowFactory.create(
              of.key(),
              "class",
              lines.lines(),
              lines.revenue(),
              lines.unknown(),
              of.meaning(),
              LINES));
    }
    accounting
        .reasons()
        .forEach(
            (reason, lines) ->
                rows.add(
                    RowFactory.create(
                        reason,
                        "reason",
                        lines,
                        BigDecimal.ZERO,
                        0L,
                        "quarantined lines with this reason; a line may have several, so their"
                            + " money is counted with the class only",
                        LINES)));
    rows.add(
        RowFactory.create(
            "customers",
            "output",
            accounting.customers(),
            accounting.customerRevenue(),
            0L,
            "customer_features: sum of monetary",
            LINES));
    rows.add(
        RowFactory.create(
            CURRENCIES,
            "output",
            accounting.currencies().values().stream().mapToLong(CurrencyTotals::lines).sum(),
            accounting.currencies().values().stream()
                .map(CurrencyTotals::revenue)
                .reduce(BigDecimal.ZERO, BigDecimal::add),
            0L,
            "currencies: sum of revenue; the number is that of lines",
            LINES));
    for (Scheme scheme : schemes) {
      long customers = 0;
      BigDecimal revenue = BigDecimal.ZERO;
      for (SegmentRule segment : scheme.file().allSegments()) {
        SegmentSummary.Totals totals =
            Objects.requireNonNull(
                summary.get(new SegmentSummary.Cell(scheme.name(), segment.name())));
        customers += totals.customers();
        revenue = revenue.add(totals.revenue());
      }
      rows.add(
          RowFactory.create(
              "segments of " + scheme.name(),
              "output",
              customers,
              revenue,
              0L,
              "segment_summary: sum over the scheme's segments",
              LINES));
    }
    Map<String, List<Scoped>> divisions = new LinkedHashMap<>();
    revenues.forEach(one -> divisions.computeIfAbsent(one.by(), by -> new ArrayList<>()).add(one));
    divisions.forEach(
        (by, parts) ->
            rows.add(
                RowFactory.create(
                    by.equals(Scoped.BASE) ? LORENZ_END : LORENZ_ENDS + by,
                    "output",
                    parts.stream().mapToLong(part -> part.concentration().customers()).sum(),
                    parts.stream()
                        .map(part -> part.concentration().total())
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                    0L,
                    "concentration_summary: total of revenue, over customers with an accepted line",
                    LINES)));
    return rows;
  }

  /** Fails where any output does not hold the accepted money and all customers, to the cent. */
  static void prove(Accounting accounting, List<Row> reconciliation) {
    BigDecimal expected = accounting.of(LineClass.ACCEPTED).revenue();
    for (Row row : reconciliation) {
      if (row.getString(1).equals("output")) {
        long customers =
            switch (row.getString(0)) {
              case CURRENCIES -> accounting.of(LineClass.ACCEPTED).lines();
              default ->
                  ofTransacting(row.getString(0))
                      ? accounting.transacting()
                      : accounting.customers();
            };
        boolean same = row.getDecimal(3).compareTo(expected) == 0 && row.getLong(2) == customers;
        if (!same) {
          throw new IllegalStateException(
              "The reconciliation does not add up: "
                  + row.getString(0)
                  + " holds "
                  + row.getDecimal(3)
                  + " of "
                  + row.getLong(2)
                  + ", expected "
                  + expected
                  + " of "
                  + customers
                  + ". Nothing was published.");
        }
      }
    }
  }

  private static boolean ofTransacting(String item) {
    return item.equals(LORENZ_END) || item.startsWith(LORENZ_ENDS);
  }

  static List<Row> segmentSummary(
      Map<SegmentSummary.Cell, SegmentSummary.Totals> summary,
      Map<SegmentSummary.Cell, Long> leads) {
    Map<SegmentSummary.Cell, SegmentSummary.Totals> all = new LinkedHashMap<>(summary);
    leads.keySet().forEach(cell -> all.putIfAbsent(cell, SegmentSummary.Totals.empty()));
    Map<String, Long> leadsOf = new HashMap<>();
    leads.forEach((cell, count) -> leadsOf.merge(cell.scheme(), count, Long::sum));
    List<Row> rows = new ArrayList<>();
    all.forEach(
        (cell, totals) -> {
          Sums base = Sums.of(summary, cell.scheme());
          long own = leads.getOrDefault(cell, 0L);
          long parties = base.customers + leadsOf.getOrDefault(cell.scheme(), 0L);
          BigDecimal share =
              share(BigDecimal.valueOf(totals.customers() + own), BigDecimal.valueOf(parties));
          rows.add(
              RowFactory.create(
                  cell.scheme(),
                  cell.segment(),
                  totals.customers(),
                  share == null ? BigDecimal.ZERO.setScale(SHARE_SCALE) : share,
                  totals.orders(),
                  totals.revenue(),
                  share(totals.revenue(), base.revenue),
                  totals.margin(),
                  base.margin == null ? null : share(orZero(totals.margin()), base.margin),
                  totals.medians().get(0),
                  totals.medians().get(1),
                  totals.medians().get(2),
                  own));
        });
    return rows;
  }

  private record Sums(long customers, BigDecimal revenue, @Nullable BigDecimal margin) {
    static Sums of(Map<SegmentSummary.Cell, SegmentSummary.Totals> summary, String scheme) {
      long customers = 0;
      BigDecimal revenue = BigDecimal.ZERO;
      BigDecimal margin = null;
      for (Map.Entry<SegmentSummary.Cell, SegmentSummary.Totals> entry : summary.entrySet()) {
        if (entry.getKey().scheme().equals(scheme)) {
          SegmentSummary.Totals totals = entry.getValue();
          customers += totals.customers();
          revenue = revenue.add(totals.revenue());
          BigDecimal own = totals.margin();
          if (own != null) {
            margin = orZero(margin).add(own);
          }
        }
      }
      return new Sums(customers, revenue, margin);
    }
  }

  static List<Row> definitions(List<Scheme> schemes) {
    List<Row> rows = new ArrayList<>();
    for (Scheme scheme : schemes) {
      int position = 1;
      for (SegmentRule segment : scheme.file().allSegments()) {
        rows.add(
            RowFactory.create(
                scheme.name(),
                scheme.file().version(),
                segment.name(),
                position++,
                scheme.file().population().name().toLowerCase(java.util.Locale.ROOT),
                segment.when(),
                scheme.file().parameters(),
                segment.labels(),
                segment.rank(),
                segment.policy(),
                segment.playbook(),
                segment.goal()));
      }
    }
    return rows;
  }

  static List<Row> concentration(List<Scoped> concentrations) {
    List<Row> rows = new ArrayList<>();
    for (Scoped scoped : concentrations) {
      Concentration one = scoped.concentration();
      rows.add(
          RowFactory.create(
              one.measure().key(),
              scoped.scope(),
              one.customers(),
              one.total(),
              one.positiveTotal(),
              one.negativeTotal(),
              one.gini().orElse(null),
              one.topShare(1).orElse(null),
              one.topShare(5).orElse(null),
              one.topShare(10).orElse(null),
              one.topShare(20).orElse(null),
              one.customersFor80().orElse(null),
              ofCustomers(one.customersFor80(), one),
              one.whalePeakShare().orElse(null),
              one.customersAtPeak(),
              one.customersFor100().orElse(null),
              ofCustomers(one.customersFor100(), one),
              one.losingCustomers(),
              one.giniNormalised().orElse(null),
              one.abcEdgeA(),
              one.abcEdgeB()));
    }
    return rows;
  }

  private static @Nullable BigDecimal ofCustomers(Optional<Long> some, Concentration of) {
    return some.map(count -> share(BigDecimal.valueOf(count), BigDecimal.valueOf(of.customers())))
        .orElse(null);
  }

  static List<Row> curve(List<Scoped> concentrations) {
    List<Row> rows = new ArrayList<>();
    for (Scoped scoped : concentrations) {
      Concentration one = scoped.concentration();
      for (String direction : List.of("ascending", "descending")) {
        for (int step = 0; step <= Concentration.GRID; step++) {
          Optional<BigDecimal> share =
              direction.equals("ascending") ? one.lorenz(step) : one.descending(step);
          rows.add(
              RowFactory.create(
                  one.measure().key(),
                  scoped.scope(),
                  direction,
                  BigDecimal.valueOf(step, 2).setScale(4),
                  share.orElse(null)));
        }
      }
    }
    return rows;
  }

  /** The specs in the order in which they are written. */
  static Map<io.clientele.table.TableSpec, List<Row>> all(
      List<Row> reconciliation,
      List<Row> summary,
      List<Row> definitions,
      List<Row> edges,
      List<Row> statistics,
      List<Row> concentration,
      List<Row> curve,
      List<Row> schemeRuns) {
    Map<io.clientele.table.TableSpec, List<Row>> tables = new java.util.LinkedHashMap<>();
    tables.put(ReconciliationTable.SPEC, reconciliation);
    tables.put(SEGMENT_SUMMARY, summary);
    tables.put(SEGMENT_DEFINITIONS, definitions);
    tables.put(SCORE_EDGES, edges);
    tables.put(BASE_STATISTICS, statistics);
    tables.put(CONCENTRATION_SUMMARY, concentration);
    tables.put(CONCENTRATION_CURVE, curve);
    tables.put(SCHEME_RUNS, schemeRuns);
    return tables;
  }

  private static @Nullable BigDecimal share(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0 ? null : part.divide(whole, SHARE_SCALE, RoundingMode.HALF_UP);
  }

  private static BigDecimal orZero(@Nullable BigDecimal value) {
    return value == null ? BigDecimal.ZERO : value;
  }
}
