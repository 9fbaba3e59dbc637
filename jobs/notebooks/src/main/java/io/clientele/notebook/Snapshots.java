package io.clientele.notebook;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.lake.Lake;
import io.clientele.lake.LakeViews;
import io.clientele.lake.Pointer;
import io.clientele.run.Owner;
import io.clientele.run.Pipeline;
import io.clientele.run.Release;
import io.clientele.run.RunContext;
import io.clientele.run.RunReport;
import io.clientele.spine.LineReading;
import io.clientele.spine.Progress;
import io.clientele.table.ClusterTables;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;

/**
 * Finds the runs that notebooks read. What the base's own lake has is read there; what it lacks is
 * computed by the main job into a scratch lake, one directory a date, so that notebooks never
 * change what others read. The same run is recognised and not computed again.
 */
final class Snapshots {
  /** As {@code clusters: {}} in a configuration, but with fewer fits to wait for. */
  private static final List<String> CLUSTERS =
      List.of("clusters.k=5", "clusters.seeds=3", "clusters.bootstraps=3");

  /** For bases of a handful of different customers. */
  private static final List<String> TWO_CLUSTERS = List.of("clusters.k=2");

  private final SparkSession spark;
  private final Settings settings;
  private final BaseConfig config;
  private final Progress progress;
  private final Lake own;
  private final Map<LocalDate, String> ownRuns;
  private final Map<LocalDate, Snapshot> computed = new HashMap<>();

  Snapshots(SparkSession spark, Settings settings, BaseConfig config, Progress progress) {
    this.spark = spark;
    this.settings = settings;
    this.config = config;
    this.progress = progress;
    this.own = new Lake(spark, config.lake());
    this.ownRuns = pointer(own, holder -> false).read().current();
  }

  /**
   * The date that notebooks look at: that of the configuration, else the latest of the lake.
   *
   * @throws ConfigurationException if there is neither
   */
  LocalDate asOf() {
    LocalDate configured = config.asOf();
    if (configured != null) {
      return configured;
    }
    if (ownRuns.isEmpty()) {
      throw new ConfigurationException(
          "No date to look at: the lake "
              + own.location()
              + " holds no complete run of base '"
              + config.base()
              + "', and the configuration has no as_of. Run `bin/clientele run --as-of DATE` with"
              + " it first, or give `bin/clientele notebook --as-of DATE`.");
    }
    return new TreeSet<>(ownRuns.keySet()).last();
  }

  /** The run of {@link #asOf}. */
  Snapshot latest() {
    LocalDate date = asOf();
    String run = ownRuns.get(date);
    if (run != null) {
      return read(date, run);
    }
    try {
      return withClusters(date);
    } catch (DataRefusedException e) {
      // Nobody asked for clusters yet; refused for another reason, it will be refused again.
      return computed(date, List.of());
    }
  }

  /** The same, from a run with clusters. */
  Snapshot clustered() {
    LocalDate date = asOf();
    String run = ownRuns.get(date);
    return run != null && hasClusters(run) ? read(date, run) : withClusters(date);
  }

  /** A run about {@code days} days earlier. */
  Snapshot earlier(int days) {
    LocalDate latest = asOf();
    return NearDate.before(latest, days, ownRuns.keySet())
        .map(date -> read(date, String.valueOf(ownRuns.get(date))))
        .orElseGet(() -> computed(latest.minusDays(days), List.of()));
  }

  private Snapshot read(LocalDate date, String run) {
    return new Snapshot(date, run, own, "read from the base's lake " + own.location());
  }

  private boolean hasClusters(String run) {
    return !new LakeViews(own, config.base()).run(ClusterTables.CLUSTER_PROFILES, run).isEmpty();
  }

  private Snapshot withClusters(LocalDate date) {
    if (config.clusters() != null) {
      return computed(date, List.of());
    }
    try {
      return computed(date, CLUSTERS);
    } catch (DataRefusedException e) {
      return computed(date, TWO_CLUSTERS);
    }
  }

  private Snapshot computed(LocalDate date, List<String> more) {
    Snapshot known = computed.get(date);
    if (known != null) {
      return known;
    }
    List<String> overrides = new ArrayList<>(settings.overrides());
    overrides.add("as_of=" + date);
    overrides.add("lake=" + settings.scratch() + "/" + date);
    overrides.addAll(more);
    BaseConfig scratch = settings.file().load(overrides);
    Lake lake = new Lake(spark, scratch.lake());
    Owner owner = Owner.ofThisProcess();
    RunReport report =
        new Pipeline(
                new RunContext(
                    spark,
                    scratch,
                    date,
                    settings.file().schemes().load(scratch),
                    lake,
                    pointer(lake, owner::isGone),
                    owner.text(),
                    Release.version(),
                    LineReading.SOURCE,
                    Clock.systemUTC(),
                    step -> progress.step(config.base() + " as of " + date + ": " + step)))
            .execute();
    Snapshot snapshot =
        new Snapshot(
            date,
            report.runId(),
            lake,
            "not in the base's lake; computed into the scratch lake " + lake.location());
    computed.put(date, snapshot);
    return snapshot;
  }

  private Pointer pointer(Lake lake, Predicate<String> gone) {
    return new Pointer(spark, lake, config.base(), config.currency(), Clock.systemUTC(), gone);
  }
}
