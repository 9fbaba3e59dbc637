package io.clientele.compare;

import static org.apache.spark.sql.functions.col;

import io.clientele.cluster.ClusterModel;
import io.clientele.cluster.Clusters;
import io.clientele.cluster.ModelJson;
import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.lake.Lake;
import io.clientele.lake.LakeViews;
import io.clientele.lake.Pointer;
import io.clientele.lake.RunModels;
import io.clientele.table.ClusterTables;
import io.clientele.table.CustomerTables;
import io.clientele.table.SummaryTables;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Reads from the lake how the clusters of a run meet its schemes. */
public final class Comparer {
  private final SparkSession spark;
  private final Lake lake;
  private final BaseConfig config;
  private final Pointer.State state;
  private final LakeViews views;

  /**
   * A reader.
   *
   * @param state the pointer as last read
   */
  public Comparer(SparkSession spark, Lake lake, BaseConfig config, Pointer.State state) {
    this.spark = spark;
    this.lake = lake;
    this.config = config;
    this.state = state;
    this.views = new LakeViews(lake, config.base());
  }

  /**
   * Compares.
   *
   * @param asOf the date; null for the latest one
   * @throws ConfigurationException if there is no run, or its clusters are not there
   */
  public Comparison compare(@Nullable LocalDate asOf) {
    TreeMap<LocalDate, String> current = new TreeMap<>(state.current());
    LocalDate date = asOf == null && !current.isEmpty() ? current.lastKey() : asOf;
    String runId = date == null ? null : current.get(date);
    if (date == null || runId == null) {
      throw new ConfigurationException(
          "The lake "
              + lake.location()
              + " holds no complete run of base '"
              + config.base()
              + "'"
              + (asOf == null ? "" : " as of " + asOf + " (it has " + current.keySet() + ")")
              + ". Run `bin/clientele run` with this configuration first.");
    }
    List<Row> profiles = sorted(ClusterTables.CLUSTER_PROFILES, runId, ClusterTables.CLUSTER);
    ClusterModel model =
        new RunModels(spark, lake, config.base())
            .find(runId)
            .map(ModelJson::read)
            .filter(found -> !profiles.isEmpty())
            .orElseThrow(() -> unclustered(runId, date));
    Map<Integer, String> names =
        profiles.stream()
            .collect(Collectors.toMap(row -> row.getAs("cluster"), row -> row.getAs("name")));
    Dataset<Row> placed = placed(runId, model);
    Draft draft =
        Draft.of(
            placed,
            model,
            Features.declared(Span.of(config.windowsDays()), config.attributes()),
            names,
            config.base() + " as of " + date);
    return new Comparison(
        config.base(),
        date,
        runId,
        config.currency(),
        model,
        profiles,
        sorted(ClusterTables.CLUSTER_AGREEMENT, runId, "scheme").stream()
            .sorted(
                Comparator.<Row, java.math.BigDecimal>comparing(
                        row -> row.getAs("adjusted_rand_index"))
                    .reversed())
            .toList(),
        sorted(ClusterTables.CLUSTER_CONTINGENCY, runId, "scheme", "segment", "cluster"),
        sorted(ClusterTables.CLUSTER_CURVE, runId, "k", "seed"),
        sorted(ClusterTables.CLUSTER_STABILITY, runId, "against", "number"),
        sorted(SummaryTables.SEGMENT_DEFINITIONS, runId, "scheme", "position"),
        draft);
  }

  private static ConfigurationException unclustered(String runId, LocalDate date) {
    return new ConfigurationException(
        "Run "
            + runId
            + " as of "
            + date
            + " has no clusters: its configuration has no clusters: block. Add one, the empty"
            + " `clusters: {}` is enough (docs/clusters.md), or give --set clusters.k=5, and run"
            + " again.");
  }

  private List<Row> sorted(TableSpec table, String runId, String first, String... more) {
    return views.run(table, runId).orderBy(first, more).collectAsList();
  }

  private Dataset<Row> placed(String runId, ClusterModel model) {
    Set<String> names = new LinkedHashSet<>();
    names.add(Features.CUSTOMER_ID);
    names.add(Features.FREQUENCY);
    names.addAll(model.features());
    Dataset<Row> features =
        views
            .run(CustomerTables.FEATURES, runId)
            .select(names.stream().map(functions::col).toArray(Column[]::new));
    Dataset<Row> clusters =
        views
            .run(ClusterTables.CUSTOMER_CLUSTERS, runId)
            .select(col(Features.CUSTOMER_ID), col(Clusters.CLUSTER));
    return features.join(clusters, Features.CUSTOMER_ID);
  }
}
