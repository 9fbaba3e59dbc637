package io.clientele.migration;

import io.clientele.table.HistoryTables.BridgeRow;
import io.clientele.table.HistoryTables.KpiRow;
import io.clientele.table.HistoryTables.MigrationRow;
import io.clientele.table.HistoryTables.PairRow;
import io.clientele.table.HistoryTables.PeriodKpiRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What changed between any two snapshots in the lake, computed from the snapshots themselves.
 *
 * @param pair the two and their customers
 * @param then the key figures of the earlier one, by name; none where an older release wrote it
 * @param now those of the later one
 * @param between the key figures of what happened between them
 * @param bridge from revenue to revenue
 * @param migration the moves of every scheme
 * @param scheme the one that was asked for
 * @param fallen the customers with most revenue who moved down in it
 */
public record Changes(
    PairRow pair,
    Map<String, KpiRow> then,
    Map<String, KpiRow> now,
    List<PeriodKpiRow> between,
    List<BridgeRow> bridge,
    List<MigrationRow> migration,
    String scheme,
    List<Fallen> fallen) {

  /**
   * A customer who moved down.
   *
   * @param revenueBefore net revenue within 365 days before the earlier date
   * @param revenueAfter the same of the later date
   */
  public record Fallen(
      String customerId,
      String scheme,
      String fromSegment,
      String toSegment,
      BigDecimal revenueBefore,
      BigDecimal revenueAfter) {}
}
