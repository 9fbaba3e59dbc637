package io.clientele.cli;

import io.clientele.analysis.AnalysisText;
import io.clientele.analysis.Finding;
import io.clientele.analysis.PolicyCheck;
import io.clientele.analysis.SchemeAnalysis;
import io.clientele.analysis.Severity;
import io.clientele.cluster.FeatureChoice;
import io.clientele.config.BaseConfig;
import io.clientele.config.Input;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.ingest.MappingCheck;
import io.clientele.scheme.AttributeRule;
import io.clientele.scheme.LoneScheme;
import io.clientele.scheme.Scheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "validate",
    description =
        "Checks a configuration and its schemes without touching data: declared schemas and mapped"
            + " expressions, overlaps, gaps, segments that nobody can reach. Starts no Spark.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele validate --config conf/my-shop.yaml",
      "  clientele validate --scheme conf/schemes/my_scheme.yaml"
    })
final class ValidateCommand implements Callable<Integer> {
  private static final int WRONG = 2;

  @Mixin private BaseOptions options = new BaseOptions();

  @Option(
      names = "--scheme",
      paramLabel = "FILE",
      description = "checks a scheme file alone, without any configuration; repeatable")
  private List<Path> files = new ArrayList<>();

  private final Terminal terminal;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean valid = true;
    if (!files.isEmpty()) {
      for (Path file : files) {
        valid &= print(LoneScheme.read(file), List.of());
      }
      return valid ? 0 : WRONG;
    }
    BaseConfig config = options.load();
    List<Scheme> schemes = options.schemes().load(config);
    MappingCheck.of(config);
    if (config.clusters() != null) {
      FeatureChoice.check(
          config.clusters(),
          Features.declared(Span.of(config.windowsDays()), config.attributes()),
          config::provides);
    }
    terminal.out().println("The configuration of base '" + config.base() + "' is valid.");
    for (Scheme scheme : schemes) {
      valid &= print(scheme, scheme.missing(config::provides).stream().map(Input::text).toList());
    }
    for (Finding policy : PolicyCheck.between(schemes, config.precedence())) {
      terminal.out().println("  policies: " + policy.text());
    }
    return valid ? 0 : WRONG;
  }

  /** Prints a scheme and what is found in it; false if an error is. */
  private boolean print(Scheme scheme, List<String> missing) {
    terminal
        .out()
        .println(
            "  "
                + scheme.name()
                + " v"
                + scheme.file().version()
                + ": "
                + size(scheme)
                + (missing.isEmpty()
                    ? ""
                    : "; will be skipped, needs " + String.join(", ", missing)));
    SchemeAnalysis proof = SchemeAnalysis.of(scheme, terminal::step);
    terminal.close();
    AnalysisText.lines(proof).forEach(line -> terminal.out().println("    " + line));
    return proof.of(Severity.ERROR).isEmpty();
  }

  private static String size(Scheme scheme) {
    AttributeRule attribute = scheme.file().attribute();
    return attribute == null
        ? scheme.file().allSegments().size() + " segments"
        : "a segment for each value of " + attribute.feature();
  }
}
