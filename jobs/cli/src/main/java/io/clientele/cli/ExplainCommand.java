package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.explain.Explainer;
import io.clientele.explain.Explanation;
import io.clientele.explain.ExplanationJson;
import io.clientele.explain.ExplanationText;
import io.clientele.run.Sessions;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description =
        "Says why a customer is in its segments, what is near, and what changed since the snapshot"
            + " before. Reads the lake only.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele explain --customer C00000042",
      "  clientele explain --config conf/my-shop.yaml --customer 12347 --scheme lifecycle_9",
      "  clientele explain --customer C00000042 --as-of 2025-01-01 --format json",
      "",
      "Without --as-of the latest run of the lake is explained, by its own definitions."
    })
final class ExplainCommand implements Callable<Integer> {
  /** How an explanation is printed. */
  enum Format {
    text,
    json
  }

  @Mixin private BaseOptions options = new BaseOptions();

  @Option(
      names = "--customer",
      required = true,
      paramLabel = "ID",
      description = "the customer_id, exactly as the lake has it")
  private String customer = "";

  @Option(names = "--scheme", paramLabel = "NAME", description = "one scheme (default: all)")
  private @Nullable String scheme;

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    BaseConfig config = options.load();
    try (SparkSession spark = Sessions.start(config, options.master())) {
      PublishedLake published = PublishedLake.of(spark, config);
      Explanation explanation =
          new Explainer(published.lake(), config.base(), published.state())
              .explain(customer, options.isDated() ? config.asOf() : null, scheme);
      terminal
          .out()
          .print(
              format == Format.json
                  ? ExplanationJson.of(explanation)
                  : ExplanationText.of(explanation));
      terminal.out().flush();
    }
    return 0;
  }
}
