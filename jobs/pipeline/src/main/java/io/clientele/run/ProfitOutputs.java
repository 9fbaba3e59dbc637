package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.config.Input;
import io.clientele.profit.AcquisitionQuality;
import io.clientele.profit.Investments;
import io.clientele.profit.MarginSteps;
import io.clientele.profit.Reasons;
import io.clientele.profit.Waterfall;
import io.clientele.publish.Publication;
import io.clientele.rule.RuleColumns;
import io.clientele.segment.Scheme;
import io.clientele.segment.SegmentSummary;
import io.clientele.table.ProfitTables;
import io.clientele.table.TableSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables about profit, from the sums of segments and from customers with their segments. */
record ProfitOutputs(
    BaseConfig config,
    MarginSteps steps,
    List<Scheme> schemes,
    Map<SegmentSummary.Cell, SegmentSummary.Totals> summary) {

  /**
   * The tables that are small whatever the size of the base; one more job where a channel is told.
   */
  Map<TableSpec, List<Row>> small(Dataset<Row> assigned) {
    Map<TableSpec, List<Row>> small = new LinkedHashMap<>();
    small.put(ProfitTables.MARGIN_WATERFALL, new Waterfall(steps).rows(summary));
    Investments investments = new Investments(steps);
    small.put(ProfitTables.INVESTMENT, investments.ranked(summary));
    small.put(ProfitTables.GROWTH_LEVERS, investments.levers(summary));
    small.put(
        ProfitTables.ACQUISITION_QUALITY,
        tellsChannels(config) ? AcquisitionQuality.of(assigned, steps) : List.of());
    return small;
  }

  /** Whether a source tells where customers came from. */
  static boolean tellsChannels(BaseConfig config) {
    return config.tells(new Input("customers", AcquisitionQuality.CHANNEL));
  }

  /**
   * Writes what is told of single customers.
   *
   * @return the rows of {@code segment_reasons}
   */
  List<Row> write(
      Publication publication,
      Dataset<Row> outcome,
      Function<Scheme, RuleColumns> rules,
      ExitCandidates exits) {
    Dataset<Row> leaving = exits.of(outcome, schemes);
    if (leaving != null) {
      publication.write(ProfitTables.EXIT_CANDIDATES, leaving, Pipeline.NOT_COUNTED);
    }
    Reasons reasons = new Reasons(schemes, rules, steps, summary);
    if (reasons.isEmpty()) {
      return List.of();
    }
    publication.write(
        ProfitTables.CUSTOMER_REASONS, reasons.ofCustomers(outcome), Pipeline.NOT_COUNTED);
    return reasons.ofSegments(outcome, steps);
  }
}
