package io.clientele.compare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.clientele.cluster.ClusterModel;
import io.clientele.cluster.Clusters;
import io.clientele.cluster.TreeRules;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.RuleColumns;
import io.clientele.scheme.LoneScheme;
import io.clientele.scheme.Scheme;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A scheme file that says nearly the same as the clusters.
 *
 * @param text of the file
 * @param fidelity the share of all clustered customers whose segment is their cluster, 0 to 1, by
 *     the scheme as the compiler reads it
 * @param left the numbers of clusters that no leaf of the tree stands for
 */
public record Draft(String text, BigDecimal fidelity, List<Integer> left) {
  /** The scheme's name, and its file's. */
  public static final String NAME = "clusters_draft";

  private static final int SAMPLE = 200_000;
  private static final int PLACES = 4;
  private static final String PREFIX = "cluster_";

  /**
   * Drafts a scheme and measures it.
   *
   * @param placed a row a buyer with its features and its cluster
   * @param features declared
   * @param names of the clusters, by number
   * @param origin where the clusters come from, for the head of the file
   */
  static Draft of(
      Dataset<Row> placed,
      ClusterModel model,
      Features features,
      Map<Integer, String> names,
      String origin) {
    Map<Integer, String> rules = TreeRules.of(placed, model, name -> scale(features, name), SAMPLE);
    BigDecimal fidelity = fidelity(placed, LoneScheme.parse(NAME, text(rules, names, List.of())));
    List<String> header =
        List.of(
            "A draft from the clusters of " + origin + ":",
            "a decision tree of depth 3 puts "
                + fidelity.movePointRight(2).stripTrailingZeros().toPlainString()
                + " % of the customers where their cluster is.",
            "Rename the segments, round the limits, rank them, and check with",
            "clientele validate --scheme " + NAME + ".yaml.");
    List<Integer> left =
        model.numbers().stream().filter(number -> !rules.containsKey(number)).toList();
    return new Draft(text(rules, names, header), fidelity, left);
  }

  private static int scale(Features features, String name) {
    return features.find(name).map(Feature::type).orElseThrow().scale();
  }

  private static String text(
      Map<Integer, String> rules, Map<Integer, String> names, List<String> header) {
    StringBuilder text = new StringBuilder();
    header.forEach(line -> text.append("# ").append(line).append('\n'));
    text.append("format: 1\nscheme: ")
        .append(NAME)
        .append("\nversion: 1\ndescription: Rules drafted from clusters\npopulation: buyers\n")
        .append("segments:\n");
    rules.forEach(
        (number, rule) ->
            text.append("  - name: ")
                .append(PREFIX)
                .append(number)
                .append("\n    label: {en: \"")
                .append(Objects.requireNonNullElse(names.get(number), ""))
                .append("\"}\n    when: ")
                .append(rule)
                .append('\n'));
    return text.append("otherwise: no_purchase\n").toString();
  }

  private static BigDecimal fidelity(Dataset<Row> placed, Scheme scheme) {
    RuleColumns rules =
        new RuleColumns(
            scheme.vocabulary(),
            all -> true,
            new BaseConstants(Map.of(), Map.of()),
            functions::col);
    Row row =
        placed
            .select(
                scheme.segment(rules, all -> true).as("segment"),
                concat(lit(PREFIX), col(Clusters.CLUSTER).cast("string")).as("own"))
            .agg(
                count(lit(1)).as("all"),
                count(when(col("segment").equalTo(col("own")), 1)).as("same"))
            .head();
    long all = row.<Long>getAs("all");
    long same = row.<Long>getAs("same");
    return all == 0
        ? BigDecimal.ONE
        : BigDecimal.valueOf(same).divide(BigDecimal.valueOf(all), PLACES, RoundingMode.HALF_UP);
  }
}
