package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import io.clientele.run.Backfill;
import io.clientele.run.Owner;
import io.clientele.run.Pipeline;
import io.clientele.run.Release;
import io.clientele.run.RunContext;
import io.clientele.run.RunReport;
import io.clientele.run.Sessions;
import io.clientele.table.SummaryTables.ConcentrationSummaryRow;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "backfill",
    description = "Publishes snapshots for past as-of dates, oldest first, over one reading.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele backfill --from 2024-02-01 --to 2025-01-01 --every month",
      "  clientele backfill --config conf/my-shop.yaml --dates 2024-07-01,2025-01-01",
      "",
      "Each date is a run of its own, the same as run --as-of DATE: a date that is published",
      "already is recognised, so a backfill that was cut off is simply started again. A snapshot",
      "sees the lines before its date; sources whose rows carry no dates are seen as they are today,",
      "and a note says so."
    })
final class BackfillCommand implements Callable<Integer> {
  @Mixin private BaseOptions options = new BaseOptions();

  @Option(names = "--from", paramLabel = "DATE", description = "the first as-of date")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DATE", description = "the last as-of date, itself included")
  private @Nullable String to;

  @Option(
      names = "--every",
      paramLabel = "STEP",
      description = "day, week or month, counted from --from (default: month)")
  private String every = "month";

  @Option(
      names = "--dates",
      paramLabel = "DATE",
      split = ",",
      description = "these as-of dates instead")
  private List<String> dates = new ArrayList<>();

  private final Terminal terminal;

  BackfillCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Backfill backfill = backfill();
    BaseConfig first = options.load();
    terminal.step("starting Spark");
    Owner owner = Owner.ofThisProcess();
    Clock clock = Clock.systemUTC();
    List<RunReport> done = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    try (SparkSession spark = Sessions.start(first, options.master())) {
      terminal.follow(spark);
      Lake lake = new Lake(spark, first.lake());
      Pointer pointer =
          new Pointer(spark, lake, first.base(), first.currency(), clock, owner::isGone);
      backfill.execute(
          spark,
          lake,
          owner.text(),
          (date, lines) -> {
            BaseConfig config = options.load(date);
            return new Pipeline(
                    new RunContext(
                        spark,
                        config,
                        date,
                        options.schemes().load(config),
                        lake,
                        pointer,
                        owner.text(),
                        Release.version(),
                        lines,
                        clock,
                        step -> terminal.step(date + ": " + step)))
                .execute();
          },
          report -> {
            done.add(report);
            notes.addAll(report.notes());
            terminal.say(line(report, done.size(), backfill.dates().size()));
          });
      terminal.close();
      notes.forEach(note -> terminal.out().println("note  " + note));
      terminal.out().println();
      terminal.out().println("Tables  " + first.lake());
      terminal.out().flush();
    }
    return 0;
  }

  private Backfill backfill() {
    if (options.isDated()) {
      throw new ConfigurationException(
          "--as-of names one date. For several, give --from and --to, or --dates.");
    }
    if (!dates.isEmpty()) {
      if (from != null || to != null) {
        throw new ConfigurationException(
            "--dates names every date itself. Give either that, or --from and --to.");
      }
      return Backfill.of(dates.stream().map(date -> BaseOptions.date("--dates", date)).toList());
    }
    if (from == null || to == null) {
      throw new ConfigurationException(
          "Which dates? Give --from and --to, such as --from 2024-02-01 --to 2025-01-01, or --dates.");
    }
    return Backfill.between(
        BaseOptions.date("--from", from), BaseOptions.date("--to", to), every());
  }

  private Backfill.Every every() {
    for (Backfill.Every one : Backfill.Every.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(every)) {
        return one;
      }
    }
    throw new ConfigurationException("--every is day, week or month, not '" + every + "'.");
  }

  private static String line(RunReport report, int number, int of) {
    String outcome =
        switch (report.outcome()) {
          case PUBLISHED -> "published";
          case UNCHANGED -> "unchanged";
          case REINSTATED -> "counts again";
        };
    Duration time = report.seconds().values().stream().reduce(Duration.ZERO, Duration::plus);
    return String.format(
        Locale.ROOT,
        "%d/%d  %s  %-12s  %s  %,d customers  %.1f s",
        number,
        of,
        report.asOf(),
        outcome,
        report.runId(),
        customers(report),
        time.toMillis() / 1000.0);
  }

  private static long customers(RunReport report) {
    return report.tables().concentration().stream()
        .mapToLong(ConcentrationSummaryRow::customers)
        .max()
        .orElse(0);
  }
}
