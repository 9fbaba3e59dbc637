package io.clientele.cli;

import io.clientele.config.FileSystems;
import io.clientele.failure.ConfigurationException;
import io.clientele.generate.Generator;
import io.clientele.generate.Recipe;
import io.clientele.run.Sessions;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
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
      "  clientele generate --out /tmp/shop/transactions --customers 10000 --shop",
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

  @Option(
      names = "--shop",
      description =
          "write customers, products, interactions, leads, receivables, tags and surveys too, each"
              + " in a directory beside the lines'")
  private boolean shop;

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
    ZoneId zone = ZoneId.of("UTC");
    Generator generator = new Generator(new Recipe(seed, customers, from, to, !clean));
    try (SparkSession spark = Sessions.start(master, zone, Map.of())) {
      terminal.follow(spark);
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      checkEmpty(out, format, hadoop);
      Path lines = FileSystems.of("--out", out, hadoop).makeQualified(new Path(out));
      Path beside = lines.getParent();
      if (shop) {
        for (String table : Generator.tables()) {
          Path place = new Path(beside, table);
          checkEmpty(place, "--out " + out + ": " + place + " beside it", hadoop);
        }
      }
      terminal.step("generating");
      if (format == Format.csv) {
        generator.writeCsv(spark, out);
      } else {
        generator.write(spark, zone, format.name(), out);
      }
      if (shop) {
        generator.writeShop(spark, zone, format.name(), beside.toString());
      }
      terminal.close();
      terminal.out().println("Wrote the lines of " + customers + " customers to " + out);
    }
    return 0;
  }

  /** What is there already may be somebody's data, and lines of two histories make no history. */
  static void checkEmpty(String out, Format format, Configuration hadoop) {
    FileSystem files = FileSystems.of("--out", out, hadoop);
    Path directory = files.makeQualified(new Path(out));
    Path truth = new Path(directory.getParent(), Generator.TRUTH);
    checkEmpty(directory, "--out " + out, hadoop);
    try {
      if (format == Format.csv && files.exists(truth)) {
        throw new ConfigurationException(
            "--out "
                + out
                + ": "
                + truth
                + " is there already and would be overwritten. Remove it, or give a directory"
                + " elsewhere.");
      }
    } catch (IOException e) {
      throw ConfigurationException.unreachable("--out " + out, "looked at", e);
    }
  }

  private static void checkEmpty(Path directory, String what, Configuration hadoop) {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      if (files.exists(directory) && !isEmptyDirectory(files, directory)) {
        throw new ConfigurationException(
            what + " is not empty. Give a directory that is empty or not there.");
      }
      // Spark writes into a directory that is not there.
      files.delete(directory, false);
    } catch (IOException e) {
      throw ConfigurationException.unreachable(what, "looked at", e);
    }
  }

  private static boolean isEmptyDirectory(FileSystem files, Path path) throws IOException {
    return files.getFileStatus(path).isDirectory() && files.listStatus(path).length == 0;
  }
}
