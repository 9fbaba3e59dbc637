package io.clientele.notebook;

import io.clientele.calibrate.Calibration;
import io.clientele.calibrate.CalibrationReport;
import io.clientele.calibrate.Levels;
import io.clientele.calibrate.Lifecycle;
import io.clientele.compare.Comparer;
import io.clientele.compare.Comparison;
import io.clientele.config.BaseConfig;
import io.clientele.config.ClusterConfig;
import io.clientele.explain.Explainer;
import io.clientele.explain.ExplanationText;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.lake.LakeViews;
import io.clientele.lake.Pointer;
import io.clientele.lake.Queries;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.Needs;
import io.clientele.rule.RuleColumns;
import io.clientele.run.Sessions;
import io.clientele.scheme.Scheme;
import io.clientele.spine.Progress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * What a notebook works with: one Spark session, and the runs of one base as views. {@link #latest}
 * registers every table of the run as {@code current_TABLE}, {@link #earlier} those of an older one
 * as {@code earlier_TABLE}.
 *
 * <p>Which base it is stands in the environment variable CLIENTELE_CONFIG, a configuration as
 * {@code bin/clientele run --config} takes it; without it, the samples.
 */
public final class Workbench {
  private static final String EARLIER = "earlier_";
  private static @Nullable Workbench opened;

  private final SparkSession spark;
  private final Settings settings;
  private final BaseConfig config;
  private final Snapshots snapshots;
  private final Map<String, LakeViews> registered = new LinkedHashMap<>();
  private @Nullable Snapshot current;

  private Workbench(Settings settings, Progress progress) {
    this.settings = settings;
    this.config = settings.file().load(settings.overrides());
    this.spark = Sessions.start(config, settings.master());
    this.snapshots = new Snapshots(spark, settings, config, progress);
  }

  /**
   * The workbench of this kernel; its environment is read once.
   *
   * @param progress is told what is being computed, where something has to be
   */
  public static synchronized Workbench open(Progress progress) {
    Workbench bench = opened;
    if (bench == null) {
      bench = new Workbench(Settings.of(System.getenv()), progress);
      opened = bench;
    }
    return bench;
  }

  /** The session. */
  public SparkSession spark() {
    return spark;
  }

  /** The base's currency, an ISO 4217 code. */
  public String currency() {
    return config.currency();
  }

  /** The date of the views {@code current_…}. */
  public LocalDate asOf() {
    return snapshots.asOf();
  }

  /** Registers the run of {@link #asOf}, and says what it is. */
  public Html latest() {
    return register(snapshots.latest());
  }

  /** The same, of a run with clusters. */
  public Html clustered() {
    return register(snapshots.clustered());
  }

  private Html register(Snapshot snapshot) {
    current = snapshot;
    LakeViews views = views(snapshot);
    views.register(only(snapshot));
    registered.put("", views);
    return Html.paragraph(described(snapshot));
  }

  /**
   * Registers a run about so many days older than {@link #asOf}, and says what it is. Its date is
   * in the views.
   */
  public Html earlier(int days) {
    Snapshot snapshot = snapshots.earlier(days);
    LakeViews views = views(snapshot);
    views.register(EARLIER, snapshot.runId());
    registered.put(EARLIER, views);
    return Html.paragraph(described(snapshot));
  }

  private String described(Snapshot snapshot) {
    return config.base()
        + " as of "
        + snapshot.asOf()
        + ", run "
        + snapshot.runId()
        + ", money in "
        + config.currency()
        + "; "
        + snapshot.origin();
  }

  /** The result of a query over the views, lazily; queries only. */
  public Dataset<Row> sql(String query) {
    registered.values().forEach(views -> views.check(query));
    return Queries.answer(spark, query);
  }

  /**
   * The first of these schemes that the current run has, else its first scheme.
   *
   * @throws ConfigurationException if it has none about customers
   */
  public String scheme(String... preferred) {
    List<String> there =
        sql("SELECT scheme FROM current_segment_summary GROUP BY scheme ORDER BY scheme")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    for (String name : preferred) {
      if (there.contains(name)) {
        return name;
      }
    }
    return there.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "The run as of " + asOf() + " has no scheme; name some under schemes:"));
  }

  /** Why a customer is in its segment of a scheme, in words. */
  public Html explain(String customer, String scheme) {
    Snapshot snapshot = current();
    return Show.text(
        ExplanationText.of(
            new Explainer(snapshot.lake(), config.base(), only(snapshot))
                .explain(customer, snapshot.asOf(), scheme)));
  }

  /** The clusters of the current run beside its schemes. */
  public Comparison compare() {
    Snapshot snapshot = current();
    return new Comparer(spark, snapshot.lake(), config, only(snapshot)).compare(snapshot.asOf());
  }

  /**
   * Tries numbers of clusters on the current run's customers, with the features that the
   * configuration clusters by: a row each, with silhouette, sum of squares within, and for each of
   * the schemes the adjusted Rand index. Numbers that the base has too few different customers for
   * are left out.
   *
   * @throws DataRefusedException if it cannot be clustered at all
   */
  public Dataset<Row> tryClusters(int from, int to, String... schemes) {
    List<String> against = Arrays.stream(schemes).distinct().toList();
    String columns = against.stream().map(name -> ", s." + name).collect(Collectors.joining());
    Dataset<Row> customers =
        sql("SELECT f.*"
                + columns
                + " FROM current_customer_features f JOIN current_customer_segments s USING"
                + " (customer_id)")
            .persist(StorageLevel.MEMORY_AND_DISK());
    ClusterTrials trials = new ClusterTrials(customers, against);
    try {
      for (int most = to; most > from; most--) {
        try {
          return trials.rows(clusters(from, most));
        } catch (DataRefusedException e) {
          // Fewer may do.
          continue;
        }
      }
      return trials.rows(clusters(from, from));
    } finally {
      customers.unpersist();
    }
  }

  private ClusterConfig clusters(int from, int to) {
    List<String> overrides = new ArrayList<>(settings.overrides());
    overrides.addAll(
        List.of(
            "clusters.k={from: " + from + ", to: " + to + "}",
            "clusters.seeds=2",
            "clusters.bootstraps=0"));
    return Objects.requireNonNull(settings.file().load(overrides).clusters());
  }

  /**
   * Calibrates a scheme with the parameters active_days and sleeping_days, from the lines
   * themselves; nothing is changed.
   *
   * @param active the quantile of the returns that becomes the first limit, in per cent
   * @param sleeping that of the second
   */
  public CalibrationReport calibrate(String scheme, int active, int sleeping) {
    var library = settings.file().schemes();
    return new Calibration(
            new Calibration.Context(
                spark,
                config,
                asOf(),
                library.load(config),
                Lifecycle.load(library, config, scheme),
                new Levels(active, sleeping),
                Progress.silent()))
        .execute();
  }

  /** The scheme that a calibration proposes; nothing where it found no limits. */
  public Optional<Scheme> proposed(CalibrationReport report) {
    Lifecycle lifecycle = report.lifecycle();
    return Optional.ofNullable(report.files().get(lifecycle.scheme().name() + ".yaml"))
        .map(copy -> lifecycle.proposed(config, copy, report.parameters()));
  }

  /**
   * The segment of a scheme as a column over {@code current_customer_features}.
   *
   * @throws ConfigurationException if its rules compare with the base, name scores or other
   *     schemes: those need a run
   */
  public Column segment(Scheme scheme) {
    Needs needs = scheme.needs();
    boolean alone =
        needs.cuts().isEmpty()
            && needs.values().isEmpty()
            && needs.scores().isEmpty()
            && needs.schemes().isEmpty();
    if (!alone || scheme.file().attribute() != null) {
      throw new ConfigurationException(
          "The rules of "
              + scheme.name()
              + " look beyond a customer's own features; put the scheme into the configuration and"
              + " run it.");
    }
    RuleColumns rules =
        new RuleColumns(
            scheme.vocabulary(),
            config::provides,
            new BaseConstants(Map.of(), Map.of()),
            functions::col);
    return scheme.segment(rules, config::provides);
  }

  private Snapshot current() {
    return Objects.requireNonNullElseGet(current, snapshots::latest);
  }

  private LakeViews views(Snapshot snapshot) {
    return new LakeViews(snapshot.lake(), config.base());
  }

  /** The pointer as if this run were alone. */
  private static Pointer.State only(Snapshot snapshot) {
    return new Pointer.State(0, null, null, null, Map.of(snapshot.asOf(), snapshot.runId()), null);
  }
}
