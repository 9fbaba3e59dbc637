package io.clientele.benchmarks;

import io.clientele.run.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the benchmarks of one variant beside another have in common. */
final class BenchmarkOptions {
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

  int runs() {
    return runs;
  }

  long customers() {
    return customers;
  }

  Path home() {
    return home.toAbsolutePath().normalize();
  }

  MainJobProcess process(BenchmarkBase base, String log) {
    return new MainJobProcess(home(), base.directory().resolve(log));
  }

  /** The base, with its lines generated unless they are there. */
  BenchmarkBase prepare() throws IOException {
    Path own = directory == null ? home().resolve("jobs/benchmarks/target/main-job") : directory;
    BenchmarkBase base = new BenchmarkBase(own.toAbsolutePath().normalize());
    System.setProperty("clientele.log", base.directory().resolve("clientele.log").toString());
    System.setProperty(
        "log4j2.configurationFile", home().resolve("conf/log4j2.properties").toString());
    Files.createDirectories(base.directory());
    Path mark = base.directory().resolve("customers");
    boolean there =
        Files.exists(base.input())
            && Files.exists(mark)
            && Files.readString(mark).equals(Long.toString(customers));
    if (!there) {
      Files.deleteIfExists(mark);
      try (SparkSession spark = session()) {
        base.write(BenchmarkBase.lines(spark, customers));
      }
      Files.writeString(mark, Long.toString(customers));
    }
    return base;
  }

  static SparkSession session() {
    return Sessions.start(null, BenchmarkBase.ZONE, Map.of());
  }
}
