package io.clientele.migration;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import io.clientele.config.Kpi;
import io.clientele.feature.Features;
import io.clientele.ingest.LineClass;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.HistoryTables;
import io.clientele.table.HistoryTables.Figure;
import io.clientele.table.HistoryTables.KpiRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** {@code kpis}: the key figures of the snapshot against their goals. */
public final class KeyFigures implements Output {
  private static final String PURCHASE_DAYS = "purchase_days";

  @Override
  public String name() {
    return "kpis";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(HistoryTables.KPIS);
  }

  @Override
  public List<String> reads(ScoredBase scored) {
    return List.of(Features.FREQUENCY, Features.RECENCY_DAYS, PURCHASE_DAYS);
  }

  @Override
  public Produced of(SegmentedBase base) {
    Rhythm rhythm = Snapshot.of(base).rhythm();
    Row counted =
        base.customers()
            .filter(col(Features.FREQUENCY).gt(0))
            .agg(
                count_if(col(Features.RECENCY_DAYS).lt(rhythm.activeDays())).as("active"),
                count_if(col(PURCHASE_DAYS).geq(2)).as("repeat"))
            .head();
    long buyers = base.base().accounting().buyers();
    BigDecimal known = base.base().accounting().of(LineClass.ACCEPTED).revenue();
    BigDecimal anonymous = base.base().accounting().of(LineClass.ANONYMOUS).revenue();
    Map<Kpi, Figure> figures = new EnumMap<>(Kpi.class);
    figures.put(Kpi.ACTIVE_BASE_SHARE, Figure.of(counted.<Long>getAs("active"), buyers));
    figures.put(Kpi.REPEAT_PURCHASE_RATE, Figure.of(counted.<Long>getAs("repeat"), buyers));
    figures.put(Kpi.IDENTIFIED_REVENUE_SHARE, new Figure(known, known.add(anonymous)));
    List<KpiRow> rows = new ArrayList<>();
    figures.forEach(
        (kpi, figure) -> rows.add(KpiRow.of(kpi, figure, base.plan().config().goals().of(kpi))));
    return Produced.small(HistoryTables.KPIS, rows);
  }
}
