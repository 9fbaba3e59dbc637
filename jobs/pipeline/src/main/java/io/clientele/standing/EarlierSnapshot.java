package io.clientele.standing;

import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.BaseValue;
import io.clientele.rule.Cut;
import io.clientele.score.Score;
import io.clientele.score.ScoreEdges;
import io.clientele.table.SummaryTables;
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
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a complete run of another date says of its base.
 *
 * @param asOf the date
 * @param runId the run
 * @param edges rows of score_edges
 * @param statistics rows of base_statistics
 */
public record EarlierSnapshot(LocalDate asOf, String runId, List<Row> edges, List<Row> statistics) {
  private static final int RATE_SCALE = 10;

  /**
   * What customers are compared with under a set that uses the edges of this snapshot.
   *
   * @param features finds declarations
   * @throws ConfigurationException if the snapshot does not hold all of it
   */
  public SetStanding standing(Demand demand, Function<String, Optional<Feature>> features) {
    List<Row> own = of(edges, demand.source().name());
    TreeSet<String> names = new TreeSet<>();
    own.forEach(row -> names.add(row.getAs(SummaryTables.GROUP)));
    String within = demand.set().within();
    Grouping grouping = within == null ? Grouping.WHOLE : Grouping.of(within, names);
    List<GroupStanding> groups = new ArrayList<>();
    for (String group : grouping.names()) {
      groups.add(new GroupStanding(scores(demand, group, own), constants(demand, group, features)));
    }
    return new SetStanding(demand, grouping, groups);
  }

  /** The loyalty period that the snapshot's customers were compared by. */
  public int loyaltyPeriodDays(Demand byDefault) {
    BigDecimal days = value(byDefault, Features.LOYALTY_PERIOD_DAYS, "");
    return Objects.requireNonNull(days).intValueExact();
  }

  private Map<Score, ScoreEdges> scores(Demand demand, String group, List<Row> own) {
    Map<Score, ScoreEdges> scores = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      Map<Integer, Row> byScore = new TreeMap<>();
      for (Row row : own) {
        if (row.getAs(SummaryTables.GROUP).equals(group)
            && row.getAs(SummaryTables.FEATURE).equals(score.feature())) {
          byScore.put(row.<Integer>getAs(SummaryTables.SCORE), row);
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
      for (Row row : byScore.values()) {
        lower.add(row.<BigDecimal>getAs(SummaryTables.LOWER_EDGE));
        upper.add(row.<BigDecimal>getAs(SummaryTables.UPPER_EDGE));
      }
      scores.put(score, ScoreEdges.of(score, lower, upper));
    }
    return scores;
  }

  private BaseConstants constants(
      Demand demand, String group, Function<String, Optional<Feature>> features) {
    Map<Cut, BigDecimal> cuts = new LinkedHashMap<>();
    for (Cut cut : demand.cuts()) {
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

  private @Nullable BigDecimal value(Demand demand, String name, String group) {
    for (Row row : of(statistics, demand.source().name())) {
      if (row.getAs(SummaryTables.NAME).equals(name)
          && row.getAs(SummaryTables.GROUP).equals(group)) {
        return row.getAs(SummaryTables.VALUE);
      }
    }
    throw missing(demand, "'" + name + "'" + inGroup(group) + " in base_statistics");
  }

  private ConfigurationException missing(Demand demand, String what) {
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

  private static List<Row> of(List<Row> rows, String set) {
    return rows.stream().filter(row -> set.equals(row.getAs(SummaryTables.SCORE_SET))).toList();
  }

  private static int scale(String feature, Function<String, Optional<Feature>> features) {
    return features.apply(feature).orElseThrow().type().scale();
  }

  private static BigDecimal scaled(BigDecimal value, int scale) {
    return value.setScale(scale, RoundingMode.UNNECESSARY);
  }
}
