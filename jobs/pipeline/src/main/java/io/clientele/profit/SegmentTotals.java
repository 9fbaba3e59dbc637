package io.clientele.profit;

import io.clientele.segment.SegmentSummary;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sums of segments, and of the base that they make up. */
final class SegmentTotals {
  /** Stands for the whole base. */
  static final SegmentSummary.Cell BASE = new SegmentSummary.Cell("base", "all");

  private SegmentTotals() {}

  /** The base first, then every segment. Each scheme holds the whole base: any of them tells it. */
  static Map<SegmentSummary.Cell, SegmentSummary.Totals> withBase(
      Map<SegmentSummary.Cell, SegmentSummary.Totals> summary) {
    Map<SegmentSummary.Cell, SegmentSummary.Totals> all = new LinkedHashMap<>();
    all.put(BASE, base(summary));
    all.putAll(summary);
    return all;
  }

  static SegmentSummary.Totals base(Map<SegmentSummary.Cell, SegmentSummary.Totals> summary) {
    SegmentSummary.Totals base = SegmentSummary.Totals.empty();
    String first = null;
    for (Map.Entry<SegmentSummary.Cell, SegmentSummary.Totals> entry : summary.entrySet()) {
      first = first == null ? entry.getKey().scheme() : first;
      if (entry.getKey().scheme().equals(first)) {
        base = base.plus(entry.getValue());
      }
    }
    return base;
  }

  static BigDecimal orZero(@Nullable BigDecimal value) {
    return value == null ? BigDecimal.ZERO.setScale(4) : value;
  }
}
