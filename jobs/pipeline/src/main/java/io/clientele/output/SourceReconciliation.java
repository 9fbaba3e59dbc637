package io.clientele.output;

import io.clientele.ingest.LineClass;
import io.clientele.ingest.SourceAccount;
import io.clientele.segment.SegmentSummary;
import io.clientele.table.ReconciliationTable.ReconciliationRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reconciliation of the optional sources and of the leads. */
final class SourceReconciliation {
  private SourceReconciliation() {}

  static List<ReconciliationRow> of(
      List<SourceAccount> accounts, Map<SegmentSummary.Cell, Long> leads) {
    List<ReconciliationRow> rows = new ArrayList<>();
    for (SourceAccount account : accounts) {
      BigDecimal money = account.money().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      rows.add(
          row(
              "read",
              "class",
              account.read(),
              money,
              "every row of the source: the sum of the classes below",
              account.source()));
      for (LineClass of : LineClass.values()) {
        if (account.of(of) != 0) {
          rows.add(
              row(
                  of.key(),
                  "class",
                  account.of(of),
                  account.money().getOrDefault(of, BigDecimal.ZERO),
                  of.meaning(),
                  account.source()));
        }
      }
      account
          .reasons()
          .forEach(
              (reason, count) ->
                  rows.add(
                      row(
                          reason,
                          "reason",
                          count,
                          BigDecimal.ZERO,
                          "quarantined rows with this reason; a row may have several",
                          account.source())));
    }
    Map<String, Long> byScheme = new TreeMap<>();
    leads.forEach((cell, count) -> byScheme.merge(cell.scheme(), count, Long::sum));
    byScheme.forEach(
        (scheme, count) ->
            rows.add(
                row(
                    "lead segments of " + scheme,
                    "leads",
                    count,
                    BigDecimal.ZERO,
                    "segment_summary: leads in the scheme's segments",
                    "leads")));
    return rows;
  }

  private static ReconciliationRow row(
      String item, String kind, long count, BigDecimal money, String meaning, String source) {
    return new ReconciliationRow(
        item, kind, count, money.setScale(TableSpec.STORED_SCALE), 0L, meaning, source);
  }
}
