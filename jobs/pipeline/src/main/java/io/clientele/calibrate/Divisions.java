package io.clientele.calibrate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.config.BaseConfig;
import io.clientele.feature.Features;
import io.clientele.rule.RuleColumns;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.score.Score;
import io.clientele.scoring.ScoreEdges;
import io.clientele.scoring.ScoreReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The ways to divide the base that a calibration compares: as it is now, and as proposed. */
final class Divisions {
  private static final String NOW = "now";
  private static final String PROPOSED = "proposed";
  private static final String QUANTILE = "quantile";
  private static final String NATURAL = "natural";

  private final BaseConfig config;
  private final ScoreReference standing;
  private final Scheme lifecycle;
  private final Optional<Scheme> proposed;
  private final List<Scheme> scored;
  private final Map<String, List<ScoreEdges>> edges = new LinkedHashMap<>();

  /**
   * The divisions.
   *
   * @param standing the edges as they are now, and the constants of the rules
   * @param lifecycle the calibrated scheme as it is
   * @param proposed the same with other limits
   * @param scored schemes whose rules name scores
   * @param quantiles a proposal for every score, or none at all
   * @param naturals proposals for some scores; the others keep their quantiles
   */
  Divisions(
      BaseConfig config,
      ScoreReference standing,
      Scheme lifecycle,
      Optional<Scheme> proposed,
      List<Scheme> scored,
      List<ScoreProposal> quantiles,
      List<ScoreProposal> naturals) {
    this.config = config;
    this.standing = standing;
    this.lifecycle = lifecycle;
    this.proposed = proposed;
    this.scored = scored;
    edges.put(NOW, List.copyOf(standing.groups().get(0).edges().values()));
    if (!quantiles.isEmpty()) {
      edges.put(QUANTILE, quantiles.stream().map(ScoreProposal::scoreEdges).toList());
    }
    if (!naturals.isEmpty()) {
      Map<Score, ScoreEdges> mixed = new LinkedHashMap<>();
      quantiles.forEach(proposal -> mixed.put(proposal.score(), proposal.scoreEdges()));
      naturals.forEach(proposal -> mixed.put(proposal.score(), proposal.scoreEdges()));
      edges.put(NATURAL, List.copyOf(mixed.values()));
    }
  }

  /** Counts every division of the customers in one job. */
  Tally count(Dataset<Row> customers) {
    Column buyer = col(Features.FREQUENCY).gt(0);
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    List<Variant> variants = new ArrayList<>();
    edges.forEach(
        (name, ofScores) ->
            ofScores.forEach(
                of -> {
                  columns.add(
                      ScoreEdges.apply(List.of(of), lit(0), buyer)
                          .as(column(name, of.score().column())));
                  variants.add(
                      new Variant(
                          of.score().column(), name, col(column(name, of.score().column()))));
                }));
    for (Scheme scheme : scored) {
      edges
          .keySet()
          .forEach(name -> variants.add(new Variant(scheme.name(), name, segment(scheme, name))));
    }
    if (proposed.isPresent()) {
      variants.add(new Variant(lifecycle.name(), NOW, segment(lifecycle, NOW)));
      variants.add(new Variant(lifecycle.name(), PROPOSED, segment(proposed.get(), NOW)));
    }
    return Tally.of(customers.select(columns.toArray(Column[]::new)), variants);
  }

  List<Effect> scores(Tally tally, int bins) {
    List<String> parts = IntStream.rangeClosed(1, bins).mapToObj(Integer::toString).toList();
    List<Effect> effects = new ArrayList<>();
    for (Score score : Score.values()) {
      effects.add(Effect.of(tally, score.column(), List.copyOf(edges.keySet()), parts));
    }
    return effects;
  }

  List<Effect> schemes(Tally tally) {
    List<Effect> effects = new ArrayList<>();
    if (proposed.isPresent()) {
      effects.add(Effect.of(tally, lifecycle.name(), List.of(NOW, PROPOSED), parts(lifecycle)));
    }
    for (Scheme scheme : scored) {
      effects.add(Effect.of(tally, scheme.name(), List.copyOf(edges.keySet()), parts(scheme)));
    }
    return effects;
  }

  private static List<String> parts(Scheme scheme) {
    return scheme.file().allSegments().stream().map(SegmentRule::name).toList();
  }

  private Column segment(Scheme scheme, String edgesOf) {
    RuleColumns rules =
        new RuleColumns(
            scheme.vocabulary(),
            config::linesProvide,
            standing.constants(),
            name ->
                scheme.vocabulary().score(name).isPresent()
                    ? col(column(edgesOf, name))
                    : col(name));
    return scheme.segment(rules, config::linesProvide);
  }

  private static String column(String variant, String score) {
    return variant + "_" + score;
  }
}
