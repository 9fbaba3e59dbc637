package io.clientele.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be said of the committed notebooks without a kernel; CI executes them as well. */
class NotebooksTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("clientele.home", "."), "notebooks").toAbsolutePath();
  private static final Pattern MACHINE =
      Pattern.compile("/home/|/root/|/tmp/|/work/|/Users/|[A-Z]:\\\\");
  private static final int LONGEST_LINE = 112;
  private static final int LONGEST_CELL = 30;

  private static final Map<String, JsonNode> NOTEBOOKS = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".ipynb")).toList()) {
        NOTEBOOKS.put(file.getFileName().toString(), json.readTree(file.toFile()));
      }
    }
  }

  @Test
  void there_are_six_in_the_order_of_their_questions() {
    assertThat(NOTEBOOKS.keySet())
        .containsExactly(
            "01-read-the-segments.ipynb",
            "02-concentration.ipynb",
            "03-clusters-and-rules.ipynb",
            "04-calibrate-and-see-who-moves.ipynb",
            "05-two-dates.ipynb",
            "06-features-for-a-model.ipynb");
  }

  @Test
  void each_is_in_the_notebook_format_and_asks_for_the_java_kernel() {
    NOTEBOOKS.forEach(
        (name, notebook) -> {
          assertThat(notebook.get("nbformat").asInt()).as(name).isEqualTo(4);
          assertThat(notebook.get("nbformat_minor").asInt()).as(name).isEqualTo(5);
          JsonNode kernel = notebook.get("metadata").get("kernelspec");
          assertThat(kernel.get("name").asText()).as(name).isEqualTo("clientele-java");
          assertThat(kernel.get("language").asText()).as(name).isEqualTo("java");
        });
  }

  @Test
  void none_is_committed_with_what_it_printed() {
    cells("code")
        .forEach(
            cell -> {
              assertThat(cell.get("outputs")).as(cell.toString()).isEmpty();
              assertThat(cell.get("execution_count").isNull()).as(cell.toString()).isTrue();
              assertThat(cell.get("metadata")).as(cell.toString()).isEmpty();
            });
  }

  @Test
  void each_begins_with_its_question_then_opens_the_workbench_and_ends_with_what_to_do_next() {
    NOTEBOOKS.forEach(
        (name, notebook) -> {
          JsonNode cells = notebook.get("cells");
          String number = "# " + Integer.parseInt(name.substring(0, 2)) + " · ";
          assertThat(text(cells.get(0))).as(name).startsWith(number).contains("?");
          assertThat(text(cells.get(1))).as(name).contains("Workbench.open(");
          assertThat(text(cells.get(cells.size() - 1)))
              .as(name)
              .contains("## What to be careful about", "**Next:**");
        });
  }

  @Test
  void cells_are_short_have_names_of_their_own_and_know_no_machine() {
    List<String> ids = new ArrayList<>();
    NOTEBOOKS
        .values()
        .forEach(n -> n.get("cells").forEach(cell -> ids.add(cell.get("id").asText())));
    assertThat(ids).doesNotHaveDuplicates();
    Stream.concat(cells("code"), cells("markdown"))
        .forEach(cell -> assertThat(text(cell)).doesNotContainPattern(MACHINE));
    cells("code")
        .forEach(
            cell -> {
              List<String> lines = text(cell).lines().toList();
              assertThat(lines).hasSizeLessThanOrEqualTo(LONGEST_CELL);
              assertThat(lines).allMatch(line -> line.length() <= LONGEST_LINE);
            });
  }

  private static Stream<JsonNode> cells(String type) {
    List<JsonNode> cells = new ArrayList<>();
    NOTEBOOKS.values().forEach(notebook -> notebook.get("cells").forEach(cells::add));
    return cells.stream().filter(cell -> cell.get("cell_type").asText().equals(type));
  }

  private static String text(JsonNode cell) {
    StringBuilder text = new StringBuilder();
    cell.get("source").forEach(line -> text.append(line.asText()));
    return text.toString();
  }
}
