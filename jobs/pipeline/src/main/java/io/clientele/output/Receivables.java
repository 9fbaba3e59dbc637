package io.clientele.output;

import io.clientele.config.SourceKind;
import io.clientele.customer.ReceivableSummary;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ProfitTables;
import io.clientele.table.TableSpec;
import java.util.List;
import java.util.Objects;

/** {@code receivable_summary}: how the invoices of the base are paid. */
public final class Receivables implements Output {
  @Override
  public String name() {
    return "receivable_summary";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(ProfitTables.RECEIVABLE_SUMMARY);
  }

  @Override
  public boolean applies(Plan plan) {
    return plan.config().sources().containsKey(SourceKind.RECEIVABLES);
  }

  @Override
  public Produced of(SegmentedBase base) {
    return Produced.small(
        ProfitTables.RECEIVABLE_SUMMARY,
        ReceivableSummary.of(
            Objects.requireNonNull(
                base.base().inputs().optional().accepted(SourceKind.RECEIVABLES)),
            base.plan().asOf()));
  }
}
