package io.clientele.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what choosing k and assigning everybody to a cluster costs beside no clusters. */
@Command(
    name = "clusters-benchmark",
    description = "Times the main job without clusters and with k chosen from 2 to 12.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ClustersBenchmark implements Callable<Integer> {
  @Mixin private BenchmarkOptions options = new BenchmarkOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Runs with the arguments of the command line. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ClustersBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    BenchmarkBase base = options.prepare();
    Path config = base.writeConfig();
    new SideBySide(options, base, Printed.by(spec))
        .run(
            "clusters.out",
            new SideBySide.Variant("Without clusters", List.of("--config", config.toString())),
            new SideBySide.Variant(
                "With k from 2 to 12",
                List.of(
                    "--config",
                    config.toString(),
                    "--set",
                    "clusters.k.from=2",
                    "--set",
                    "clusters.k.to=12")));
    return 0;
  }
}
