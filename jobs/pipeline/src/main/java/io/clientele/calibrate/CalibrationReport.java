package io.clientele.calibrate;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a calibration found and proposes.
 *
 * @param base the base
 * @param asOf the as-of date
 * @param input what was read
 * @param customers customers with an accepted line
 * @param gaps the time between their purchases
 * @param curve the survival curve of those
 * @param levels the quantiles that became limits
 * @param lifecycle the scheme whose limits they are
 * @param limits the proposed limits; empty where nobody came back
 * @param repurchase the chance of a next purchase by purchases made
 * @param rows where the rows of the lifecycle begin by those; empty where the scheme has no such
 *     parameters or the chances propose nothing
 * @param quantiles frozen edges, a score each; empty without buyers
 * @param naturals edges at natural breaks, for the scores that have any
 * @param scores customers by score
 * @param schemes customers by segment
 * @param files what can be written, by file name
 * @param notes what a reader should know
 */
public record CalibrationReport(
    String base,
    LocalDate asOf,
    String input,
    long customers,
    GapCounts gaps,
    SurvivalCurve curve,
    Levels levels,
    Lifecycle lifecycle,
    Optional<Limits> limits,
    Repurchase repurchase,
    Optional<Repurchase.Rows> rows,
    List<ScoreProposal> quantiles,
    List<ScoreProposal> naturals,
    List<Effect> scores,
    List<Effect> schemes,
    Map<String, String> files,
    List<String> notes) {

  /** What the proposal sets in the lifecycle; empty where it proposes nothing. */
  public Map<String, String> parameters() {
    return parameters(limits, rows);
  }

  static Map<String, String> parameters(Optional<Limits> limits, Optional<Repurchase.Rows> rows) {
    Map<String, String> parameters = new LinkedHashMap<>();
    limits.ifPresent(found -> parameters.putAll(found.parameters()));
    rows.ifPresent(found -> parameters.putAll(found.parameters()));
    return parameters;
  }
}
