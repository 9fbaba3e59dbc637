package io.clientele.compare;

import io.clientele.cluster.ClusterModel;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The clusters of one run and how they meet its schemes.
 *
 * @param base the base
 * @param asOf the as-of date
 * @param runId the run
 * @param currency of all money
 * @param model who belongs where
 * @param profiles rows of cluster_profiles by cluster
 * @param agreement rows of cluster_agreement, the best adjusted Rand index first
 * @param contingency rows of cluster_contingency
 * @param curve rows of cluster_curve by k and seed; none where a model was reused
 * @param stability rows of cluster_stability
 * @param segments rows of segment_definitions in the order of the schemes
 * @param draft rules that say nearly the same
 */
public record Comparison(
    String base,
    LocalDate asOf,
    String runId,
    String currency,
    ClusterModel model,
    List<Row> profiles,
    List<Row> agreement,
    List<Row> contingency,
    List<Row> curve,
    List<Row> stability,
    List<Row> segments,
    Draft draft) {

  /** The segments of a scheme that a cluster meets, in the order of its rules. */
  public List<String> segmentsOf(String scheme) {
    List<String> met =
        contingency.stream()
            .filter(row -> row.getAs("scheme").equals(scheme))
            .map(row -> row.<String>getAs("segment"))
            .toList();
    List<String> ordered =
        segments.stream()
            .filter(row -> row.getAs("scheme").equals(scheme))
            .map(row -> row.<String>getAs("segment"))
            .filter(met::contains)
            .toList();
    return ordered.isEmpty() ? met.stream().distinct().sorted().toList() : ordered;
  }

  /** The customers of a cluster in a segment of a scheme. */
  public long customers(String scheme, String segment, int cluster) {
    return contingency.stream()
        .filter(row -> row.getAs("scheme").equals(scheme))
        .filter(row -> row.getAs("segment").equals(segment))
        .filter(row -> row.<Integer>getAs("cluster") == cluster)
        .mapToLong(row -> row.<Long>getAs("customers"))
        .sum();
  }
}
