package io.clientele.explain;

import io.clientele.config.ScoreSets;
import io.clientele.rule.BaseNumbers;
import io.clientele.score.Score;
import io.clientele.segment.Scheme;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a scheme compares one customer with: the numbers and edges of its score set and, in a
 * grouped scheme, of the customer's group.
 *
 * @param numbers of the base
 * @param edges by name of the score
 * @param values of the customer, the scores of the set under their plain names
 */
record ComparedBy(
    BaseNumbers numbers, Map<String, RunRows.Edges> edges, Map<String, @Nullable Object> values) {
  private static final String OTHER = "other";
  private static final String UNKNOWN = "unknown";

  static ComparedBy of(Scheme scheme, Map<String, @Nullable Object> customer, RunRows run) {
    String set = ScoreSets.name(scheme.file().options().within(), scheme.file().options().scores());
    Map<String, @Nullable Object> values = new LinkedHashMap<>(customer);
    if (!set.equals(ScoreSets.DEFAULT)) {
      for (Score score : Score.values()) {
        values.put(score.column(), customer.get(score.column() + "_" + set));
      }
    }
    BaseNumbers all = run.numbers(set);
    String within = scheme.file().options().within();
    if (within == null) {
      return new ComparedBy(all, run.edges(set, BaseNumbers.EVERYBODY), values);
    }
    String own = customer.get(within) instanceof String value ? value : UNKNOWN;
    Map<String, RunRows.Edges> edges = run.edges(set, own);
    boolean named = edges.values().stream().anyMatch(of -> !of.lower().isEmpty());
    String group = named ? own : OTHER;
    BaseNumbers numbers = new BaseNumbers();
    all.groups()
        .getOrDefault(BaseNumbers.EVERYBODY, new TreeMap<String, BigDecimal>())
        .forEach((name, number) -> numbers.add(BaseNumbers.EVERYBODY, name, number));
    all.groups()
        .getOrDefault(group, new TreeMap<String, BigDecimal>())
        .forEach((name, number) -> numbers.add(own, name, number));
    return new ComparedBy(numbers, named ? edges : run.edges(set, OTHER), values);
  }
}
