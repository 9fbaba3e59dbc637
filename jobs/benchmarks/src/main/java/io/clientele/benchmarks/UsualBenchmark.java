package io.clientele.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.launcher.JavaModuleOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Measures the main job beside what a user would write by hand for RFM, ABC, lifecycle and the
 * Lorenz curve only: on DuckDB, and on Spark the usual way. Exit code 1 where the two by hand do
 * not agree on customers and revenue.
 */
@Command(
    name = "usual-benchmark",
    description = "Times the main job beside RFM, ABC, lifecycle and the Lorenz curve by hand.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class UsualBenchmark implements Callable<Integer> {
  @Mixin private BenchmarkOptions options = new BenchmarkOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Runs with the arguments of the command line. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new UsualBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Printed out = Printed.by(spec);
    BenchmarkBase base = options.prepare();
    Path config = base.writeConfig();
    Path output = base.directory().resolve("usual");
    MainJobProcess process = options.process(base, "usual.out");
    List<Measured> duckdb = new ArrayList<>();
    List<Measured> spark = new ArrayList<>();
    List<Measured> main = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      Directories.delete(output);
      java.nio.file.Files.createDirectories(output);
      duckdb.add(byDuckDb(base, output));
      out.say("By hand on DuckDB %d: %s", i + 1, duckdb.get(i));
      spark.add(process.measure(sparkCommand(base, output)));
      out.say("By hand on Spark, the usual way %d: %s", i + 1, spark.get(i));
      Directories.delete(base.lake());
      main.add(process.run(List.of("--config", config.toString())));
      out.say("Main job, everything %d: %s", i + 1, main.get(i));
    }
    Measured all = Measured.median(main);
    out.say("");
    out.say(
        "Main job to the usual Spark way: %.2f of the seconds, %.2f of the CPU seconds",
        all.wallRatio(Measured.median(spark)), all.cpuRatio(Measured.median(spark)));
    out.say(
        "Main job to DuckDB by hand: %.2f of the seconds, %.2f of the CPU seconds",
        all.wallRatio(Measured.median(duckdb)), all.cpuRatio(Measured.median(duckdb)));
    String one = totals(output.resolve("usual_customers.parquet").toString());
    String two = totals(output.resolve("usual_customers_spark") + "/*.parquet");
    out.say("By hand: %s on DuckDB, %s on Spark", one, two);
    return one.equals(two) ? 0 : 1;
  }

  private static Measured byDuckDb(BenchmarkBase base, Path output) throws Exception {
    Duration cpuBefore = Measured.ownCpu();
    long began = System.nanoTime();
    try (Connection connection = DuckDbJob.open();
        Statement statement = connection.createStatement()) {
      statement.execute("SET preserve_insertion_order = false");
      for (String sql :
          SqlScript.statements("usual-duckdb.sql", base.input(), output, BenchmarkBase.AS_OF)) {
        statement.execute(sql);
      }
    }
    return new Measured(
        Duration.ofNanos(System.nanoTime() - began), Measured.ownCpu().minus(cpuBefore));
  }

  private static List<String> sparkCommand(BenchmarkBase base, Path output) {
    List<String> command = new ArrayList<>();
    command.add(MainJobProcess.java());
    command.add("-Xmx4g");
    command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(UsualSparkJob.class.getName());
    command.addAll(
        List.of(base.input().toString(), output.toString(), BenchmarkBase.AS_OF.toString()));
    return command;
  }

  private static String totals(String files) throws SQLException {
    try (Connection connection = DuckDbJob.open();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) || ' customers, ' || sum(monetary) || ', ' || sum(frequency)"
                    + " || ' orders' FROM read_parquet('"
                    + files
                    + "')")) {
      row.next();
      return row.getString(1);
    }
  }
}
