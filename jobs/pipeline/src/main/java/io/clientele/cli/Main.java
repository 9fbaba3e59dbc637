package io.clientele.cli;

import io.clientele.failure.ClienteleException;
import io.clientele.run.Failures;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The one way in: {@code bin/clientele COMMAND}, or this class under spark-submit. */
@Command(
    name = "clientele",
    description =
        "Segments a customer base on Apache Spark: who is profitable, who is loyal, who"
            + " falls asleep.",
    version = "Clientele 0.1.0",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      CalibrateCommand.class,
      ExplainCommand.class,
      CompareCommand.class,
      SqlCommand.class,
      GenerateCommand.class,
      NotebookCommand.class,
      DocsCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele run                                  the samples, in about a minute",
      "  clientele run --config conf/my-shop.yaml --as-of 2025-02-01",
      "  clientele sql \"SELECT * FROM current_segment_summary WHERE scheme = 'rfm'\"",
      "",
      "Exit codes: 0 done, 2 configuration, 3 data refused by a gate, 4 another run is in the way,",
      "1 anything else. Spark's own log goes to the file named by CLIENTELE_LOG (logs/clientele.log)."
    })
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    int code = execute(arguments);
    System.exit(code);
  }

  static int execute(String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    boolean interactive = System.console() != null && System.getenv("CLIENTELE_PLAIN") == null;
    try (Terminal terminal = new Terminal(out, err, interactive)) {
      return commandLine(terminal).setOut(out).setErr(err).execute(arguments);
    }
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandLine.IFactory factory =
        new CommandLine.IFactory() {
          @Override
          public <K> K create(Class<K> type) throws Exception {
            try {
              return type.getDeclaredConstructor(Terminal.class).newInstance(terminal);
            } catch (NoSuchMethodException e) {
              return CommandLine.defaultFactory().create(type);
            }
          }
        };
    CommandLine line = new CommandLine(new Main(), factory);
    IExecutionExceptionHandler handler = (failure, command, parsed) -> explain(failure, terminal);
    line.setExecutionExceptionHandler(handler);
    line.setUsageHelpWidth(100);
    return line;
  }

  private static int explain(Exception failure, Terminal terminal) {
    RuntimeException translated = Failures.translate(failure);
    LoggerFactory.getLogger(Main.class).error("The command failed", failure);
    if (translated instanceof ClienteleException known) {
      terminal.error("clientele: " + known.getMessage());
      return known.exitCode();
    }
    String first = String.valueOf(translated.getMessage()).lines().findFirst().orElse("no message");
    terminal.error(
        "clientele: something went wrong that is not foreseen: "
            + translated.getClass().getSimpleName()
            + ": "
            + first
            + "\n  The whole story is in the log ("
            + System.getProperty("clientele.log", "logs/clientele.log")
            + ").");
    return 1;
  }
}
