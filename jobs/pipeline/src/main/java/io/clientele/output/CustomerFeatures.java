package io.clientele.output;

import io.clientele.feature.Feature;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.CustomerTables;
import io.clientele.table.TableSpec;
import java.util.List;

/** {@code customer_features}: every customer with every feature that the sources can tell. */
public final class CustomerFeatures implements Output {
  @Override
  public String name() {
    return "customer_features";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(CustomerTables.FEATURES);
  }

  @Override
  public List<TableSpec> tables(Plan plan) {
    return List.of(table(plan));
  }

  private static TableSpec table(Plan plan) {
    return CustomerTables.FEATURES.with(
        plan.features().published().stream().map(Feature::column).toList());
  }

  @Override
  public Produced of(SegmentedBase base) {
    TableSpec table = table(base.plan());
    return Produced.large(
        table, table.ownColumns(base.all()), base.base().accounting().customers());
  }
}
