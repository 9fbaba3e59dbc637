package io.clientele.output;

import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.standing.ScoreCounts;
import io.clientele.standing.StandingRows;
import io.clientele.standing.Standings;
import io.clientele.table.SummaryTables;
import io.clientele.table.TableSpec;
import java.util.List;

/** {@code score_edges} and {@code base_statistics}: what customers are compared with. */
public final class ScoreReferences implements Output {
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
    Standings standings = base.scored().standings();
    ScoreCounts counts = ScoreCounts.of(base.customers(), standings);
    return Produced.small(SummaryTables.SCORE_EDGES, StandingRows.scoreEdges(standings, counts))
        .and(
            SummaryTables.BASE_STATISTICS,
            StandingRows.baseStatistics(standings, base.base().statistics().loyaltyPeriodDays()));
  }
}
