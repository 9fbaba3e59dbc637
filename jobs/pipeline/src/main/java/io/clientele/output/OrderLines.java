package io.clientele.output;

import io.clientele.ingest.CheckedLines;
import io.clientele.ingest.LineClass;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.OrderLinesTable;
import io.clientele.table.TableSpec;
import java.util.List;

/** {@code order_lines}: the lines that features are made of, where they are to be kept. */
public final class OrderLines implements Output {
  @Override
  public String name() {
    return "order_lines";
  }

  @Override
  public boolean applies(Plan plan) {
    return plan.config().keepLines();
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(OrderLinesTable.SPEC);
  }

  @Override
  public Produced of(SegmentedBase segmented) {
    return Produced.large(
        OrderLinesTable.SPEC,
        new CheckedLines(segmented.base().contract()).accepted(),
        segmented.base().accounting().of(LineClass.ACCEPTED).lines());
  }
}
