package io.clientele.profit;

import io.clientele.config.Input;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ProfitTables;
import io.clientele.table.TableSpec;
import java.util.List;

/** {@code acquisition_quality}: what the customers of each acquisition channel are worth. */
public final class AcquisitionOutput implements Output {
  @Override
  public String name() {
    return "acquisition_quality";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(ProfitTables.ACQUISITION_QUALITY);
  }

  @Override
  public boolean applies(Plan plan) {
    return plan.config().provides(new Input("customers", AcquisitionQuality.CHANNEL));
  }

  @Override
  public Produced of(SegmentedBase base) {
    return Produced.small(
        ProfitTables.ACQUISITION_QUALITY,
        AcquisitionQuality.of(base.all(), new MarginSteps(base.plan().config())));
  }
}
