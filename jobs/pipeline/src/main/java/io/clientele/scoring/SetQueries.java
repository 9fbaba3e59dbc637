package io.clientele.scoring;

import io.clientele.config.ScoreConfig;
import io.clientele.feature.Feature;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.BaseValue;
import io.clientele.rule.PercentileThreshold;
import io.clientele.score.Score;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one score set asks of the ordered series in each of its groups, and what it learns. */
final class SetQueries {
  private static final int RATE_SCALE = 10;

  private final ScoreSetRequirement demand;
  private final Grouping grouping;
  private final SeriesPlan plan;
  private final Function<String, Optional<Feature>> features;

  SetQueries(
      ScoreSetRequirement demand,
      Grouping grouping,
      SeriesPlan plan,
      Function<String, Optional<Feature>> features) {
    this.demand = demand;
    this.grouping = grouping;
    this.plan = plan;
    this.features = features;
    for (Score score : Score.values()) {
      plan.add(grouping, Series.of(score));
    }
    demand.cuts().forEach(cut -> plan.add(grouping, Series.of(cut)));
    for (BaseValue value : demand.values()) {
      if (value instanceof BaseValue.Quantile quantile) {
        plan.add(grouping, Series.of(quantile));
      } else if (value instanceof BaseValue.Rate rate) {
        plan.add(grouping, Series.ofBuyers(rate.numerator()));
        plan.add(grouping, Series.ofBuyers(rate.denominator()));
      }
    }
  }

  List<RankQuery> questions(Map<Integer, SeriesTotals> totals) {
    List<RankQuery> questions = new ArrayList<>();
    for (int group = 0; group < grouping.size(); group++) {
      for (Score score : Score.values()) {
        int series = number(group, Series.of(score));
        questions.addAll(ScoreEdges.questions(config(score), series, totals.get(series)));
      }
      for (PercentileThreshold cut : demand.cuts()) {
        question(cut, group, totals).ifPresent(questions::add);
      }
      for (BaseValue value : demand.values()) {
        if (value instanceof BaseValue.Quantile quantile) {
          question(quantile, group, totals).ifPresent(questions::add);
        }
      }
    }
    return questions;
  }

  ScoreReference standing(Map<Integer, SeriesTotals> totals, OrderStatistics.Answers answers) {
    List<GroupReference> groups = new ArrayList<>();
    for (int group = 0; group < grouping.size(); group++) {
      Map<Score, ScoreEdges> edges = new EnumMap<>(Score.class);
      for (Score score : Score.values()) {
        int series = number(group, Series.of(score));
        edges.put(score, ScoreEdges.of(score, config(score), series, totals.get(series), answers));
      }
      groups.add(new GroupReference(edges, constants(group, totals, answers)));
    }
    return new ScoreReference(demand, grouping, groups);
  }

  private BaseConstants constants(
      int group, Map<Integer, SeriesTotals> totals, OrderStatistics.Answers answers) {
    Map<PercentileThreshold, BigDecimal> cuts = new LinkedHashMap<>();
    for (PercentileThreshold cut : demand.cuts()) {
      Long edge = ThresholdQuery.edge(cut, question(cut, group, totals), answers);
      if (edge != null) {
        cuts.put(cut, BigDecimal.valueOf(edge, scale(cut.decidedBy())));
      }
    }
    Map<BaseValue, BigDecimal> values = new LinkedHashMap<>();
    for (BaseValue value : demand.values()) {
      BigDecimal number =
          value instanceof BaseValue.Rate rate
              ? rate(rate, group, totals)
              : quantile((BaseValue.Quantile) value, group, totals, answers);
      if (number != null) {
        values.put(value, number);
      }
    }
    return new BaseConstants(cuts, values);
  }

  private Optional<RankQuery> question(
      PercentileThreshold cut, int group, Map<Integer, SeriesTotals> totals) {
    int series = number(group, Series.of(cut));
    SeriesTotals buyers = totals.get(number(group, Series.of(Score.FREQUENCY)));
    return ThresholdQuery.of(
        cut, series, totals.get(series), buyers == null ? 0 : buyers.customers());
  }

  /** At rank ⌈share·n⌉ stands the least value that at least the share do not exceed. */
  private Optional<RankQuery> question(
      BaseValue.Quantile quantile, int group, Map<Integer, SeriesTotals> totals) {
    int series = number(group, Series.of(quantile));
    SeriesTotals of = totals.get(series);
    if (of == null) {
      return Optional.empty();
    }
    BigDecimal rank = quantile.share().multiply(BigDecimal.valueOf(of.customers()));
    return Optional.of(
        new RankQuery.AtRank(series, rank.setScale(0, RoundingMode.CEILING).longValueExact()));
  }

  private @Nullable BigDecimal quantile(
      BaseValue.Quantile quantile,
      int group,
      Map<Integer, SeriesTotals> totals,
      OrderStatistics.Answers answers) {
    return question(quantile, group, totals)
        .map(question -> answers.get(question).value())
        .map(units -> BigDecimal.valueOf(units, scale(quantile.feature())))
        .orElse(null);
  }

  private @Nullable BigDecimal rate(
      BaseValue.Rate rate, int group, Map<Integer, SeriesTotals> totals) {
    BigDecimal numerator = sum(rate.numerator(), group, totals);
    BigDecimal denominator = sum(rate.denominator(), group, totals);
    return denominator.signum() == 0
        ? null
        : numerator.divide(denominator, RATE_SCALE, RoundingMode.HALF_UP);
  }

  private BigDecimal sum(String feature, int group, Map<Integer, SeriesTotals> totals) {
    SeriesTotals of = totals.get(number(group, Series.ofBuyers(feature)));
    return of == null ? BigDecimal.ZERO : new BigDecimal(of.sum(), scale(feature));
  }

  private int number(int group, Series series) {
    return plan.number(grouping, group, series);
  }

  private int scale(String feature) {
    return features.apply(feature).orElseThrow().type().scale();
  }

  private ScoreConfig config(Score score) {
    return demand.set().feature(score.key());
  }
}
