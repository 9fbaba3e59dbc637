package io.clientele.run;

import io.clientele.cluster.Buyers;
import io.clientele.cluster.ClusterModel;
import io.clientele.cluster.Clusters;
import io.clientele.cluster.FeatureChoice;
import io.clientele.cluster.ModelJson;
import io.clientele.config.BaseConfig;
import io.clientele.config.ClusterConfig;
import io.clientele.feature.Features;
import io.clientele.publish.Publication;
import io.clientele.publish.RunModels;
import io.clientele.segment.Scheme;
import io.clientele.table.ClusterTables;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The clusters of a run and how they meet its segments.
 *
 * @param tables the rows of the small tables
 * @param notes what a reader should know
 */
record ClusterStep(Map<TableSpec, List<Row>> tables, List<String> notes) {

  /** What a run without clusters has. */
  static ClusterStep none() {
    return new ClusterStep(Map.of(), List.of());
  }

  /** What the step gets from the run. */
  record Input(
      BaseConfig config,
      ClusterConfig clusters,
      LocalDate asOf,
      String runId,
      String codeVersion,
      Features features,
      List<Scheme> schemes,
      EarlierModel earlier) {}

  /**
   * Fits or takes up a model, writes the cluster of each buyer, and keeps the model.
   *
   * @param assigned a row a customer: features and a column a scheme
   */
  static ClusterStep of(
      Input input, Dataset<Row> assigned, Publication publication, RunModels models) {
    ClusterConfig config = input.clusters();
    List<String> clustered = FeatureChoice.clustered(config);
    List<String> described =
        FeatureChoice.described(config, input.features(), input.config()::tells);
    Buyers buyers = Buyers.of(narrow(assigned, described, input.schemes()), clustered, described);
    Clusters clusters =
        Clusters.of(buyers, config, input.earlier().model(), input.earlier().reused());
    Dataset<Row> placed = clusters.assign(buyers).persist(StorageLevel.MEMORY_AND_DISK());
    Meeting meeting;
    try {
      publication.write(
          ClusterTables.CUSTOMER_CLUSTERS,
          PublishedTables.select(placed, ClusterTables.CUSTOMER_CLUSTERS),
          clusters.customers());
      meeting = Meeting.of(placed, clusters.model().numbers(), clustered, input.schemes());
    } finally {
      placed.unpersist();
    }
    models.put(input.runId(), ModelJson.write(clusters.model(), origin(input, clusters)));
    List<String> notes = new ArrayList<>(input.earlier().notes());
    notes.add(summary(clusters));
    return new ClusterStep(new ClusterRows(clusters, meeting).all(), notes);
  }

  private static Dataset<Row> narrow(
      Dataset<Row> assigned, List<String> described, List<Scheme> schemes) {
    Set<String> names = new LinkedHashSet<>();
    names.add(Features.CUSTOMER_ID);
    names.add(Features.FREQUENCY);
    names.add(Features.MONETARY);
    names.addAll(described);
    schemes.forEach(scheme -> names.add(scheme.name()));
    return assigned.select(
        names.stream().map(org.apache.spark.sql.functions::col).toArray(Column[]::new));
  }

  private static Map<String, String> origin(Input input, Clusters clusters) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("base", input.config().base());
    origin.put("as_of", input.asOf().toString());
    origin.put("run_id", input.runId());
    String earlier = input.earlier().run().orElse("none");
    boolean fitted = clusters.fitting().isPresent();
    origin.put(fitted ? "numbers_of_run" : "model_of_run", earlier);
    clusters
        .fitting()
        .ifPresent(
            fitting -> {
              origin.put("k", Integer.toString(fitting.chosen().k()));
              origin.put("seed", Integer.toString(fitting.chosen().seed()));
            });
    origin.put("sampled", Integer.toString(clusters.sampled()));
    origin.put("customers", Long.toString(clusters.customers()));
    origin.put("code_version", input.codeVersion());
    origin.put("spark_version", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    return origin;
  }

  private static String summary(Clusters clusters) {
    ClusterModel model = clusters.model();
    String how =
        clusters
            .fitting()
            .map(
                fitting ->
                    "silhouette "
                        + String.format(
                            Locale.ROOT, "%.3f", fitting.chosen().silhouette().orElse(0)))
            .orElse("an earlier model");
    return model.division().centres().size()
        + " clusters of "
        + clusters.customers()
        + " customers by "
        + String.join(", ", model.features())
        + " ("
        + how
        + "); bin/clientele compare holds them against the schemes";
  }
}
