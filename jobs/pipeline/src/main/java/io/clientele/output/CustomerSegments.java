package io.clientele.output;

import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.score.Score;
import io.clientele.scoring.ScoreSetRequirement;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CustomerTables;
import io.clientele.table.TableSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code customer_segments}: the scores of every customer and its segment in each scheme. */
public final class CustomerSegments implements Output {
  @Override
  public String name() {
    return "customer_segments";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(CustomerTables.SEGMENTS);
  }

  @Override
  public List<TableSpec> tables(Plan plan) {
    return List.of(table(plan, plan.selection().schemes()));
  }

  @Override
  public Produced of(SegmentedBase base) {
    TableSpec table = table(base.plan(), base.schemes());
    return Produced.large(
        table, table.ownColumns(base.customers()), base.base().accounting().customers());
  }

  private static TableSpec table(Plan plan, List<Scheme> schemes) {
    List<ColumnSpec> columns = new ArrayList<>();
    for (ScoreSetRequirement demand : plan.demands()) {
      for (Score score : Score.values()) {
        columns.add(
            CustomerTables.score(
                demand.set().column(score.column()), score.feature(), demand.set().bins()));
      }
    }
    for (Scheme scheme : schemes) {
      if (scheme.file().population().ofCustomers()) {
        columns.add(
            CustomerTables.scheme(
                scheme.name(),
                scheme.file().description(),
                scheme.file().allSegments().stream().map(SegmentRule::name).toList()));
        scheme.flagNames().forEach(flag -> columns.add(CustomerTables.flag(flag, scheme.name())));
      }
    }
    return CustomerTables.SEGMENTS.with(columns);
  }
}
