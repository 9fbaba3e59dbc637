package io.clientele.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made from the declarations of keys: the reference, and the schemas of the files. */
class DeclaredDocumentsTest {
  private static final Path HOME = Path.of(System.getProperty("clientele.home"));

  @ParameterizedTest
  @CsvSource({
    "tables, docs/tables.md",
    "keys, docs/keys.md",
    "configuration, conf/schema/configuration.json",
    "scheme, conf/schema/scheme.json"
  })
  void the_committed_document_is_the_generated_one(String what, String file) throws IOException {
    assertThat(Files.readString(HOME.resolve(file)))
        .as("run: bin/clientele docs " + what + " > " + file)
        .isEqualTo(CommandLineTest.execute("docs", what).out());
  }

  @Test
  void every_file_that_ships_names_its_schema_and_keeps_it() {
    List<Path> files = new ArrayList<>(List.of(HOME.resolve("conf/clientele.yaml")));
    files.addAll(yaml("conf/examples"));
    files.addAll(yaml("conf/schemes"));

    for (Path file : files) {
      String text = read(file);
      String named = text.lines().findFirst().orElse("");
      assertThat(named).as(file.toString()).startsWith("# yaml-language-server: $schema=");
      Path schema = file.resolveSibling(named.substring(named.indexOf('=') + 1)).normalize();
      assertThat(mistakes(schema, text)).as(file.toString()).isEmpty();
    }
    assertThat(files).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "base: shop                     | bas: shop",
        "currency: EUR                  | currency: euro",
        "money_scale: 2                 | money_scale: 9",
        "as_of: 2025-01-31              | as_of: 31.01.2025",
        "format: parquet                | format: xlsx",
        "revenue: r                     | revenues: r",
        "{max_quarantined_share: 0.01}  | {max_quarantined_share: 5}",
        "{days: 30}                     | {days: soon}",
        "{seeds: 3, k: {from: 2, to: 5}} | {seeds: many, k: {from: 2, to: 5}}",
        "{windows_days: [365, 30]}      | {windows_days: [365, month]}"
      })
  void a_mistake_is_marked(String right, String wrong) {
    String text =
        """
        base: shop
        currency: EUR
        money_scale: 2
        as_of: 2025-01-31
        lake: lake
        sources:
          transactions:
            format: parquet
            path: lines
            columns: {order_id: o, customer_id: c, ordered_at: d, revenue: r}
        gates: {max_quarantined_share: 0.01}
        outlook: {days: 30}
        clusters: {seeds: 3, k: {from: 2, to: 5}}
        features: {windows_days: [365, 30]}
        schemes: [abc]
        """;
    Path schema = HOME.resolve("conf/schema/configuration.json");

    assertThat(mistakes(schema, text)).isEmpty();
    assertThat(text).contains(right);
    assertThat(mistakes(schema, text.replace(right, wrong))).isNotEmpty();
  }

  private static List<Error> mistakes(Path schema, String yaml) {
    Schema read =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(read(schema));
    return read.validate(yaml, InputFormat.YAML);
  }

  private static List<Path> yaml(String folder) {
    try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
