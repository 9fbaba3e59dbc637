package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.config.JsonSchema;
import io.clientele.scheme.SchemeFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "docs",
    description =
        "Prints what the product declares: the dictionary of tables, columns, features and source"
            + " fields, or the keys of its files, as Markdown; or the JSON Schema of a file, by"
            + " which editors complete it.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele docs > docs/tables.md",
      "  clientele docs keys > docs/keys.md",
      "  clientele docs configuration > conf/schema/configuration.json",
      "  clientele docs scheme > conf/schema/scheme.json"
    })
final class DocsCommand implements Callable<Integer> {
  /** What is printed. */
  enum Document {
    tables,
    keys,
    configuration,
    scheme
  }

  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      defaultValue = "tables",
      paramLabel = "WHAT",
      description = "${COMPLETION-CANDIDATES}; tables by default")
  private Document document = Document.tables;

  DocsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String text =
        switch (document) {
          case tables -> Dictionary.markdown();
          case keys -> KeyReference.markdown();
          case configuration ->
              JsonSchema.of(BaseConfig.KEYS, "Clientele: the configuration of a base")
                      .toPrettyString()
                  + "\n";
          case scheme ->
              JsonSchema.of(SchemeFile.KEYS, "Clientele: a scheme").toPrettyString() + "\n";
        };
    terminal.out().print(text);
    return 0;
  }
}
