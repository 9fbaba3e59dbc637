package io.clientele.table;

import java.util.List;

/** The catalogue of the lake. */
public final class Tables {
  /** Version of the tables' format; a lake with a newer one is refused. */
  public static final int FORMAT_VERSION = 1;

  /** The tables that hold snapshots, in the order in which a reader meets them. */
  public static final List<TableSpec> SNAPSHOTS =
      List.of(
          CustomerTables.FEATURES,
          CustomerTables.SEGMENTS,
          LeadTables.SEGMENTS,
          SummaryTables.SEGMENT_SUMMARY,
          SummaryTables.SEGMENT_DEFINITIONS,
          SummaryTables.SCHEME_RUNS,
          ExplanationTables.SCHEME_DEFINITIONS,
          ExplanationTables.SEGMENT_OUTLOOK,
          SummaryTables.SCORE_EDGES,
          SummaryTables.BASE_STATISTICS,
          SummaryTables.CONCENTRATION_SUMMARY,
          SummaryTables.CONCENTRATION_CURVE,
          ProfitTables.MARGIN_WATERFALL,
          ProfitTables.INVESTMENT,
          ProfitTables.GROWTH_LEVERS,
          ProfitTables.CUSTOMER_REASONS,
          ProfitTables.SEGMENT_REASONS,
          ProfitTables.EXIT_CANDIDATES,
          ProfitTables.ACQUISITION_QUALITY,
          ProfitTables.RECEIVABLE_SUMMARY,
          CurrencyTable.SPEC,
          HistoryTables.KPIS,
          HistoryTables.PERIOD_KPIS,
          HistoryTables.SNAPSHOT_PAIRS,
          HistoryTables.SEGMENT_CHANGES,
          HistoryTables.SEGMENT_MIGRATION,
          HistoryTables.SEGMENT_GROWTH,
          HistoryTables.REVENUE_BRIDGE,
          ClusterTables.CUSTOMER_CLUSTERS,
          ClusterTables.CLUSTER_PROFILES,
          ClusterTables.CLUSTER_AGREEMENT,
          ClusterTables.CLUSTER_CONTINGENCY,
          ClusterTables.CLUSTER_CURVE,
          ClusterTables.CLUSTER_STABILITY,
          OrderLinesTable.SPEC,
          ReconciliationTable.SPEC,
          QuarantineTable.SPEC);

  /** The ledger that readers may see. */
  public static final List<TableSpec> LEDGER = List.of(LedgerTables.RUNS, LedgerTables.ATTEMPTS);

  private Tables() {}
}
