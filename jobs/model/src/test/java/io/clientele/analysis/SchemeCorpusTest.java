package io.clientele.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.scheme.LoneScheme;
import io.clientele.scheme.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schemes broken in every way, and sound ones, with what the compiler prints of them. After a
 * wanted change: {@code mvn test -pl jobs/model -Dtest=SchemeCorpusTest -Dgolden.update=true}, then
 * read the difference before committing it.
 */
class SchemeCorpusTest {
  private static final Path HOME =
      Path.of(System.getProperty("clientele.home", "../..")).toAbsolutePath();

  private static final Path CORPUS = HOME.resolve("jobs/model/src/test/resources/schemes");

  static Stream<String> names() throws IOException {
    return files(".yaml").stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_scheme_gives_the_findings_beside_it(String name) throws IOException {
    List<String> lines = AnalysisText.lines(proof(name));
    Path golden = CORPUS.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.write(golden, lines);
    }

    assertThat(lines).containsExactlyElementsOf(Files.readAllLines(golden));
  }

  @Test
  void every_golden_file_has_its_scheme() throws IOException {
    assertThat(files(".yaml")).hasSizeGreaterThan(40);
    assertThat(files(".txt")).containsExactlyElementsOf(files(".yaml"));
  }

  /** The name of a file says what is to be found in it. */
  @ParameterizedTest
  @MethodSource("names")
  void a_scheme_is_what_its_name_says(String name) {
    List<Finding> findings = proof(name).findings();
    if (name.startsWith("sound_") || name.startsWith("ranked_")) {
      assertThat(findings).allMatch(finding -> finding.severity() == Severity.NOTE);
      return;
    }
    for (Finding.Kind kind : Finding.Kind.values()) {
      if (name.startsWith(kind.name().toLowerCase(java.util.Locale.ROOT))) {
        assertThat(findings).extracting(Finding::kind).contains(kind);
      }
    }
  }

  static Stream<String> shipped() throws IOException {
    return files(HOME.resolve("conf/schemes"), ".yaml").stream();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void the_shipped_schemes_have_nothing_to_mend(String name) {
    Scheme scheme = LoneScheme.read(HOME.resolve("conf/schemes/" + name + ".yaml"));

    assertThat(SchemeAnalysis.of(scheme).findings())
        .allMatch(finding -> finding.severity() == Severity.NOTE);
  }

  static SchemeAnalysis proof(String name) {
    return SchemeAnalysis.of(LoneScheme.read(CORPUS.resolve(name + ".yaml")));
  }

  private static List<String> files(String ending) throws IOException {
    return files(CORPUS, ending);
  }

  private static List<String> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ending))
          .map(file -> file.substring(0, file.length() - ending.length()))
          .sorted()
          .toList();
    }
  }
}
