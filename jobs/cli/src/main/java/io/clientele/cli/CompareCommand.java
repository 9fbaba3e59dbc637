package io.clientele.cli;

import io.clientele.compare.Comparer;
import io.clientele.compare.Comparison;
import io.clientele.compare.ComparisonCharts;
import io.clientele.compare.Draft;
import io.clientele.config.BaseConfig;
import io.clientele.run.Sessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "compare",
    description =
        "Clusters against rules: who is in each cluster, how well the clusters agree with each"
            + " scheme, which segments they split and join. Reads the lake only; with --out also"
            + " writes pictures and a draft scheme.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele run --set clusters.k=5",
      "  clientele compare --out comparison",
      "  clientele compare --config conf/my-shop.yaml --scheme rfm --as-of 2025-02-01",
      "",
      "Without --as-of the latest run of the lake is compared. docs/clusters.md explains the numbers."
    })
final class CompareCommand implements Callable<Integer> {
  @Mixin private BaseOptions options = new BaseOptions();

  @Option(
      names = "--scheme",
      paramLabel = "NAME",
      description = "shows the table of this scheme only; repeatable (default: all)")
  private List<String> schemes = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "writes the pictures (SVG) and clusters_draft.yaml there")
  private @Nullable Path out;

  @Option(names = "--force", description = "overwrite files of an earlier comparison")
  private boolean force;

  private final Terminal terminal;

  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    BaseConfig config = options.load();
    OutputDirectory output = out == null ? null : new OutputDirectory(out, force);
    if (output != null) {
      output.checkFree(List.of(Draft.NAME + ".yaml"));
    }
    terminal.step("starting Spark");
    try (SparkSession spark = Sessions.start(config, options.master())) {
      terminal.follow(spark);
      PublishedLake published = PublishedLake.of(spark, config);
      terminal.step("comparing");
      Comparison comparison =
          new Comparer(spark, published.lake(), config, published.state())
              .compare(options.isDated() ? config.asOf() : null);
      terminal.close();
      new ComparisonText(comparison, terminal.out()).print(schemes);
      if (output != null) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(Draft.NAME + ".yaml", comparison.draft().text());
        files.putAll(new ComparisonCharts(comparison).files());
        output.write(files, terminal.out());
      }
    }
    return 0;
  }
}
