package io.clientele.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Java kernel as Jupyter finds it: a folder with a {@code kernel.json} that says how to start
 * it.
 *
 * @param command the whole command; Jupyter puts its file where {@code {connection_file}} stands
 * @param environment variables of the kernel
 */
record NotebookKernel(List<String> command, Map<String, String> environment) {
  /** The name that the notebooks ask for. */
  static final String NAME = "clientele-java";

  private static final String MAIN = "org.rapaio.jupyter.kernel.MainApp";

  /**
   * The kernel of an installation.
   *
   * @param java the executable
   * @param home where the product lies
   * @param directory where relative paths of configurations start, as for the other commands
   * @param options of the JVM
   * @param product the product's jar; the notebooks' own lie beside it
   * @param opened packages that Spark reaches into, as {@code module/package}
   */
  static NotebookKernel of(
      Path java,
      Path home,
      Path directory,
      List<String> options,
      Path product,
      List<String> opened,
      Map<String, String> environment) {
    // Jupyter starts a kernel beside its notebook; a shell goes where the user is.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString()));
    command.add(java.toString());
    command.addAll(List.of("-XX:+UseParallelGC", "-XX:-DontCompileHugeMethods"));
    command.addAll(options);
    opened.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
    command.add("-Dclientele.home=" + home);
    command.add("-Dclientele.log=" + home.resolve("logs/notebooks.log"));
    command.add("-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2.properties"));
    command.add("-cp");
    // Ours comes first: its logging.properties counts. The kernel comes last: it carries older
    // copies of libraries that Spark has too.
    command.add(
        String.join(
            ":",
            product.resolveSibling("clientele-notebooks.jar").toString(),
            product.toString(),
            product.resolveSibling("kernel").resolve("rapaio-jupyter-kernel.jar").toString()));
    command.add(MAIN);
    command.add("{connection_file}");
    return new NotebookKernel(List.copyOf(command), environment);
  }

  /** Writes the kernel into a folder of Jupyter's data. */
  void write(Path data) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    ArrayNode argv = json.putArray("argv");
    command.forEach(argv::add);
    json.put("display_name", "Java (Clientele)");
    json.put("language", "java");
    json.put("interrupt_mode", "message");
    ObjectNode env = json.putObject("env");
    environment.forEach(env::put);
    Path folder = data.resolve("kernels").resolve(NAME);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("kernel.json"), json.toPrettyString() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
