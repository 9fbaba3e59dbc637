package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.config.SparkSettings;
import java.io.File;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Starts Spark sessions whose settings can change a result pinned, whatever the cluster says. */
public final class Sessions {
  private static final int PARTITIONS_A_CORE = 4;

  /** Some eight thousand numbers. */
  private static final String DICTIONARY_BYTES = "65536";

  private Sessions() {}

  /** A session for runs of one base. */
  public static SparkSession start(BaseConfig config, @Nullable String master) {
    Drivers drivers = Drivers.of(config);
    drivers.onThisMachine();
    SparkSession session = start(master, config.timeZone(), config.spark());
    drivers.onExecutors(session);
    return session;
  }

  /** A session without a base. */
  public static SparkSession start(
      @Nullable String master, ZoneId timeZone, Map<String, String> settings) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("clientele")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.adaptive.enabled", "true")
            // Every write goes into one partition: rows need no sorting to keep partitions apart.
            .config("spark.sql.maxConcurrentOutputFileWriters", "4")
            // Outside of UTC Delta checks after each commit, by jobs over the log, that it wrote
            // moments among the partitions as they were; our tables are not partitioned by any.
            .config(
                "spark.databricks.delta.allFilesInCrc.verificationMode.forceOnNonUTC.enabled",
                "false")
            // What is kept is read a few times and thrown away: looking for encodings costs more.
            .config("spark.sql.inMemoryColumnarStorage.compressed", "false")
            // Numbers that differ from customer to customer are not worth a large dictionary.
            .config("spark.hadoop.parquet.dictionary.page.size", DICTIONARY_BYTES)
            // Spark does not read them.
            .config("spark.hadoop.parquet.size.statistics.enabled", "false");
    // spark-submit sets the master itself; a plain JVM runs on all cores of this machine.
    String submitted = System.getProperty("spark.master");
    String set = settings.getOrDefault("spark.master", submitted);
    String given = master == null ? set : master;
    String effective = given == null ? "local[*]" : given;
    Master.check(effective);
    boolean oneMachine = effective.equals("local") || effective.startsWith("local[");
    builder = oneMachine ? onOneMachine(builder) : onCluster(builder);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      builder = builder.config(setting.getKey(), setting.getValue());
    }
    return pinned(builder.master(effective), timeZone).getOrCreate();
  }

  private static SparkSession.Builder onOneMachine(SparkSession.Builder builder) {
    String partitions =
        Integer.toString(PARTITIONS_A_CORE * Runtime.getRuntime().availableProcessors());
    return builder
        .config("spark.ui.enabled", "false")
        // A task that lacks memory fails with the run, which says so, instead of ending the JVM.
        .config("spark.executor.killOnFatalError.depth", "0")
        // Nobody looks at what was run, so the memory for it is better used.
        .config("spark.sql.ui.retainedExecutions", "10")
        .config("spark.ui.retainedJobs", "50")
        .config("spark.ui.retainedStages", "50")
        .config("spark.ui.retainedTasks", "1000")
        .config("spark.sql.shuffle.partitions", partitions)
        // Three tasks on two cores would take as long as four.
        .config("spark.sql.files.minPartitionNum", partitions)
        .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        // They find out whether a stage that is run again gives other rows: here none is.
        .config("spark.sql.shuffle.orderIndependentChecksum.enabled", "false")
        .config("spark.sql.shuffle.orderIndependentChecksum.enableFullRetryOnMismatch", "false")
        .config(
            "spark.sql.shuffle.orderIndependentChecksum.enableQueryLevelRollbackOnMismatch",
            "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1");
  }

  /** Executors of a cluster have Spark, not us: without spark-submit our jars travel from here. */
  private static SparkSession.Builder onCluster(SparkSession.Builder builder) {
    if (System.getProperty("spark.jars") != null) {
      return builder;
    }
    File own = ProductJar.of(Sessions.class);
    File[] travelling =
        own == null
            ? null
            : own.getParentFile()
                .listFiles(
                    (lib, name) -> name.startsWith("clientele-") || name.startsWith("delta-"));
    if (travelling == null) {
      return builder;
    }
    List<String> jars = new ArrayList<>();
    for (File file : travelling) {
      jars.add(file.getPath());
    }
    return builder.config("spark.jars", String.join(",", jars));
  }

  /** What every result depends on. */
  private static SparkSession.Builder pinned(SparkSession.Builder builder, ZoneId timeZone) {
    for (SparkSettings.Pinned setting : SparkSettings.PINNED) {
      String value = setting.value();
      if (value != null) {
        builder.config(setting.key(), value);
      }
    }
    return builder.config("spark.sql.session.timeZone", timeZone.getId());
  }
}
