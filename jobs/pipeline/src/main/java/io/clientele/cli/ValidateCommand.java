package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.config.Input;
import io.clientele.segment.Scheme;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "validate",
    description = "Checks a configuration and its schemes without touching data; starts no Spark.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  clientele validate --config conf/my-shop.yaml")
final class ValidateCommand implements Callable<Integer> {
  @Mixin private BaseOptions options = new BaseOptions();
  private final Terminal terminal;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    BaseConfig config = options.load();
    List<Scheme> schemes = options.schemes().load(config);
    terminal.out().println("The configuration of base '" + config.base() + "' is valid.");
    for (Scheme scheme : schemes) {
      List<String> missing = scheme.missing(config::tells).stream().map(Input::text).toList();
      terminal
          .out()
          .println(
              "  "
                  + scheme.name()
                  + " v"
                  + scheme.file().version()
                  + ": "
                  + scheme.file().allSegments().size()
                  + " segments"
                  + (missing.isEmpty()
                      ? ""
                      : "; will be skipped, needs " + String.join(", ", missing)));
    }
    return 0;
  }
}
