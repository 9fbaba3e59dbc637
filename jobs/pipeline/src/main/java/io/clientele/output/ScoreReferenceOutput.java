package io.clientele.output;

import io.clientele.scoring.ReferenceRows;
import io.clientele.scoring.ScoreCounts;
import io.clientele.scoring.ScoreReferences;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.SummaryTables;
import io.clientele.table.TableSpec;
import java.util.List;

/** {@code score_edges} and {@code base_statistics}: what customers are compared with. */
public final class ScoreReferenceOutput implements Output {
  @Override
  public String name() {
    return "score_edges";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(SummaryTables.SCORE_EDGES, SummaryTables.BASE_STATISTICS);
  }

  @Override
  public Produced of(SegmentedBase base) {
    ScoreReferences standings = base.scored().standings();
    ScoreCounts counts = ScoreCounts.of(base.customers(), standings);
    return Produced.small(SummaryTables.SCORE_EDGES, ReferenceRows.scoreEdges(standings, counts))
        .and(
            SummaryTables.BASE_STATISTICS,
            ReferenceRows.baseStatistics(standings, base.base().statistics().loyaltyPeriodDays()));
  }
}
