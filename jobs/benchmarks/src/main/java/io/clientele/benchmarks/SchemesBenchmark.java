package io.clientele.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what fifteen schemes cost beside one, over the same generated file. */
@Command(
    name = "schemes-benchmark",
    description = "Times the main job with one scheme and with fifteen.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SchemesBenchmark implements Callable<Integer> {
  private static final List<String> ONE = List.of("rfm");
  private static final List<String> FIFTEEN =
      List.of(
          "rfm",
          "rfm_value",
          "lifecycle_9",
          "abc",
          "profit_loyalty",
          "value_loyalty",
          "customer_types",
          "vip_regular_problem",
          "tenure",
          "purchase_volume",
          "intensity",
          "usage_status",
          "occasion",
          "lifecycle_slow",
          "tenure_slow");

  @Mixin private BenchmarkOptions options = new BenchmarkOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Runs with the arguments of the command line. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SchemesBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    BenchmarkBase base = options.prepare();
    Path config = base.writeConfig();
    variants(base.directory().resolve("schemes"));
    new SideBySide(options, base, Printed.by(spec))
        .run(
            "schemes.out",
            variant("One scheme", base, config, ONE),
            variant("Fifteen schemes", base, config, FIFTEEN));
    return 0;
  }

  private static SideBySide.Variant variant(
      String title, BenchmarkBase base, Path config, List<String> schemes) {
    return new SideBySide.Variant(
        title,
        List.of("--config", config.toString(), "--set", "schemes=[" + names(base, schemes) + "]"));
  }

  private static String names(BenchmarkBase base, List<String> schemes) {
    List<String> names = new ArrayList<>();
    for (String scheme : schemes) {
      boolean own = scheme.endsWith("_slow");
      names.add(
          own ? base.directory().resolve("schemes").resolve(scheme + ".yaml").toString() : scheme);
    }
    return String.join(", ", names);
  }

  /** Two schemes of one's own, as a base has them. */
  private void variants(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String scheme : List.of("lifecycle_9", "tenure")) {
      String slow = scheme.replace("_9", "") + "_slow";
      String text = Files.readString(options.home().resolve("conf/schemes/" + scheme + ".yaml"));
      Files.writeString(
          folder.resolve(slow + ".yaml"),
          text.replace("scheme: " + scheme, "scheme: " + slow)
              .replace("active_days: 60, sleeping_days: 90", "active_days: 90, sleeping_days: 180")
              .replace("established_from: 90", "established_from: 180"));
    }
  }
}
