package io.clientele.benchmarks;

import static io.clientele.benchmarks.Measured.seconds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.package$;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Mixin private BenchmarkOptions options = new BenchmarkOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Runs with the arguments of the command line. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MainJobBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Printed out = Printed.by(spec);
    Path jar = options.home().resolve("jobs/cli/target/clientele.jar");
    if (!Files.isRegularFile(jar)) {
      out.say("There is no %s. Build first: mvn -B -ntp -q package -DskipTests", jar);
      return 2;
    }
    BenchmarkBase base = options.prepare();
    Path config = base.writeConfig();
    int cores = Runtime.getRuntime().availableProcessors();

    List<Measured> duckdb = new ArrayList<>();
    Map<String, Duration> statements = Map.of();
    for (int i = 0; i < options.runs(); i++) {
      Directories.delete(base.duckdb());
      Duration cpuBefore = Measured.ownCpu();
      long began = System.nanoTime();
      statements = new DuckDbJob(base.input(), base.duckdb(), BenchmarkBase.AS_OF, cores).run();
      duckdb.add(
          new Measured(
              Duration.ofNanos(System.nanoTime() - began), Measured.ownCpu().minus(cpuBefore)));
      out.say("DuckDB job %d: %s", i + 1, duckdb.get(i));
    }

    MainJobProcess process = options.process(base, "run.out");
    List<Measured> fixed = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      Path lake = base.directory().resolve("lake-samples");
      Directories.delete(lake);
      fixed.add(process.run(List.of("--set", "lake=" + lake)));
      out.say("Main job over data-samples %d: %s", i + 1, fixed.get(i));
    }
    List<Measured> main = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      Directories.delete(base.lake());
      main.add(process.run(List.of("--config", config.toString())));
      out.say("Main job %d: %s", i + 1, main.get(i));
    }

    PublishedRun run = PublishedRun.find(base.lake(), BenchmarkBase.NAME, BenchmarkBase.AS_OF);
    Comparison.Result result = Comparison.of(run, base.duckdb());
    report(
        out,
        base,
        Measured.median(main),
        Measured.median(duckdb),
        Measured.median(fixed),
        run,
        statements,
        cores);
    out.say("");
    out.say("Compared: %,d rows in %d columns", result.rows(), result.columns());
    result.differences().forEach(difference -> out.say("DIFFERS  %s", difference));
    out.say(result.differences().isEmpty() ? "No difference." : "The results differ.");
    return result.differences().isEmpty() ? 0 : 1;
  }

  private static void report(
      Printed out,
      BenchmarkBase base,
      Measured main,
      Measured duckdb,
      Measured fixed,
      PublishedRun run,
      Map<String, Duration> statements,
      int cores)
      throws SQLException, IOException {
    out.say("");
    try (Connection connection = DuckDbJob.open();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), count(DISTINCT customer_id) FROM read_parquet('"
                    + base.input()
                    + "')")) {
      row.next();
      out.say(
          "Input: %,d lines of %,d customers, one Parquet file of %,d MB",
          row.getLong(1), row.getLong(2), Files.size(base.input()) / 1_000_000);
      DatabaseMetaData metadata = connection.getMetaData();
      out.say(
          "Versions: Java %s, Spark %s, DuckDB %s; %d cores",
          Runtime.version(),
          package$.MODULE$.SPARK_VERSION(),
          metadata.getDatabaseProductVersion(),
          cores);
    }
    Measured beyond = main.minus(fixed);
    out.say("Main job, start of the JVM included: %s", main);
    out.say("  of it fixed (the same over data-samples): %s", fixed);
    out.say("  beyond the fixed cost: %s", beyond);
    out.say("DuckDB job: %s", duckdb);
    out.say(
        "Ratio of the seconds: %.2f, without the fixed cost %.2f",
        main.wallRatio(duckdb), beyond.wallRatio(duckdb));
    out.say(
        "Ratio of the CPU seconds: %.2f, without the fixed cost %.2f",
        main.cpuRatio(duckdb), beyond.cpuRatio(duckdb));
    out.say("");
    out.say("Seconds of the main job's steps:");
    out.steps(run.stepSeconds());
    out.say("Seconds of the DuckDB statements (the last run):");
    statements.forEach((title, time) -> out.say("  %-28s %7s", title, seconds(time)));
  }
}
