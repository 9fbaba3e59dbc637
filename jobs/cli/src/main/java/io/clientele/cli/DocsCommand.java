package io.clientele.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "docs",
    description =
        "Prints the dictionary of tables, columns, features and source fields as Markdown.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  clientele docs > docs/tables.md")
final class DocsCommand implements Callable<Integer> {
  private final Terminal terminal;

  DocsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().print(Dictionary.markdown());
    return 0;
  }
}
