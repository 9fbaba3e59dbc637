package io.clientele.config;

import java.math.BigDecimal;
import java.util.List;

/**
 * How one feature becomes a score from 1 to {@code bins}; higher is better.
 *
 * @param method where the edges come from
 * @param bins the number of scores, 2 to 10
 * @param edges for {@code fixed}: bins − 1 strictly ascending values in the feature's own unit,
 *     each the first value that belongs to the next bin
 */
public record ScoreConfig(ScoreMethod method, int bins, List<BigDecimal> edges) {

  private static final Key METHOD =
      Key.word(
          "method",
          ScoreMethod.QUANTILE,
          "quantile: as many buyers in each score; fixed: by the edges");

  private static final Key EDGES =
      Key.numbers(
              "edges",
              "for fixed: ascending, in the feature's own unit; each is the first value of the next"
                  + " score")
          .orElse("[]");

  /** The keys of how one feature is scored. */
  static Keys keys(String feature) {
    return Keys.of(feature, "how " + feature + " is scored", METHOD, EDGES);
  }

  static ScoreConfig read(Section section, int bins) {
    ScoreMethod method = section.word(METHOD, ScoreMethod.class);
    List<BigDecimal> edges = section.numbers(EDGES);
    if (method == ScoreMethod.FIXED) {
      if (edges.size() != bins - 1) {
        section.problem(
            "edges", (bins - 1) + " edges make " + bins + " scores; found " + edges.size());
      }
      for (int i = 1; i < edges.size(); i++) {
        if (edges.get(i).compareTo(edges.get(i - 1)) <= 0) {
          section.problem("edges", "must ascend; " + edges.get(i) + " follows " + edges.get(i - 1));
        }
      }
    } else if (!edges.isEmpty()) {
      section.problem("edges", "only with method: fixed");
    }
    section.close();
    return new ScoreConfig(method, bins, List.copyOf(edges));
  }
}
