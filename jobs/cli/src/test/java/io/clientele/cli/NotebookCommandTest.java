package io.clientele.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.failure.ConfigurationException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is prepared for Jupyter; CI starts it for real. */
class NotebookCommandTest {
  @TempDir Path directory;

  @Test
  void without_jupyter_it_is_said_what_to_install() {
    assertThatThrownBy(() -> NotebookCommand.find("jupyter-notebook", directory.toString()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("There is no jupyter-notebook here")
        .hasMessageContaining("apt-get install jupyter-notebook jupyter-nbconvert");
  }

  @Test
  void the_first_program_on_the_path_that_can_be_executed_is_taken() throws Exception {
    Path text = Files.createDirectories(directory.resolve("text"));
    Path programs = Files.createDirectories(directory.resolve("programs"));
    Files.writeString(text.resolve("jupyter-nbconvert"), "no program");
    Path program = Files.writeString(programs.resolve("jupyter-nbconvert"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    String path = String.join(File.pathSeparator, "", text.toString(), programs.toString());

    assertThat(NotebookCommand.find("jupyter-nbconvert", path)).isEqualTo(program.toString());
  }

  @Test
  void the_kernel_starts_where_the_user_is_with_our_jar_first_and_the_kernel_s_last()
      throws Exception {
    NotebookKernel.of(
            Path.of("/jdk/bin/java"),
            Path.of("/product"),
            Path.of("/where i am"),
            List.of("-Xmx2g"),
            Path.of("/product/.build/notebooks-1/clientele.jar"),
            List.of("java.base/java.nio"),
            Map.of("CLIENTELE_CONFIG", "/where i am/conf/my-shop.yaml"))
        .write(directory);

    JsonNode json =
        new ObjectMapper()
            .readTree(directory.resolve("kernels/clientele-java/kernel.json").toFile());
    List<String> argv = new ArrayList<>();
    json.get("argv").forEach(text -> argv.add(text.asText()));
    assertThat(argv).startsWith("sh", "-c", "cd \"$0\" && exec \"$@\"", "/where i am");
    assertThat(argv).endsWith("org.rapaio.jupyter.kernel.MainApp", "{connection_file}");
    assertThat(argv)
        .contains(
            "/jdk/bin/java",
            "-Xmx2g",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dclientele.home=/product");
    String jars = argv.get(argv.indexOf("-cp") + 1);
    assertThat(jars.split(":", -1))
        .containsExactly(
            "/product/.build/notebooks-1/clientele-notebooks.jar",
            "/product/.build/notebooks-1/clientele.jar",
            "/product/.build/notebooks-1/kernel/rapaio-jupyter-kernel.jar");
    assertThat(json.get("env").get("CLIENTELE_CONFIG").asText())
        .isEqualTo("/where i am/conf/my-shop.yaml");
  }

  @Test
  void notebooks_are_chosen_by_how_they_begin_and_joined_in_order() throws Exception {
    notebook("02-b.ipynb", "b1", "b2");
    notebook("01-a.ipynb", "a1");
    notebook("03-c.ipynb", "c1");
    Path joined = directory.resolve("out/all.ipynb");

    NotebookFiles.of(directory, List.of("02", "01")).join(joined);

    JsonNode all = new ObjectMapper().readTree(joined.toFile());
    assertThat(all.get("cells").findValuesAsText("id")).containsExactly("a1", "b1", "b2");
    assertThat(all.get("metadata").get("from").asText()).isEqualTo("01-a.ipynb");
    assertThat(NotebookFiles.of(directory, List.of()).files()).hasSize(3);
    assertThatThrownBy(() -> NotebookFiles.of(directory, List.of("04")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("No notebook begins with '04'")
        .hasMessageContaining("01-a.ipynb, 02-b.ipynb, 03-c.ipynb");
  }

  private void notebook(String name, String... ids) throws Exception {
    StringBuilder cells = new StringBuilder();
    for (String id : ids) {
      cells.append(cells.isEmpty() ? "" : ",").append("{\"id\":\"").append(id).append("\"}");
    }
    Files.writeString(
        directory.resolve(name),
        "{\"cells\":[" + cells + "],\"metadata\":{\"from\":\"" + name + "\"}}");
  }
}
