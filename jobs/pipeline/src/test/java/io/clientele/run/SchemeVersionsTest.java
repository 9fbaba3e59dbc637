package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.explain.Explainer;
import io.clientele.failure.ConfigurationException;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.output.SegmentSummaries;
import io.clientele.support.Shop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name and a version stand for one definition, for ever. */
class SchemeVersionsTest {
  private static final String SCHEME =
      """
      # who buys often
      scheme: often
      version: %d
      parameters: {often: 2}
      segments:
        - {name: frequent, when: "frequency >= %s", rank: 2}
      otherwise: {name: rare, rank: 1}
      """;

  @TempDir Path directory;

  @Test
  void a_definition_changed_without_a_new_version_is_refused_before_anything_is_computed() {
    Shop shop = shop(1, "${often}");
    shop.run();

    scheme(shop, 1, "3");

    assertThatThrownBy(shop::run)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("often.yaml: version 1 of scheme often was published to")
        .hasMessageContaining("    - segment frequent when: frequency >= ${often}\n")
        .hasMessageContaining("    + segment frequent when: frequency >= 3\n")
        .hasMessageContaining("Set version: 2 in the file")
        .hasMessageContaining("parameters.often");
    assertThat(directory.resolve("lake/_staging")).isEmptyDirectory();
  }

  @Test
  void a_new_version_runs_and_the_old_run_keeps_its_own_definition() {
    Shop shop = shop(1, "${often}");
    LocalDate before = LocalDate.of(2024, 12, 1);
    shop.run(before);

    scheme(shop, 2, "3");
    shop.run();

    Explainer explainer = new Explainer(shop.lake(), "shop", shop.pointer().read());
    assertThat(explainer.explain("c1", before, "often").schemes().get(0).rule())
        .isEqualTo("frequency >= 2");
    assertThat(explainer.explain("c1", null, "often").schemes().get(0).segment()).isEqualTo("rare");
    scheme(shop, 1, "4");
    assertThatThrownBy(shop::run).hasMessageContaining("Set version: 3 in the file");
  }

  @Test
  void comments_and_parameters_laid_over_the_file_are_no_new_definition() throws Exception {
    Shop shop = shop(1, "${often}");
    RunReport first = shop.run();
    assertThat(shop.run().outcome()).isEqualTo(RunReport.Outcome.UNCHANGED);
    Path file = directory.resolve("schemes/often.yaml");
    Files.writeString(file, "# another remark\n" + Files.readString(file));

    assertThat(shop.run().outcome()).isEqualTo(RunReport.Outcome.UNCHANGED);
    RunReport local = shop.set("parameters.often.often=3").run();

    assertThat(local.runId()).isNotEqualTo(first.runId());
    assertThat(local.notes()).contains("often v1 with often = 3");
    assertThat(first.notes()).noneMatch(note -> note.contains("often v1"));
  }

  @Test
  void a_registry_of_a_newer_format_is_not_guessed_at() throws Exception {
    Shop shop = shop(1, "${often}");
    shop.run();
    Path file = directory.resolve("lake/_registry/shop/schemes/often/1.json");
    Files.writeString(
        file, Files.readString(file).replace("\"format_version\":1", "\"format_version\":99"));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));

    assertThatThrownBy(shop::run)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("was written in format 99")
        .hasMessageContaining("Use the newer release");
  }

  private Shop shop(int version, String often) {
    Shop shop =
        new Shop(directory)
            .set("schemes=[often]")
            .only(
                new CustomerFeatures(),
                new CustomerSegments(),
                new SegmentSummaries(),
                new SchemeDefinitions(),
                new ScoreReferenceOutput())
            .lines(
                "a.csv",
                "order_id,customer_id,day,amount",
                "o1,c1,2024-06-01,10.00",
                "o2,c1,2024-06-02,10.00",
                "o3,c2,2024-06-03,10.00");
    scheme(shop, version, often);
    return shop;
  }

  private static void scheme(Shop shop, int version, String often) {
    shop.file("schemes/often.yaml", SCHEME.formatted(version, often));
  }
}
