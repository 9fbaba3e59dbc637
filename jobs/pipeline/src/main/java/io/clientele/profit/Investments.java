package io.clientele.profit;

import io.clientele.segment.SegmentSummary;
import io.clientele.table.ProfitTables.GrowthLeverRow;
import io.clientele.table.ProfitTables.InvestmentRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where to invest, and what moved the revenue: the rows of {@code investment} and its levers. */
public final class Investments {
  private static final int SHARE_SCALE = 10;
  private static final String NOW = "net_revenue_365d";

  private final MarginSteps steps;

  /** The tables of a base. */
  public Investments(MarginSteps steps) {
    this.steps = steps;
  }

  /** The rows of {@code investment}: every segment of every scheme. */
  public List<InvestmentRow> ranked(Map<SegmentSummary.Cell, SegmentSummary.Totals> summary) {
    Map<String, List<SegmentSummary.Totals>> schemes = new LinkedHashMap<>();
    summary.forEach(
        (cell, totals) ->
            schemes.computeIfAbsent(cell.scheme(), key -> new ArrayList<>()).add(totals));
    List<InvestmentRow> rows = new ArrayList<>();
    summary.forEach(
        (cell, totals) -> {
          List<SegmentSummary.Totals> peers = schemes.getOrDefault(cell.scheme(), List.of());
          BigDecimal margin = margin(totals);
          BigDecimal service = service(totals);
          BigDecimal campaigns =
              totals.sums().get(MarginSteps.key(MarginSteps.YEAR, MarginSteps.CAMPAIGNS));
          rows.add(
              new InvestmentRow(
                  cell.scheme(),
                  cell.segment(),
                  totals.customers(),
                  sum(totals, NOW),
                  margin,
                  service,
                  returned(margin, service),
                  campaigns,
                  returned(margin, campaigns),
                  rankBySize(peers, totals),
                  rank(peers, totals, this::margin)));
        });
    return rows;
  }

  /** The rows of {@code growth_levers}: the base and every segment. */
  public List<GrowthLeverRow> levers(Map<SegmentSummary.Cell, SegmentSummary.Totals> summary) {
    List<GrowthLeverRow> rows = new ArrayList<>();
    SegmentTotals.withBase(summary)
        .forEach(
            (cell, totals) -> {
              Levers.Period now = period(totals, "365d");
              Levers.Period before = period(totals, "prior_365d");
              Levers levers = Levers.of(before, now).orElse(null);
              rows.add(
                  new GrowthLeverRow(
                      cell.scheme(),
                      cell.segment(),
                      now.revenue(),
                      before.revenue(),
                      now.revenue().subtract(before.revenue()),
                      now.orders(),
                      before.orders(),
                      now.units(),
                      before.units(),
                      levers == null ? null : levers.orders(),
                      levers == null ? null : levers.units(),
                      levers == null ? null : levers.price()));
            });
    return rows;
  }

  private static Levers.Period period(SegmentSummary.Totals totals, String window) {
    return new Levers.Period(
        sum(totals, "net_revenue_" + window),
        sum(totals, "frequency_" + window).longValueExact(),
        totals.sums().get("quantity_" + window));
  }

  private @Nullable BigDecimal margin(SegmentSummary.Totals totals) {
    return totals.sums().get(MarginSteps.key(MarginSteps.YEAR, MarginSteps.CONTRIBUTION));
  }

  private @Nullable BigDecimal service(SegmentSummary.Totals totals) {
    return steps.tellsService()
        ? totals.sums().get(MarginSteps.key(MarginSteps.YEAR, "cost_to_serve"))
        : null;
  }

  /** Margin before a cost, a unit of the cost. */
  private static @Nullable BigDecimal returned(
      @Nullable BigDecimal margin, @Nullable BigDecimal cost) {
    return margin == null || cost == null ? null : ratio(margin.add(cost), cost);
  }

  private static @Nullable BigDecimal ratio(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0 ? null : part.divide(whole, SHARE_SCALE, RoundingMode.HALF_UP);
  }

  private static BigDecimal sum(SegmentSummary.Totals totals, String name) {
    return SegmentTotals.orZero(totals.sums().get(name));
  }

  private static int rankBySize(List<SegmentSummary.Totals> peers, SegmentSummary.Totals own) {
    return 1 + (int) peers.stream().filter(peer -> peer.customers() > own.customers()).count();
  }

  /** 1 + how many are strictly greater; null without a value. */
  private static @Nullable Integer rank(
      List<SegmentSummary.Totals> peers,
      SegmentSummary.Totals own,
      Function<SegmentSummary.Totals, @Nullable BigDecimal> by) {
    BigDecimal value = by.apply(own);
    if (value == null) {
      return null;
    }
    int rank = 1;
    for (SegmentSummary.Totals peer : peers) {
      BigDecimal other = by.apply(peer);
      rank += other != null && other.compareTo(value) > 0 ? 1 : 0;
    }
    return rank;
  }
}
