package io.clientele.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.ingest.InputManifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that no editor writes on purpose, and settings that Spark would not survive. */
class HostileFilesTest {
  @TempDir Path directory;

  @Test
  void a_list_that_contains_itself_is_refused_with_its_line() {
    assertThatThrownBy(() -> YamlDocument.parse("x.yaml", "base: x\na: &a\n  b: *a\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "x.yaml:2: this list or mapping contains itself through an anchor (&name, *name).");
  }

  @Test
  void a_file_that_nests_thousands_deep_is_refused_with_its_line() {
    String deep = "base: x\na: " + "[".repeat(3000) + "]".repeat(3000);

    assertThatThrownBy(() -> YamlDocument.parse("x.yaml", deep))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("x.yaml:2: lists and mappings nest deeper than 100 levels");
    YamlValue.Mapping root = YamlDocument.parse("x.yaml", "base: x\n");
    assertThatThrownBy(() -> YamlDocument.override(root, "a=" + "[".repeat(3000)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--set a:1: lists and mappings nest deeper");
  }

  @Test
  void anchors_that_repeat_each_other_end_in_a_sentence_not_in_the_memory() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String before = "*a" + (i - 1);
      laughs.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ",
                      List.of(
                          before, before, before, before, before, before, before, before,
                          before))));
    }

    assertThatThrownBy(() -> YamlDocument.parse("x.yaml", laughs.toString()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("repeat each other to more than 1000000 values");
  }

  @Test
  void anchors_that_save_some_writing_are_welcome() {
    StringBuilder text = new StringBuilder("columns: &columns {a: b}\n");
    for (int i = 0; i < 60; i++) {
      text.append("part").append(i).append(": *columns\n");
    }

    assertThat(YamlDocument.parse("x.yaml", text.toString()).entries()).hasSize(61);
  }

  @Test
  void a_key_that_is_written_twice_is_named_where_it_is_written_again() {
    assertThatThrownBy(() -> YamlDocument.parse("x.yaml", "a: 1\nb: 2\na: 3\n"))
        .hasMessage("x.yaml:3: the key 'a' is written twice; keep one of them.");
  }

  @Test
  void a_value_that_is_no_yaml_is_not_shown_where_it_is_a_secret() {
    YamlValue.Mapping root = YamlDocument.parse("x.yaml", "base: x\n");

    assertThatThrownBy(() -> YamlDocument.override(root, "spark.hadoop.fs.s3a.secret.key=[k"))
        .hasMessageContaining("not a valid YAML value: ***")
        .message()
        .doesNotContain("[k");
  }

  @Test
  void another_encoding_is_named_with_its_line() throws Exception {
    Path latin =
        Files.write(
            directory.resolve("latin.yaml"),
            "base: x\n# für mich\n".getBytes(StandardCharsets.ISO_8859_1));
    Path wide =
        Files.write(directory.resolve("wide.yaml"), "base: x\n".getBytes(StandardCharsets.UTF_16));
    Path unmarked =
        Files.write(
            directory.resolve("unmarked.yaml"), "base: x\n".getBytes(StandardCharsets.UTF_16LE));

    assertThatThrownBy(() -> TextFile.read(latin))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            latin
                + ":2: the file is not written in UTF-8: the byte 0xFC follows '# f', as in Latin-1"
                + " or windows-1252. Save it as UTF-8.");
    assertThatThrownBy(() -> TextFile.read(wide)).hasMessageContaining("written in UTF-16");
    assertThatThrownBy(() -> TextFile.read(unmarked)).hasMessageContaining("written in UTF-16");
    assertThatThrownBy(() -> TextFile.read(directory.resolve("none.yaml")))
        .hasMessageContaining("cannot be read: there is no such file");
  }

  @Test
  void utf_8_is_read_with_and_without_its_mark() throws Exception {
    Path marked = Files.writeString(directory.resolve("marked.yaml"), "\uFEFFbase: für\n");

    assertThat(TextFile.read(marked)).isEqualTo("base: für\n");
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://key:secret@bucket/x, org.apache.hadoop:hadoop-aws:, -Ps3",
    "gs://bucket/x, org.apache.hadoop:hadoop-gcp:, -Pgcs",
    "abfss://c@a.dfs.core.windows.net/x, org.apache.hadoop:hadoop-azure:, -Pazure",
    "s3://bucket/x, write s3a://, instead",
    "foo://x/y, foo:// is no file system that is known here, expected a path",
    "foo:bar, lake: foo:bar, no place"
  })
  void a_file_system_that_does_not_ship_is_named_with_its_package(
      String location, String first, String second) {
    assertThatThrownBy(() -> FileSystems.of("lake", location, new Configuration()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("lake: ")
        .hasMessageContaining(first)
        .hasMessageContaining(second)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void settings_that_spark_would_not_take_are_told_before_it_starts() {
    String yaml =
        """
        base: shop
        currency: EUR
        lake: lake/shop
        sources:
          transactions:
            format: parquet
            path: lines
            columns: {order_id: o, customer_id: c, ordered_at: d, revenue: r}
        schemes: [abc]
        spark:
          spark.sql.shuffle.partitions: abc
          spark.executor.memory: lots
          spark.hadoop.anything: goes
          spark.sql.adaptive.enabled: "true"
        """;

    assertThatThrownBy(() -> BaseConfig.parse("x.yaml", yaml, List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("2 problems")
        .hasMessageContaining(
            "x.yaml:11: spark.sql.shuffle.partitions: Spark does not take the value 'abc'")
        .hasMessageContaining(
            "x.yaml:12: spark.executor.memory: Spark does not take the value 'lots'");
  }

  @Test
  void a_new_password_makes_no_new_run() {
    assertThat(manifest("s3a://key:one@bucket/lines/a.csv", 5))
        .isEqualTo(manifest("s3a://key:two@bucket/lines/a.csv", 5))
        .isNotEqualTo(manifest("s3a://key:one@bucket/lines/b.csv", 5))
        .isNotEqualTo(manifest("s3a://key:one@bucket/lines/a.csv", 6))
        .doesNotContain("one");
  }

  private static String manifest(String path, long size) {
    return new InputManifest("files", path, List.of(path + "|" + size)).fingerprint();
  }
}
