package io.clientele.profit;

import io.clientele.scheme.Scheme;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ProfitTables;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/** {@code customer_reasons} and {@code segment_reasons}: why customers are where they are. */
public final class ReasonOutput implements Output {
  @Override
  public String name() {
    return "reasons";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(ProfitTables.CUSTOMER_REASONS, ProfitTables.SEGMENT_REASONS);
  }

  @Override
  public boolean applies(Plan plan) {
    return plan.selection().schemes().stream()
        .anyMatch(scheme -> !scheme.file().reasons().isEmpty());
  }

  @Override
  public List<String> reads(ScoredBase scored) {
    Set<String> features = new LinkedHashSet<>(new MarginSteps(scored.plan().config()).features());
    for (Scheme scheme : scored.plan().selection().ofCustomers()) {
      if (!scheme.file().reasons().isEmpty()) {
        features.addAll(scheme.signalNames());
      }
    }
    features.retainAll(List.of(scored.customers().columns()));
    return List.copyOf(features);
  }

  @Override
  public Map<String, Column> sums(Plan plan) {
    return new MarginSteps(plan.config()).sums();
  }

  @Override
  public Produced of(SegmentedBase base) {
    MarginSteps steps = new MarginSteps(base.plan().config());
    CustomerReasons reasons =
        new CustomerReasons(base.schemes(), base::rules, steps, base.summary());
    if (reasons.isEmpty()) {
      return Produced.nothing();
    }
    return Produced.large(
            ProfitTables.CUSTOMER_REASONS,
            reasons.ofCustomers(base.customers()),
            TableRows.NOT_COUNTED)
        .and(ProfitTables.SEGMENT_REASONS, reasons.ofSegments(base.customers(), steps));
  }
}
