package io.clientele.cli;

import io.clientele.failure.ConfigurationException;
import io.clientele.generate.Generator;
import io.clientele.generate.Recipe;
import io.clientele.run.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "generate",
    description = "Writes synthetic transactions of any size from a seed, with known truth.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele generate --out /tmp/shop/transactions --customers 10000",
      "  clientele generate --out /data/big --customers 2000000 --format parquet --clean"
    })
final class GenerateCommand implements Callable<Integer> {
  /** How the lines are stored. */
  enum Format {
    csv,
    parquet,
    delta
  }

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIRECTORY",
      description = "where to write")
  private String out = "";

  @Option(names = "--customers", description = "how many (default: ${DEFAULT-VALUE})")
  private long customers = 3000;

  @Option(
      names = "--seed",
      description = "the same seed, the same lines (default: ${DEFAULT-VALUE})")
  private long seed = 42;

  @Option(names = "--from", description = "first day (default: ${DEFAULT-VALUE})")
  private LocalDate from = LocalDate.of(2023, 1, 1);

  @Option(names = "--to", description = "the day after the last (default: ${DEFAULT-VALUE})")
  private LocalDate to = LocalDate.of(2025, 1, 15);

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Format format = Format.csv;

  @Option(names = "--clean", description = "no broken, late, duplicate or anonymous lines")
  private boolean clean;

  @Option(names = "--master", paramLabel = "URL", description = "Spark master (default: local[*])")
  private @Nullable String master;

  private final Terminal terminal;

  GenerateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (customers < 1 || !from.isBefore(to)) {
      throw new ConfigurationException(
          "--customers must be at least 1 and --from before --to; found "
              + customers
              + ", "
              + from
              + ", "
              + to);
    }
    if (Files.exists(Path.of(out)) && format != Format.csv) {
      throw new ConfigurationException(out + " exists already; give another --out");
    }
    ZoneId zone = ZoneId.of("UTC");
    Generator generator = new Generator(new Recipe(seed, customers, from, to, !clean));
    try (SparkSession spark = Sessions.start(master, zone, Map.of())) {
      terminal.follow(spark);
      terminal.step("generating");
      if (format == Format.csv) {
        generator.writeCsv(spark, out);
      } else {
        generator.write(spark, zone, format.name(), out);
      }
      terminal.close();
      terminal.out().println("Wrote the lines of " + customers + " customers to " + out);
    }
    return 0;
  }
}
