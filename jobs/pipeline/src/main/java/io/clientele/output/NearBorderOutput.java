package io.clientele.output;

import io.clientele.border.NearBorders;
import io.clientele.border.SchemeBorders;
import io.clientele.config.BaseConfig;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Features;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.BaseNumbers;
import io.clientele.scheme.Scheme;
import io.clientele.score.ScoreScale;
import io.clientele.scoring.GroupReference;
import io.clientele.scoring.ScoreReference;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ExplanationTables;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code near_border}: customers who are about to change segment. */
public final class NearBorderOutput implements Output {
  @Override
  public String name() {
    return "near_border";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(ExplanationTables.NEAR_BORDER);
  }

  @Override
  public List<String> reads(ScoredBase scored) {
    return List.copyOf(
        NearBorders.columns(
            scored.plan().selection().ofCustomers(), List.of(scored.customers().columns())));
  }

  @Override
  public Produced of(SegmentedBase base) {
    return Produced.large(
        ExplanationTables.NEAR_BORDER,
        NearBorders.of(base.customers(), watches(base), base.plan().config().nearBorder()),
        Produced.NOT_COUNTED);
  }

  /** Where the segments of each scheme end, in every group that it compares within. */
  private static List<NearBorders.Watch> watches(SegmentedBase base) {
    BaseConfig config = base.plan().config();
    List<NearBorders.Watch> watches = new ArrayList<>();
    for (Scheme scheme : base.schemes()) {
      ScoreReference set = base.scored().standings().of(config.scores(), scheme);
      List<SchemeBorders> byGroup = new ArrayList<>();
      for (GroupReference group : set.groups()) {
        Map<String, ScoreScale> scales = new LinkedHashMap<>();
        group.edges().forEach((score, one) -> scales.put(score.column(), one.scale()));
        byGroup.add(
            new SchemeBorders(
                scheme,
                config::provides,
                numbers(group.constants(), base.base().statistics()),
                scales));
      }
      watches.add(
          new NearBorders.Watch(
              scheme, byGroup, set.grouping().feature() == null ? null : set.groupColumn()));
    }
    return watches;
  }

  private static BaseNumbers numbers(BaseConstants constants, BaseStatistics statistics) {
    BaseNumbers numbers = new BaseNumbers();
    constants.cuts().forEach((cut, edge) -> numbers.add(cut.text(), edge));
    constants.values().forEach((value, number) -> numbers.add(value.text(), number));
    numbers.add(Features.LOYALTY_PERIOD_DAYS, BigDecimal.valueOf(statistics.loyaltyPeriodDays()));
    return numbers;
  }
}
