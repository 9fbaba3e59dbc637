package io.clientele.cli;

import io.clientele.compare.Comparer;
import io.clientele.compare.Comparison;
import io.clientele.compare.ComparisonCharts;
import io.clientele.compare.Draft;
import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.publish.Lake;
import io.clientele.publish.Pointer;
import io.clientele.run.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
    Path draft = out == null ? null : out.resolve(Draft.NAME + ".yaml");
    if (draft != null && !force && Files.exists(draft)) {
      throw new ConfigurationException(
          draft
              + " is there already, perhaps edited. Give another directory with --out DIR, or"
              + " overwrite with --force.");
    }
    terminal.step("starting Spark");
    try (SparkSession spark = Sessions.start(config, options.master())) {
      terminal.follow(spark);
      Lake lake = new Lake(spark, config.lake());
      Pointer pointer = new Pointer(spark, lake, config.base(), Clock.systemUTC(), holder -> false);
      terminal.step("comparing");
      Comparison comparison =
          new Comparer(spark, lake, config, pointer.read())
              .compare(options.isDated() ? config.asOf() : null);
      terminal.close();
      new ComparisonText(comparison, terminal.out()).print(schemes);
      if (out != null) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(Draft.NAME + ".yaml", comparison.draft().text());
        files.putAll(new ComparisonCharts(comparison).files());
        write(out, files);
      }
    }
    return 0;
  }

  private void write(Path directory, Map<String, String> files) {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      try {
        Files.createDirectories(directory);
        Files.writeString(path, file.getValue());
      } catch (IOException e) {
        throw new ConfigurationException(
            path + " cannot be written: " + e.getMessage() + ". Give another --out DIR.", e);
      }
      terminal.out().println("Wrote   " + path);
    }
    terminal.out().flush();
  }
}
