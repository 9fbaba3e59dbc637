package io.clientele.cli;

import io.clientele.calibrate.Calibration;
import io.clientele.calibrate.CalibrationReport;
import io.clientele.calibrate.Levels;
import io.clientele.calibrate.Lifecycle;
import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.run.Sessions;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeLibrary;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "calibrate",
    description =
        "Proposes limits and score edges from the base itself, and shows what they would do to the"
            + " segments. Reads what a run reads, changes nothing; writes scheme files to review.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele calibrate",
      "  clientele calibrate --config conf/examples/online-retail.yaml --set data=/data/online_retail",
      "  clientele calibrate --config conf/my-shop.yaml --as-of 2025-02-01 --levels 80,95 --out /tmp/cal",
      "  clientele calibrate --config conf/my-shop.yaml --scheme conf/schemes/my_lifecycle.yaml",
      "",
      "docs/calibrate.md explains the numbers."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Mixin private BaseOptions options = new BaseOptions();

  @Option(
      names = "--scheme",
      paramLabel = "NAME|FILE",
      defaultValue = "lifecycle_9",
      description =
          "the scheme whose parameters active_days and sleeping_days are calibrated (default:"
              + " lifecycle_9)")
  private String scheme = "lifecycle_9";

  @Option(
      names = "--levels",
      paramLabel = "ACTIVE,SLEEPING",
      split = ",",
      defaultValue = "50,80",
      description =
          "which quantiles of the returns become the two limits, in percent (default: 50,80)")
  private List<Integer> levels = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "where the files go (default: calibration/ beside the configuration, or in the working"
              + " directory)")
  private @Nullable Path out;

  @Option(names = "--force", description = "overwrite files of an earlier calibration")
  private boolean force;

  private final Terminal terminal;

  CalibrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    BaseConfig config = options.load();
    LocalDate asOf = BaseOptions.asOf(config);
    Levels chosen = chosenLevels();
    SchemeLibrary library = options.schemes();
    List<Scheme> schemes = library.load(config);
    Lifecycle lifecycle = Lifecycle.load(library, config, scheme);
    OutputDirectory output =
        new OutputDirectory(out == null ? options.beside("calibration") : out, force);
    output.checkFree(List.of(lifecycle.scheme().name() + ".yaml", "scores.yaml", "survival.svg"));
    terminal.step("starting Spark");
    try (SparkSession spark = Sessions.start(config, options.master())) {
      terminal.follow(spark);
      CalibrationReport report =
          new Calibration(
                  new Calibration.Context(
                      spark, config, asOf, schemes, lifecycle, chosen, terminal))
              .execute();
      terminal.close();
      new CalibrationText(report, terminal.out()).print();
      output.write(report.files(), terminal.out());
    }
    return 0;
  }

  private Levels chosenLevels() {
    if (levels.size() != 2) {
      throw new ConfigurationException(
          "--levels takes two whole numbers, such as --levels 50,80; found " + levels.size());
    }
    return new Levels(levels.get(0), levels.get(1));
  }
}
