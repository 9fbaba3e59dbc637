package io.clientele.cluster;

import io.clientele.config.ClusterConfig;
import io.clientele.feature.Features;
import io.clientele.history.History;
import io.clientele.scheme.Scheme;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ClusterTables;
import io.clientele.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The clusters of the buyers and how they meet the segments: all tables about clusters. */
public final class ClusterOutput implements Output {
  @Override
  public String name() {
    return "clusters";
  }

  @Override
  public List<TableSpec> tables() {
    return ClusterTables.ALL;
  }

  @Override
  public boolean applies(Plan of) {
    return of.config().clusters() != null;
  }

  @Override
  public void check(Plan plan, History history) {
    FeatureChoice.check(
        config(plan),
        Features.declared(plan.spans(), plan.config().attributes()),
        plan.config()::provides);
  }

  @Override
  public List<String> dependsOn(Plan plan, History history) {
    return EarlierModel.of(config(plan), history, plan.asOf()).fingerprint();
  }

  private static ClusterConfig config(Plan plan) {
    return Objects.requireNonNull(plan.config().clusters());
  }

  @Override
  public Produced of(SegmentedBase base) {
    Plan plan = base.plan();
    ClusterConfig config = config(plan);
    EarlierModel earlier = EarlierModel.of(config, base.history(), plan.asOf());
    List<Scheme> schemes = base.schemes();
    List<String> clustered = FeatureChoice.clustered(config);
    List<String> described =
        FeatureChoice.described(config, base.base().features(), plan.config()::provides);
    Buyers buyers = Buyers.of(narrow(base.all(), described, schemes), clustered, described);
    Clusters clusters = Clusters.of(buyers, config, earlier.model(), earlier.reused());
    Dataset<Row> placed = base.cache().keep("clusters", clusters.assign(buyers));
    ClusterContingency meeting =
        ClusterContingency.of(placed, clusters.model().numbers(), clustered, schemes);
    Produced produced =
        Produced.large(
            ClusterTables.CUSTOMER_CLUSTERS,
            ClusterTables.CUSTOMER_CLUSTERS.ownColumns(placed),
            clusters.customers());
    for (Map.Entry<TableSpec, List<? extends Record>> table :
        new ClusterRows(clusters, meeting).all().entrySet()) {
      produced = produced.and(table.getKey(), table.getValue());
    }
    List<String> notes = new ArrayList<>(earlier.notes());
    notes.add(summary(clusters));
    return produced
        .noting(notes)
        .keeping(
            runId -> ModelJson.write(clusters.model(), origin(plan, earlier, runId, clusters)));
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

  private static Map<String, String> origin(
      Plan plan, EarlierModel earlier, String runId, Clusters clusters) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("base", plan.config().base());
    origin.put("as_of", plan.asOf().toString());
    origin.put("run_id", runId);
    boolean fitted = clusters.fitting().isPresent();
    origin.put(fitted ? "numbers_of_run" : "model_of_run", earlier.run().orElse("none"));
    clusters
        .fitting()
        .ifPresent(
            fitting -> {
              origin.put("k", Integer.toString(fitting.chosen().k()));
              origin.put("seed", Integer.toString(fitting.chosen().seed()));
            });
    origin.put("sampled", Integer.toString(clusters.sampled()));
    origin.put("customers", Long.toString(clusters.customers()));
    origin.put("code_version", plan.release());
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
