package io.clientele.output;

import io.clientele.concentration.Concentration;
import io.clientele.concentration.Scoped;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.SummaryTables;
import io.clientele.table.SummaryTables.ConcentrationCurveRow;
import io.clientele.table.SummaryTables.ConcentrationSummaryRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code concentration_summary} and {@code concentration_curve}: how unequally revenue, orders and
 * margins are spread over customers.
 */
public final class Concentrations implements Output {
  private static final int SHARE_SCALE = 10;

  @Override
  public String name() {
    return "concentration";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(SummaryTables.CONCENTRATION_SUMMARY, SummaryTables.CONCENTRATION_CURVE);
  }

  @Override
  public Produced of(SegmentedBase base) {
    return Produced.small(SummaryTables.CONCENTRATION_SUMMARY, summary(base.concentrations()))
        .and(SummaryTables.CONCENTRATION_CURVE, curve(base.concentrations()));
  }

  private static List<ConcentrationSummaryRow> summary(List<Scoped> concentrations) {
    List<ConcentrationSummaryRow> rows = new ArrayList<>();
    for (Scoped scoped : concentrations) {
      Concentration one = scoped.concentration();
      rows.add(
          new ConcentrationSummaryRow(
              one.measure().key(),
              scoped.scope(),
              one.customers(),
              one.total(),
              one.positiveTotal(),
              one.negativeTotal(),
              one.gini().orElse(null),
              one.topShare(1).orElse(null),
              one.topShare(5).orElse(null),
              one.topShare(10).orElse(null),
              one.topShare(20).orElse(null),
              one.customersFor80().orElse(null),
              ofCustomers(one.customersFor80(), one),
              one.whalePeakShare().orElse(null),
              one.customersAtPeak(),
              one.customersFor100().orElse(null),
              ofCustomers(one.customersFor100(), one),
              one.losingCustomers(),
              one.giniNormalised().orElse(null),
              one.abcEdgeA(),
              one.abcEdgeB()));
    }
    return rows;
  }

  private static @Nullable BigDecimal ofCustomers(Optional<Long> some, Concentration of) {
    return some.filter(count -> of.customers() > 0)
        .map(
            count ->
                BigDecimal.valueOf(count)
                    .divide(BigDecimal.valueOf(of.customers()), SHARE_SCALE, RoundingMode.HALF_UP))
        .orElse(null);
  }

  private static List<ConcentrationCurveRow> curve(List<Scoped> concentrations) {
    List<ConcentrationCurveRow> rows = new ArrayList<>();
    for (Scoped scoped : concentrations) {
      Concentration one = scoped.concentration();
      for (String direction : List.of("ascending", "descending")) {
        for (int step = 0; step <= Concentration.GRID; step++) {
          Optional<BigDecimal> share =
              direction.equals("ascending") ? one.lorenz(step) : one.descending(step);
          rows.add(
              new ConcentrationCurveRow(
                  one.measure().key(),
                  scoped.scope(),
                  direction,
                  BigDecimal.valueOf(step, 2).setScale(4),
                  share.orElse(null)));
        }
      }
    }
    return rows;
  }
}
