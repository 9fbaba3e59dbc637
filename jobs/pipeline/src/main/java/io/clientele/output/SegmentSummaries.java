package io.clientele.output;

import io.clientele.segment.SegmentSummary;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.SummaryTables;
import io.clientele.table.SummaryTables.SegmentSummaryRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code segment_summary}: size and money of every segment, empty ones too. */
public final class SegmentSummaries implements Output {
  private static final int SHARE_SCALE = 10;

  @Override
  public String name() {
    return "segment_summary";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(SummaryTables.SEGMENT_SUMMARY);
  }

  @Override
  public Produced of(SegmentedBase base) {
    return Produced.small(SummaryTables.SEGMENT_SUMMARY, rows(base.summary(), base.leadCounts()));
  }

  private static List<SegmentSummaryRow> rows(
      Map<SegmentSummary.Cell, SegmentSummary.Totals> summary,
      Map<SegmentSummary.Cell, Long> leads) {
    Map<SegmentSummary.Cell, SegmentSummary.Totals> all = new LinkedHashMap<>(summary);
    leads.keySet().forEach(cell -> all.putIfAbsent(cell, SegmentSummary.Totals.empty()));
    Map<String, Long> leadsOf = new HashMap<>();
    leads.forEach((cell, count) -> leadsOf.merge(cell.scheme(), count, Long::sum));
    List<SegmentSummaryRow> rows = new ArrayList<>();
    all.forEach(
        (cell, totals) -> {
          Sums base = Sums.of(summary, cell.scheme());
          long own = leads.getOrDefault(cell, 0L);
          long parties = base.customers + leadsOf.getOrDefault(cell.scheme(), 0L);
          BigDecimal share =
              share(BigDecimal.valueOf(totals.customers() + own), BigDecimal.valueOf(parties));
          rows.add(
              new SegmentSummaryRow(
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

  private static @Nullable BigDecimal share(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0 ? null : part.divide(whole, SHARE_SCALE, RoundingMode.HALF_UP);
  }

  private static BigDecimal orZero(@Nullable BigDecimal value) {
    return value == null ? BigDecimal.ZERO : value;
  }
}
