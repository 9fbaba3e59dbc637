package io.clientele.migration;

import io.clientele.table.HistoryTables.GrowthRow;
import io.clientele.table.HistoryTables.MigrationRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code segment_growth}, from the moves of one pair. Growth follows the customers who
 * were in a segment at the earlier date: those who are in it now were chosen by what they did
 * since.
 */
final class SegmentGrowth {
  private static final int SCALE = 10;

  private SegmentGrowth() {}

  static List<GrowthRow> of(List<MigrationRow> moves) {
    Map<String, Map<String, Sums>> schemes = new LinkedHashMap<>();
    for (MigrationRow move : moves) {
      String from = move.fromSegment();
      if (from != null) {
        schemes
            .computeIfAbsent(move.scheme(), name -> new LinkedHashMap<>())
            .computeIfAbsent(from, name -> new Sums(move))
            .add(move);
      }
    }
    List<GrowthRow> rows = new ArrayList<>();
    schemes.forEach(
        (scheme, segments) ->
            segments.forEach(
                (segment, sums) -> rows.add(sums.row(scheme, segment, rank(sums, segments)))));
    return rows;
  }

  private static @Nullable Integer rank(Sums own, Map<String, Sums> segments) {
    BigDecimal growth = own.growth();
    if (growth == null) {
      return null;
    }
    int rank = 1;
    for (Sums other : segments.values()) {
      BigDecimal theirs = other.growth();
      rank += theirs != null && theirs.compareTo(growth) > 0 ? 1 : 0;
    }
    return rank;
  }

  /** What one segment's customers had and have. */
  private static final class Sums {
    private final MigrationRow any;
    private long customers;
    private long stayed;
    private BigDecimal before = BigDecimal.ZERO;
    private BigDecimal after = BigDecimal.ZERO;

    Sums(MigrationRow any) {
      this.any = any;
    }

    void add(MigrationRow move) {
      customers += move.customers();
      stayed += move.direction().equals("same") ? move.customers() : 0;
      before = before.add(move.revenueBefore());
      after = after.add(move.revenueAfter());
    }

    @Nullable BigDecimal growth() {
      return before.signum() <= 0
          ? null
          : after.subtract(before).divide(before, SCALE, RoundingMode.HALF_UP);
    }

    GrowthRow row(String scheme, String segment, @Nullable Integer rank) {
      return new GrowthRow(
          any.fromAsOf(),
          any.toAsOf(),
          any.otherRunId(),
          scheme,
          segment,
          customers,
          stayed,
          before,
          after,
          growth(),
          rank);
    }
  }
}
