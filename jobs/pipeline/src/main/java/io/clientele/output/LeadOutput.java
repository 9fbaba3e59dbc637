package io.clientele.output;

import io.clientele.config.SourceKind;
import io.clientele.segment.LeadSegments;
import io.clientele.spine.Leads;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.LeadTables;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.util.List;

/**
 * {@code lead_segments}: people who have not bought, with their segment in each scheme of leads.
 */
public final class LeadOutput implements Output {
  @Override
  public String name() {
    return "lead_segments";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(LeadTables.SEGMENTS);
  }

  @Override
  public boolean applies(Plan plan) {
    return plan.config().sources().containsKey(SourceKind.LEADS);
  }

  @Override
  public List<TableSpec> tables(Plan plan) {
    return List.of(new LeadSegments(plan.config(), plan.selection().schemes()).table());
  }

  @Override
  public Produced of(SegmentedBase base) {
    Leads leads = base.leads();
    if (leads == null) {
      return Produced.nothing();
    }
    TableSpec table = leads.segments().table();
    return Produced.large(table, table.ownColumns(leads.rows()), TableRows.NOT_COUNTED);
  }
}
