package io.clientele.explain;

import io.clientele.config.ScoreSets;
import io.clientele.rule.BaseNumbers;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeDefinition;
import io.clientele.score.Score;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scheme compares one customer with: the numbers and edges of its score set and, where that
 * is found within groups, of the customer's group.
 *
 * @param numbers of the base or the group
 * @param edges by name of the score
 * @param values of the customer, the scores of the set under their plain names
 */
record ComparedBy(
    BaseNumbers numbers, Map<String, RunRows.Edges> edges, Map<String, @Nullable Object> values) {
  private static final String EVERYBODY = "";
  private static final String OTHER = "other";
  private static final String UNKNOWN = "unknown";

  static ComparedBy of(
      SchemeDefinition definition,
      Scheme scheme,
      Map<String, @Nullable Object> customer,
      RunRows run) {
    String set = ScoreSets.name(scheme.file().options().within(), scheme.file().options().scores());
    Map<String, @Nullable Object> values = new LinkedHashMap<>(customer);
    if (!set.equals(ScoreSets.DEFAULT)) {
      for (Score score : Score.values()) {
        values.put(score.column(), customer.get(score.column() + "_" + set));
      }
    }
    String group = EVERYBODY;
    // A run of an older release kept only what the scheme itself says.
    String kept = definition.groupedBy();
    String by = kept == null ? scheme.file().options().within() : kept;
    if (by != null) {
      String own = customer.get(by) instanceof String value ? value : UNKNOWN;
      boolean named = run.edges(set, own).values().stream().anyMatch(of -> !of.lower().isEmpty());
      group = named ? own : OTHER;
    }
    return new ComparedBy(run.numbers(set, group), run.edges(set, group), values);
  }
}
