package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import io.clientele.run.Estimate;
import io.clientele.run.Owner;
import io.clientele.run.Pipeline;
import io.clientele.run.Release;
import io.clientele.run.RunContext;
import io.clientele.run.RunReport;
import io.clientele.run.Sessions;
import io.clientele.scheme.Scheme;
import io.clientele.spine.LineReading;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = "Reads, checks, segments and publishes one base for one as-of date.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele run",
      "  clientele run --config conf/examples/online-retail.yaml --set data=/data/online_retail",
      "  clientele run --config conf/my-shop.yaml --as-of 2025-02-01 --set lake=hdfs:///lake",
      "  clientele run --config conf/my-shop.yaml --as-of 2025-02-01 --estimate",
      "  clientele run --language ru",
      "",
      "The same inputs, configuration and date are the same run: a second time it says so and",
      "writes nothing. A run that fails leaves the last good one as it is."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private BaseOptions options = new BaseOptions();

  @Option(
      names = "--estimate",
      description = "says what the run would take in time, memory and disk, and does not run")
  private boolean estimate;

  @Option(
      names = "--all",
      description = "prints everything that was counted: all schemes, every class of rows")
  private boolean all;

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description = "of the summary: en, ru or pl (default: ${DEFAULT-VALUE}); --all is English")
  private String language = Words.DEFAULT;

  private final Terminal terminal;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Words words = Words.in(all ? Words.DEFAULT : language);
    BaseConfig config = options.load();
    LocalDate asOf = BaseOptions.asOf(config);
    List<Scheme> schemes = options.schemes().load(config);
    terminal.step("starting Spark");
    Owner owner = Owner.ofThisProcess();
    Clock clock = Clock.systemUTC();
    try (SparkSession spark = Sessions.start(config, options.master())) {
      terminal.follow(spark);
      Lake lake = new Lake(spark, config.lake());
      Pointer pointer =
          new Pointer(spark, lake, config.base(), config.currency(), clock, owner::isGone);
      if (estimate) {
        terminal.step("source");
        int cores = spark.sparkContext().defaultParallelism();
        Estimate found = Estimate.of(spark, config, lake, pointer, cores);
        terminal.close();
        EstimateText.lines(found, cores).forEach(terminal.out()::println);
        terminal.out().flush();
        return 0;
      }
      RunReport report =
          new Pipeline(
                  new RunContext(
                      spark,
                      config,
                      asOf,
                      schemes,
                      lake,
                      pointer,
                      owner.text(),
                      Release.version(),
                      LineReading.SOURCE,
                      clock,
                      terminal))
              .execute();
      terminal.close();
      new Summary(config, schemes, all, words).print(report, terminal.out());
    }
    return 0;
  }
}
