package io.clientele.scoring;

import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.BaseValue;
import io.clientele.rule.PercentileThreshold;
import io.clientele.score.Score;
import io.clientele.table.SummaryTables.BaseStatisticRow;
import io.clientele.table.SummaryTables.ScoreEdgeRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a complete run of another date says of its base.
 *
 * @param asOf the date
 * @param runId the run
 * @param edges rows of score_edges
 * @param statistics rows of base_statistics
 */
public record EarlierSnapshot(
    LocalDate asOf, String runId, List<ScoreEdgeRow> edges, List<BaseStatisticRow> statistics) {
  private static final int RATE_SCALE = 10;

  /**
   * What customers are compared with under a set that uses the edges of this snapshot.
   *
   * @param features finds declarations
   * @throws ConfigurationException if the snapshot does not hold all of it
   */
  public ScoreReference standing(
      ScoreSetRequirement demand, Function<String, Optional<Feature>> features) {
    List<ScoreEdgeRow> own =
        edges.stream().filter(row -> row.scoreSet().equals(demand.source().name())).toList();
    TreeSet<String> names = new TreeSet<>();
    own.forEach(row -> names.add(row.grp()));
    String within = demand.set().within();
    Grouping grouping = within == null ? Grouping.WHOLE : Grouping.of(within, names);
    List<GroupReference> groups = new ArrayList<>();
    for (String group : grouping.names()) {
      groups.add(
          new GroupReference(scores(demand, group, own), constants(demand, group, features)));
    }
    return new ScoreReference(demand, grouping, groups);
  }

  /** The loyalty period that the snapshot's customers were compared by. */
  public int loyaltyPeriodDays(ScoreSetRequirement byDefault) {
    BigDecimal days = value(byDefault, Features.LOYALTY_PERIOD_DAYS, "");
    return Objects.requireNonNull(days).intValueExact();
  }

  private Map<Score, ScoreEdges> scores(
      ScoreSetRequirement demand, String group, List<ScoreEdgeRow> own) {
    Map<Score, ScoreEdges> scores = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      Map<Integer, ScoreEdgeRow> byScore = new TreeMap<>();
      for (ScoreEdgeRow row : own) {
        if (row.grp().equals(group) && row.feature().equals(score.feature())) {
          byScore.put(row.score(), row);
        }
      }
      int bins = demand.set().bins();
      if (byScore.size() != bins) {
        throw missing(
            demand,
            "edges for "
                + bins
                + " scores of "
                + score.feature()
                + inGroup(group)
                + " (score_edges has "
                + byScore.size()
                + ")");
      }
      List<@Nullable BigDecimal> lower = new ArrayList<>();
      List<@Nullable BigDecimal> upper = new ArrayList<>();
      for (ScoreEdgeRow row : byScore.values()) {
        lower.add(row.lowerEdge());
        upper.add(row.upperEdge());
      }
      scores.put(score, ScoreEdges.of(score, lower, upper));
    }
    return scores;
  }

  private BaseConstants constants(
      ScoreSetRequirement demand, String group, Function<String, Optional<Feature>> features) {
    Map<PercentileThreshold, BigDecimal> cuts = new LinkedHashMap<>();
    for (PercentileThreshold cut : demand.cuts()) {
      BigDecimal edge = value(demand, cut.text(), group);
      if (edge != null) {
        cuts.put(cut, scaled(edge, scale(cut.decidedBy(), features)));
      }
    }
    Map<BaseValue, BigDecimal> values = new LinkedHashMap<>();
    for (BaseValue value : demand.values()) {
      BigDecimal number = value(demand, value.text(), group);
      if (number != null) {
        int scale =
            value instanceof BaseValue.Quantile quantile
                ? scale(quantile.feature(), features)
                : RATE_SCALE;
        values.put(value, scaled(number, scale));
      }
    }
    return new BaseConstants(cuts, values);
  }

  private @Nullable BigDecimal value(ScoreSetRequirement demand, String name, String group) {
    for (BaseStatisticRow row : statistics) {
      if (row.scoreSet().equals(demand.source().name())
          && row.name().equals(name)
          && row.grp().equals(group)) {
        return row.value();
      }
    }
    throw missing(demand, "'" + name + "'" + inGroup(group) + " in base_statistics");
  }

  private ConfigurationException missing(ScoreSetRequirement demand, String what) {
    return new ConfigurationException(
        demand.place()
            + ": run "
            + runId
            + " of "
            + asOf
            + ", whose edges are used, holds no "
            + what
            + " for the score set '"
            + demand.source().name()
            + "'. Run that date first with this configuration: --as-of "
            + asOf);
  }

  private static String inGroup(String group) {
    return group.isEmpty() ? "" : " in group '" + group + "'";
  }

  private static int scale(String feature, Function<String, Optional<Feature>> features) {
    return features.apply(feature).orElseThrow().type().scale();
  }

  private static BigDecimal scaled(BigDecimal value, int scale) {
    return value.setScale(scale, RoundingMode.UNNECESSARY);
  }
}
