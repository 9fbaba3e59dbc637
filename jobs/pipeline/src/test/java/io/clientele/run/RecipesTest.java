package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.config.BaseConfig;
import io.clientele.ingest.CheckedLines;
import io.clientele.ingest.CurrencyRates;
import io.clientele.ingest.LineClass;
import io.clientele.ingest.LineContract;
import io.clientele.ingest.LineMapping;
import io.clientele.ingest.MappingCheck;
import io.clientele.ingest.OpenedLines;
import io.clientele.ingest.OrderLine;
import io.clientele.spark.Workspace;
import io.clientele.support.SharedData;
import io.clientele.support.Sparks;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every recipe of docs/recipes.md, run over the lines that it shows. */
class RecipesTest {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+) ?(\\S*)$\n(.*?)^```$");
  private static final LocalDate AS_OF = LocalDate.of(2025, 6, 1);

  @TempDir Path directory;

  /** A section of the page: its files by name, its sources and the lines it gives. */
  private record Recipe(Map<String, String> files, String yaml, List<List<String>> table) {
    static Recipe of(String section) {
      Map<String, String> files = new LinkedHashMap<>();
      String yaml = "";
      Matcher fences = FENCE.matcher(section);
      while (fences.find()) {
        if (fences.group(1).equals("yaml")) {
          yaml = fences.group(3);
        } else {
          files.put(fences.group(2), fences.group(3));
        }
      }
      List<List<String>> table =
          section
              .lines()
              .filter(line -> line.startsWith("| "))
              .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).skip(1).toList())
              .toList();
      return new Recipe(files, yaml, table);
    }
  }

  @TestFactory
  Stream<DynamicTest> every_recipe_gives_the_lines_that_it_shows() throws IOException {
    String page = Files.readString(SharedData.home().resolve("docs/recipes.md"));
    List<String> sections = List.of(page.split("(?m)^## "));
    assertThat(sections).hasSizeGreaterThan(10);
    return sections.stream()
        .skip(1)
        .map(
            section ->
                DynamicTest.dynamicTest(
                    section.lines().findFirst().orElseThrow(), () -> check(Recipe.of(section))));
  }

  private void check(Recipe recipe) throws IOException {
    Path place = Files.createTempDirectory(directory, "recipe");
    for (Map.Entry<String, String> file : recipe.files().entrySet()) {
      Path path = place.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    assertThat(lines(Sparks.session(), recipe, place))
        .containsExactlyInAnyOrderElementsOf(recipe.table().subList(1, recipe.table().size()));
  }

  private static List<List<String>> lines(SparkSession spark, Recipe recipe, Path place) {
    BaseConfig config =
        BaseConfig.parse(
            "recipe.yaml",
            "base: recipe\ncurrency: EUR\nlake: none\nschemes: [abc]\ndata: "
                + place
                + "\n"
                + recipe.yaml(),
            List.of());
    MappingCheck.of(config);
    LineContract contract =
        new LineContract(
            LineMapping.of(config, OpenedLines.of(spark, config, Workspace.none()), AS_OF),
            new LineContract.ReferenceData(null, CurrencyRates.read(spark, config, AS_OF), null));
    List<List<String>> lines = new ArrayList<>();
    CheckedLines checked = new CheckedLines(contract);
    Iterator<OrderLine> ordered =
        checked
            .layout()
            .read(checked.sorted().map(InternalRow::copy).collect().iterator(), Integer.MAX_VALUE);
    while (ordered.hasNext()) {
      OrderLine line = ordered.next();
      assertThat(line.getLineClass()).isEqualTo(LineClass.ACCEPTED.code());
      Map<String, String> values =
          Map.of(
              "order_id", text(line.getOrder()),
              "customer_id", text(line.getCustomer()),
              "ordered_at", LocalDate.ofEpochDay(line.getDay()).toString(),
              "revenue", money(line.getRevenue()),
              "cost", money(line.getCost()));
      lines.add(recipe.table().get(0).stream().map(values::get).toList());
    }
    return lines;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String money(long units) {
    return BigDecimal.valueOf(units, 4).setScale(2).toPlainString();
  }
}
