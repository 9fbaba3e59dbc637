package io.clientele.scoring;

import io.clientele.config.ScoreMethod;
import io.clientele.config.ScoreSets;
import io.clientele.feature.Features;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.BaseValue;
import io.clientele.rule.PercentileThreshold;
import io.clientele.score.Score;
import io.clientele.table.SummaryTables.BaseStatisticRow;
import io.clientele.table.SummaryTables.ScoreEdgeRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of score_edges and base_statistics. */
public final class ReferenceRows {
  /** Decimal places of base_statistics. */
  private static final int SCALE = 10;

  private static final String STATIC = "static";

  private ReferenceRows() {}

  /** Where each score begins and ends in each group of each set, and how many have it. */
  public static List<ScoreEdgeRow> scoreEdges(ScoreReferences standings, ScoreCounts counts) {
    List<ScoreEdgeRow> rows = new ArrayList<>();
    for (int set = 0; set < standings.sets().size(); set++) {
      ScoreReference standing = standings.sets().get(set);
      for (int group = 0; group < standing.grouping().size(); group++) {
        for (Score score : Score.values()) {
          ScoreEdges edges =
              Objects.requireNonNull(standing.groups().get(group).edges().get(score));
          for (int k = 1; k <= edges.bins(); k++) {
            rows.add(row(standing, group, edges, k, counts.of(set, group, score, k)));
          }
        }
      }
    }
    return rows;
  }

  private static ScoreEdgeRow row(
      ScoreReference set, int group, ScoreEdges edges, int k, long buyers) {
    LocalDate edgesAsOf = set.demand().edgesAsOf();
    ScoreMethod method = set.demand().set().feature(edges.score().key()).method();
    return new ScoreEdgeRow(
        set.demand().set().name(),
        set.grouping().names().get(group),
        edges.score().feature(),
        k,
        scaled(edges.lower(k), TableSpec.STORED_SCALE),
        scaled(edges.upper(k), TableSpec.STORED_SCALE),
        buyers,
        edgesAsOf == null ? method.name().toLowerCase(Locale.ROOT) : STATIC,
        edgesAsOf);
  }

  /** The loyalty period, and every cut's edge and every number of the base that a rule names. */
  public static List<BaseStatisticRow> baseStatistics(
      ScoreReferences standings, int loyaltyPeriodDays) {
    List<BaseStatisticRow> rows = new ArrayList<>();
    rows.add(
        new BaseStatisticRow(
            ScoreSets.DEFAULT,
            Features.LOYALTY_PERIOD_DAYS,
            "",
            BigDecimal.valueOf(loyaltyPeriodDays).setScale(SCALE),
            "the period in which four of five repurchases happen"));
    for (ScoreReference set : standings.sets()) {
      String name = set.demand().set().name();
      for (int group = 0; group < set.grouping().size(); group++) {
        BaseConstants constants = set.groups().get(group).constants();
        String in = set.grouping().names().get(group);
        for (PercentileThreshold cut : set.demand().cuts()) {
          BigDecimal edge = scaled(constants.cuts().get(cut), SCALE);
          rows.add(new BaseStatisticRow(name, cut.text(), in, edge, cut.meaning()));
        }
        for (BaseValue value : set.demand().values()) {
          BigDecimal number = scaled(constants.values().get(value), SCALE);
          rows.add(new BaseStatisticRow(name, value.text(), in, number, value.meaning()));
        }
      }
    }
    return rows;
  }

  private static @Nullable BigDecimal scaled(@Nullable BigDecimal value, int scale) {
    return value == null ? null : value.setScale(scale, RoundingMode.UNNECESSARY);
  }
}
