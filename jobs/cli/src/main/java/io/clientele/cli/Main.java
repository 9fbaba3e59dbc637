package io.clientele.cli;

import io.clientele.failure.ClienteleException;
import io.clientele.run.Failures;
import io.clientele.run.Release;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSError;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The one way in: {@code bin/clientele COMMAND}, or this class under spark-submit. */
@Command(
    name = "clientele",
    description =
        "Segments a customer base on Apache Spark: who is profitable, who is loyal, who"
            + " falls asleep.",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      BackfillCommand.class,
      ValidateCommand.class,
      CalibrateCommand.class,
      ChangesCommand.class,
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
      "1 anything else, such as a full disk. Spark's own log goes to the file named by CLIENTELE_LOG (logs/clientele.log)."
    })
public final class Main {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "prints the stack trace of a failure too")
  private boolean verbose;

  private Main() {}

  /** The release, as the jar says. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Clientele " + Release.version()};
    }
  }

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    boolean interactive = System.console() != null && System.getenv("CLIENTELE_PLAIN") == null;
    Terminal terminal = new Terminal(out, err, interactive);
    // What ends another thread is told by the thread that waits for it.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) ->
            LoggerFactory.getLogger(Main.class).error("{} ended", thread.getName(), failure));
    Thread stopped = new Thread(terminal::stopped, "stopped");
    Runtime.getRuntime().addShutdownHook(stopped);
    int code = execute(terminal, arguments);
    terminal.close();
    if (!terminal.isStopped()) {
      Runtime.getRuntime().removeShutdownHook(stopped);
    }
    System.exit(code);
  }

  static int execute(Terminal terminal, String... arguments) {
    CommandLine line = commandLine(terminal).setOut(terminal.out()).setErr(terminal.err());
    try {
      return line.execute(arguments);
    } catch (Exception | VirtualMachineError | LinkageError | FSError e) {
      // Errors pass picocli by.
      return explain(e, terminal, line);
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
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> explain(failure, terminal, line));
    line.setUsageHelpWidth(100);
    return line;
  }

  static int explain(Throwable failure, Terminal terminal, CommandLine line) {
    RuntimeException translated = Failures.translate(failure);
    LoggerFactory.getLogger(Main.class).error("The command failed", failure);
    boolean known = translated instanceof ClienteleException;
    terminal.error("clientele: " + (known ? translated.getMessage() : unforeseen(translated)));
    if (line.<Main>getCommand().verbose) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      terminal.error(trace.toString());
    }
    return translated instanceof ClienteleException told ? told.exitCode() : 1;
  }

  private static String unforeseen(RuntimeException failure) {
    String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    return "something went wrong that is not foreseen: "
        + failure.getClass().getSimpleName()
        + ": "
        + first
        + "\n  The whole story is in the log ("
        + System.getProperty("clientele.log", "logs/clientele.log")
        + "), or here with --verbose.";
  }
}
