package io.clientele.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A name for a cluster from what sets it apart. */
final class ClusterNames {
  private static final Map<String, List<String>> WORDS = words();
  private static final double CLEAR = 0.25;

  private ClusterNames() {}

  /**
   * Such as "frequent, big spend, recent"; "average" where nothing is clearly apart.
   *
   * @param apart standard deviations from the average customer by feature, the greatest first
   */
  static String name(Map<String, Double> apart) {
    List<String> words = new ArrayList<>();
    apart.forEach(
        (feature, by) -> {
          if (Math.abs(by) >= CLEAR) {
            words.add(word(feature, by > 0));
          }
        });
    return words.isEmpty() ? "average" : String.join(", ", words);
  }

  private static String word(String feature, boolean high) {
    List<String> known = WORDS.get(feature);
    if (known == null) {
      return (high ? "high " : "low ") + feature.replace('_', ' ');
    }
    return known.get(high ? 0 : 1);
  }

  private static Map<String, List<String>> words() {
    Map<String, List<String>> words = new LinkedHashMap<>();
    words.put("recency_days", List.of("long away", "recent"));
    words.put("frequency", List.of("frequent", "rare"));
    words.put("monetary", List.of("big spend", "small spend"));
    words.put("tenure_days", List.of("long history", "short history"));
    words.put("average_order_value", List.of("large orders", "small orders"));
    words.put("mean_gap_days", List.of("slow rhythm", "quick rhythm"));
    words.put("distinct_products", List.of("wide choice", "narrow choice"));
    words.put("return_amount_share", List.of("many returns", "few returns"));
    words.put("discount_share", List.of("discount driven", "full price"));
    words.put("gross_margin_share", List.of("rich margin", "thin margin"));
    return words;
  }
}
