package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.run.BaseFile;
import io.clientele.run.ProductJar;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "notebook",
    description =
        "Opens the notebooks in Jupyter with a Java kernel, or executes them and writes their pages."
            + " Needs Jupyter; leaves your home folder and the base's lake as they are.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele notebook                                over the samples",
      "  clientele notebook --config conf/my-shop.yaml     over a base of your own",
      "  clientele notebook --execute 03 05                two of them, without a browser",
      "  clientele notebook --execute --one-session        all on one page, in one kernel",
      "  clientele notebook -- --no-browser --port 8899    what follows -- is for Jupyter",
      "",
      "docs/notebooks.md says what each of them answers."
    })
final class NotebookCommand implements Callable<Integer> {
  private static final String CONFIG = "CLIENTELE_CONFIG";
  private static final String OPEN = "jupyter-notebook";
  private static final String CONVERT = "jupyter-nbconvert";
  private static final String JOINED = "notebooks.ipynb";
  private static final String NO_JAR =
      "There is no product jar to read: start bin/clientele notebook";

  @Mixin private BaseOptions options = new BaseOptions();

  @Option(
      names = "--execute",
      description = "execute them without a browser and write HTML; any error is exit code 1")
  private boolean execute;

  @Option(
      names = "--one-session",
      description = "with --execute: one kernel for all, which is quicker; one page")
  private boolean oneSession;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "with --execute: where the pages go (default: jobs/notebooks/target/pages)")
  private @Nullable Path out;

  @Parameters(
      paramLabel = "NAME",
      description =
          "with --execute: how the names of the notebooks begin (default: all);"
              + " otherwise, behind --, arguments for Jupyter")
  private List<String> names = new ArrayList<>();

  private final Terminal terminal;

  NotebookCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path file = config();
    BaseConfig config = BaseFile.of(file).load(options.overrides());
    Path home = BaseFile.home().toAbsolutePath().normalize();
    Path folder = home.resolve("notebooks");
    Path target = home.resolve("jobs/notebooks/target");
    Path pages = out == null ? target.resolve("pages") : out.toAbsolutePath();
    String program = execute ? CONVERT : OPEN;
    List<String> command = new ArrayList<>(List.of(find(program, path())));
    if (execute) {
      NotebookFiles chosen = NotebookFiles.of(folder, names);
      command.addAll(List.of("--to", "html", "--execute", "--output-dir", pages.toString()));
      command.add("--ExecutePreprocessor.startup_timeout=180");
      if (oneSession) {
        Path joined = target.resolve(JOINED);
        chosen.join(joined);
        command.add(joined.toString());
      } else {
        chosen.files().forEach(chapter -> command.add(chapter.toString()));
      }
    } else {
      command.addAll(names);
    }
    Path data = target.resolve("jupyter");
    kernel(home, file).write(data);
    terminal.out().println("The notebooks look at base '" + config.base() + "'.");
    terminal.out().flush();
    int code = start(command, folder, data, options.overrides());
    if (code == 0 && execute) {
      terminal.out().println("Wrote   " + pages);
    }
    return code == 0 ? 0 : 1;
  }

  /** The configuration of the command line, else that of the environment. */
  private @Nullable Path config() {
    String variable = variable(CONFIG, "");
    Path given = options.config();
    return given != null || variable.isEmpty() ? given : Path.of(variable);
  }

  private NotebookKernel kernel(Path home, @Nullable Path config) {
    File running = ProductJar.of(Main.class);
    if (running == null) {
      throw new ConfigurationException(NO_JAR + ".");
    }
    Path product = running.toPath();
    Map<String, String> environment = new LinkedHashMap<>();
    if (config != null) {
      environment.put(CONFIG, config.toAbsolutePath().toString());
    }
    String master = options.master();
    if (master != null) {
      environment.put("CLIENTELE_MASTER", master);
    }
    return NotebookKernel.of(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        home,
        Path.of("").toAbsolutePath(),
        List.of(variable("JAVA_OPTS", "-Xmx4g").strip().split("\\s+")),
        product,
        opened(product),
        environment);
  }

  /** What the product's own jar opens when it is started as one. */
  private static List<String> opened(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return List.of(
          file.getManifest().getMainAttributes().getValue("Add-Opens").strip().split("\\s+"));
    } catch (IOException e) {
      throw new ConfigurationException(NO_JAR + " (" + jar + ").", e);
    }
  }

  /** Where the shell would find the program. */
  static String find(String program, String path) {
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(directory, program);
      if (!directory.isEmpty() && Files.isExecutable(file)) {
        return file.toString();
      }
    }
    throw new ConfigurationException(
        "There is no "
            + program
            + " here: notebooks need Jupyter. On Debian and Ubuntu `apt-get install"
            + " jupyter-notebook jupyter-nbconvert` installs it; any other Jupyter whose programs"
            + " are on the PATH will do.");
  }

  private static String path() {
    return variable("PATH", "");
  }

  private static String variable(String name, String absent) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? absent : value;
  }

  /**
   * Runs Jupyter in this terminal until it ends. An interrupt is for Jupyter, which asks what is
   * meant; this process then only waits for it.
   */
  private static int start(List<String> command, Path folder, Path data, List<String> overrides)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
    Map<String, String> environment = builder.environment();
    String others = environment.get("JUPYTER_PATH");
    environment.put("JUPYTER_PATH", others == null ? data.toString() : data + ":" + others);
    // Jupyter keeps its sockets, signatures and marks here instead of in the user's home.
    environment.put("JUPYTER_RUNTIME_DIR", data.resolve("runtime").toString());
    environment.put("JUPYTER_DATA_DIR", data.toString());
    environment.putIfAbsent("JUPYTER_CONFIG_DIR", data.resolve("config").toString());
    environment.putIfAbsent("IPYTHONDIR", data.resolve("ipython").toString());
    // Through the process, not through a file: settings may hold passwords.
    if (!overrides.isEmpty()) {
      environment.put("CLIENTELE_SET", String.join("\n", overrides));
    }
    try {
      Process jupyter = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(jupyter)));
      return jupyter.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Process process) {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
