package io.clientele.benchmarks;

import static io.clientele.benchmarks.Measured.seconds;

import io.clientele.run.Sessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.package$;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures the main job and the same work on DuckDB over one generated file, and compares every
 * column of what they publish. Exit code 1 where anything differs.
 */
@Command(
    name = "main-job-benchmark",
    description = "Times the main job beside the same work on DuckDB and compares the results.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class MainJobBenchmark implements Callable<Integer> {
  @Option(names = "--customers", description = "how many (default: ${DEFAULT-VALUE})")
  private long customers = 2_000_000;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "where data and results go (default: jobs/benchmarks/target/main-job)")
  private @Nullable Path directory;

  @Option(
      names = "--runs",
      description = "how often each is measured; the median counts (default: ${DEFAULT-VALUE})")
  private int runs = 1;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "the product's directory (default: the current one)")
  private Path home = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  /** Runs with the arguments of the command line. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MainJobBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    home = home.toAbsolutePath().normalize();
    Path jar = home.resolve("jobs/pipeline/target/clientele.jar");
    if (!Files.isRegularFile(jar)) {
      say("There is no %s. Build first: mvn -B -ntp -q package -DskipTests", jar);
      return 2;
    }
    Path own = directory == null ? home.resolve("jobs/benchmarks/target/main-job") : directory;
    BenchmarkBase base = new BenchmarkBase(own.toAbsolutePath().normalize());
    System.setProperty("clientele.log", base.directory().resolve("clientele.log").toString());
    System.setProperty(
        "log4j2.configurationFile", home.resolve("conf/log4j2.properties").toString());
    Path config = generate(base);
    int cores = Runtime.getRuntime().availableProcessors();

    List<Measured> duckdb = new ArrayList<>();
    Map<String, Duration> statements = Map.of();
    for (int i = 0; i < runs; i++) {
      Directories.delete(base.duckdb());
      Duration cpuBefore = ownCpu();
      long began = System.nanoTime();
      statements = new DuckDbJob(base.input(), base.duckdb(), BenchmarkBase.AS_OF, cores).run();
      duckdb.add(
          new Measured(Duration.ofNanos(System.nanoTime() - began), ownCpu().minus(cpuBefore)));
      say("DuckDB job %d: %s", i + 1, duckdb.get(i));
    }

    MainJobProcess process = new MainJobProcess(home, base.directory().resolve("run.out"));
    List<Measured> fixed = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Path lake = base.directory().resolve("lake-samples");
      Directories.delete(lake);
      fixed.add(process.run(List.of("--set", "lake=" + lake)));
      say("Main job over data-samples %d: %s", i + 1, fixed.get(i));
    }
    List<Measured> main = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Directories.delete(base.lake());
      main.add(process.run(List.of("--config", config.toString())));
      say("Main job %d: %s", i + 1, main.get(i));
    }

    PublishedRun run = PublishedRun.find(base.lake(), BenchmarkBase.NAME, BenchmarkBase.AS_OF);
    Comparison.Result result = Comparison.of(run, base.duckdb());
    report(
        base,
        Measured.median(main),
        Measured.median(duckdb),
        Measured.median(fixed),
        run,
        statements,
        cores);
    say("");
    say("Compared: %,d rows in %d columns", result.rows(), result.columns());
    result.differences().forEach(difference -> say("DIFFERS  %s", difference));
    say(result.differences().isEmpty() ? "No difference." : "The results differ.");
    return result.differences().isEmpty() ? 0 : 1;
  }

  /** Writes the file once: one of as many customers is used again. */
  private Path generate(BenchmarkBase base) throws IOException {
    Files.createDirectories(base.directory());
    Path mark = base.directory().resolve("customers");
    boolean there =
        Files.exists(base.input())
            && Files.exists(mark)
            && Files.readString(mark).equals(Long.toString(customers));
    if (!there) {
      Files.deleteIfExists(mark);
      long began = System.nanoTime();
      try (SparkSession spark = Sessions.start(null, BenchmarkBase.ZONE, Map.of())) {
        base.write(BenchmarkBase.lines(spark, customers));
      }
      Files.writeString(mark, Long.toString(customers));
      say("Generated in %s s", seconds(Duration.ofNanos(System.nanoTime() - began)));
    }
    return base.writeConfig();
  }

  private void report(
      BenchmarkBase base,
      Measured main,
      Measured duckdb,
      Measured fixed,
      PublishedRun run,
      Map<String, Duration> statements,
      int cores)
      throws SQLException, IOException {
    say("");
    try (Connection connection = DuckDbJob.open();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), count(DISTINCT customer_id) FROM read_parquet('"
                    + base.input()
                    + "')")) {
      row.next();
      say(
          "Input: %,d lines of %,d customers, one Parquet file of %,d MB",
          row.getLong(1), row.getLong(2), Files.size(base.input()) / 1_000_000);
      DatabaseMetaData metadata = connection.getMetaData();
      say(
          "Versions: Java %s, Spark %s, DuckDB %s; %d cores",
          Runtime.version(),
          package$.MODULE$.SPARK_VERSION(),
          metadata.getDatabaseProductVersion(),
          cores);
    }
    Measured beyond = main.minus(fixed);
    say("Main job, start of the JVM included: %s", main);
    say("  of it fixed (the same over data-samples): %s", fixed);
    say("  beyond the fixed cost: %s", beyond);
    say("DuckDB job: %s", duckdb);
    say(
        "Ratio of the seconds: %.2f, without the fixed cost %.2f",
        ratio(main.wall(), duckdb.wall()), ratio(beyond.wall(), duckdb.wall()));
    say(
        "Ratio of the CPU seconds: %.2f, without the fixed cost %.2f",
        ratio(main.cpu(), duckdb.cpu()), ratio(beyond.cpu(), duckdb.cpu()));
    say("");
    say("Seconds of the main job's steps:");
    run.stepSeconds().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(step -> say("  %-28s %7.1f", step.getKey(), step.getValue()));
    say("Seconds of the DuckDB statements (the last run):");
    statements.forEach((title, time) -> say("  %-28s %7s", title, seconds(time)));
  }

  private void say(String format, Object... values) {
    PrintWriter out =
        spec == null ? new PrintWriter(java.io.Writer.nullWriter()) : spec.commandLine().getOut();
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static double ratio(Duration one, Duration other) {
    return (double) one.toMillis() / Math.max(1, other.toMillis());
  }
}
