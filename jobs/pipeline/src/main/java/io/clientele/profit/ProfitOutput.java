package io.clientele.profit;

import io.clientele.config.BaseConfig;
import io.clientele.segment.SegmentSummary;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ProfitTables;
import io.clientele.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** The way from revenue to margin of every segment, where to invest, and what moved revenue. */
public final class ProfitOutput implements Output {
  @Override
  public String name() {
    return "profit";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(
        ProfitTables.MARGIN_WATERFALL, ProfitTables.INVESTMENT, ProfitTables.GROWTH_LEVERS);
  }

  @Override
  public List<String> reads(ScoredBase scored) {
    return new MarginSteps(scored.plan().config()).features();
  }

  @Override
  public Map<String, Column> sums(Plan plan) {
    return new MarginSteps(plan.config()).sums();
  }

  @Override
  public Produced of(SegmentedBase base) {
    BaseConfig config = base.plan().config();
    MarginSteps steps = new MarginSteps(config);
    Map<SegmentSummary.Cell, SegmentSummary.Totals> summary = base.summary();
    Investments investments = new Investments(steps);
    return Produced.small(ProfitTables.MARGIN_WATERFALL, new Waterfall(steps).rows(summary))
        .and(ProfitTables.INVESTMENT, investments.ranked(summary))
        .and(ProfitTables.GROWTH_LEVERS, investments.levers(summary));
  }
}
