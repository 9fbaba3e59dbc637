package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.migration.Changes;
import io.clientele.migration.SnapshotComparer;
import io.clientele.run.Sessions;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "changes",
    description =
        "Says what changed between two snapshots: key figures, revenue, who moved where, and whom to"
            + " look at. Reads the lake only.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele changes",
      "  clientele changes --config conf/my-shop.yaml --from 2024-12-01 --to 2025-01-01",
      "  clientele changes --scheme rfm",
      "",
      "Without dates the latest snapshot is compared with the one before. Snapshots of the past are made",
      "by `clientele backfill --from DATE --to DATE --every month`."
    })
final class ChangesCommand implements Callable<Integer> {
  private static final int LISTED = 5;

  @Mixin private BaseOptions options = new BaseOptions();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "the earlier date (default: the snapshot before --to)")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "the later date (default: --as-of, else the latest snapshot)")
  private @Nullable String to;

  @Option(
      names = "--scheme",
      paramLabel = "NAME",
      description =
          "the scheme whose moves are shown (default: the first of precedence, or of those that ran, whose segments have ranks)")
  private @Nullable String scheme;

  private final Terminal terminal;

  ChangesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    BaseConfig config = options.load();
    LocalDate later = date("--to", to);
    try (SparkSession spark = Sessions.start(config, options.master())) {
      PublishedLake published = PublishedLake.of(spark, config);
      Changes changes =
          new SnapshotComparer(spark, published.lake(), config, published.state())
              .compare(
                  date("--from", from),
                  later == null && options.isDated() ? config.asOf() : later,
                  scheme,
                  LISTED);
      new ChangesText(changes, config.base(), config.currency(), terminal.out()).print();
    }
    return 0;
  }

  private static @Nullable LocalDate date(String option, @Nullable String text) {
    return text == null ? null : BaseOptions.date(option, text);
  }
}
