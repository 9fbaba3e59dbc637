package io.clientele.scoring;

import io.clientele.rule.BaseConstants;
import io.clientele.score.Score;
import java.util.Map;

/**
 * What the customers of one group are compared with.
 *
 * @param edges of each score
 * @param constants of the rules
 */
public record GroupReference(Map<Score, ScoreEdges> edges, BaseConstants constants) {}
