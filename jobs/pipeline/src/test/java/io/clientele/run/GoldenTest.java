package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.generate.Generator;
import io.clientele.generate.Recipe;
import io.clientele.support.Results;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.support.Sparks;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples give exactly the outputs in data-samples/golden, on every Spark version. After a
 * wanted change: {@code mvn test -pl jobs/pipeline -am -Dtest=GoldenTest -Dgolden.update=true
 * -Dsurefire.failIfNoSpecifiedTests=false}, then read the difference before committing it.
 */
class GoldenTest {
  private static final int SHOWN_ROWS = 300;

  @TempDir Path directory;

  @Test
  void the_samples_give_the_golden_outputs() throws Exception {
    Path golden = SharedData.home().resolve("data-samples/golden");
    Shop shop =
        new Shop(directory)
            .yaml(
                Files.readString(SharedData.home().resolve("conf/clientele.yaml"))
                    .replace("%", "%%"))
            .set("data=" + SharedData.home().resolve("data-samples"), "lake=" + directory)
            .compiled();
    shop.run();
    Snapshots.assertSound(shop);

    Map<String, String> actual = new TreeMap<>();
    for (TableSpec table : Tables.SNAPSHOTS) {
      if (shop.lake().has(table)) {
        actual.put(table.name() + ".csv", text(shop, table));
      }
    }

    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(golden);
      for (Map.Entry<String, String> file : actual.entrySet()) {
        Files.writeString(golden.resolve(file.getKey()), file.getValue());
      }
    }
    try (Stream<Path> files = Files.list(golden)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("golden files, none missing and no orphans")
          .containsExactlyInAnyOrderElementsOf(actual.keySet());
    }
    for (Map.Entry<String, String> file : actual.entrySet()) {
      assertThat(file.getValue().lines())
          .as(file.getKey())
          .containsExactlyElementsOf(Files.readAllLines(golden.resolve(file.getKey())));
    }
  }

  @Test
  void the_generator_gives_the_committed_samples() throws IOException {
    Path home = SharedData.home();
    Recipe recipe =
        new Recipe(42, 3_000, LocalDate.of(2023, 1, 1), LocalDate.of(2025, 1, 15), true);

    Generator generator = new Generator(recipe);
    generator.writeCsv(Sparks.session(), directory.resolve("samples/transactions").toString());
    generator.writeShop(
        Sparks.session(), ZoneId.of("UTC"), "csv", directory.resolve("samples").toString());

    for (String table : tables()) {
      try (Stream<Path> files = Files.list(home.resolve("data-samples").resolve(table))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
          assertThat(directory.resolve("samples").resolve(table).resolve(file.getFileName()))
              .hasSameTextualContentAs(file);
        }
      }
    }
    assertThat(directory.resolve("samples/truth.csv"))
        .hasSameTextualContentAs(home.resolve("data-samples/truth.csv"));
  }

  @Test
  void a_shop_in_typed_files_has_the_rows_of_its_texts() {
    Recipe recipe = new Recipe(7, 200, LocalDate.of(2023, 1, 1), LocalDate.of(2025, 1, 15), false);
    Generator generator = new Generator(recipe);
    generator.writeShop(
        Sparks.session(), ZoneId.of("UTC"), "csv", directory.resolve("texts").toString());
    generator.writeShop(
        Sparks.session(), ZoneId.of("UTC"), "parquet", directory.resolve("typed").toString());

    for (String table : Generator.tables()) {
      Dataset<Row> typed =
          Sparks.session(ZoneId.of("UTC"))
              .read()
              .parquet(directory.resolve("typed").resolve(table).toString());
      Dataset<Row> texts =
          Sparks.session(ZoneId.of("UTC"))
              .read()
              .option("header", "true")
              .schema(typed.schema())
              .csv(directory.resolve("texts").resolve(table).toString());
      assertThat(typed.count()).as(table).isPositive();
      assertThat(typed.exceptAll(texts).union(texts.exceptAll(typed)).count()).as(table).isZero();
    }
  }

  private static List<String> tables() {
    List<String> tables = new ArrayList<>(Generator.tables());
    tables.add("transactions");
    return tables;
  }

  private static String text(Results shop, TableSpec table) throws Exception {
    Dataset<Row> rows = Snapshots.business(shop.table(table));
    List<String> lines = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(cell(row.getString(i)));
      }
      lines.add(String.join(",", cells));
    }
    lines.sort(null);
    StringBuilder text = new StringBuilder(String.join(",", rows.columns())).append('\n');
    boolean shortened =
        table.equals(CustomerTables.FEATURES) || table.equals(ExplanationTables.SEGMENT_OUTLOOK);
    (shortened ? lines.subList(0, SHOWN_ROWS) : lines)
        .forEach(line -> text.append(line).append('\n'));
    if (shortened) {
      String all =
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
      text.append("# the first ")
          .append(SHOWN_ROWS)
          .append(" of ")
          .append(lines.size())
          .append(" rows; SHA-256 of all: ")
          .append(all)
          .append('\n');
    }
    return text.toString();
  }

  private static String cell(String value) {
    return value.matches("(?s).*[\",\n].*") ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
  }
}
