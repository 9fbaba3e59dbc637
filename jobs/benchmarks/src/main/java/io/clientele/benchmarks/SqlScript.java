package io.clientele.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Statements that ship beside the classes, with what stands for files and the date filled in. */
final class SqlScript {
  private SqlScript() {}

  /**
   * The statements of a script, in their order.
   *
   * @throws IOException if there is no such script
   */
  static List<String> statements(String script, Path input, Path output, LocalDate asOf)
      throws IOException {
    String text;
    try (InputStream resource = SqlScript.class.getResourceAsStream(script)) {
      if (resource == null) {
        throw new IOException("There is no resource " + script + " beside " + SqlScript.class);
      }
      text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
    String filled =
        text.replaceAll("(?m)^--.*\n", "")
            .replace("${input}", input.toString())
            .replace("${output}", output.toString())
            .replace("${as_of}", asOf.toString());
    List<String> statements = new ArrayList<>();
    for (String sql : filled.split(";\\s*(\n|$)", 0)) {
      if (!sql.isBlank()) {
        statements.add(sql.strip());
      }
    }
    return statements;
  }
}
