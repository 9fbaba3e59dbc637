package io.clientele.lake;

import static io.clientele.support.ToyLake.EDGES;
import static io.clientele.support.ToyLake.FIRST;
import static io.clientele.support.ToyLake.ROWS;
import static io.clientele.support.ToyLake.SECOND;
import static io.clientele.support.ToyLake.STATISTICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clientele.failure.ClienteleException;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.run.Failures;
import io.clientele.support.Folders;
import io.clientele.support.Sparks;
import io.clientele.support.ToyLake;
import io.clientele.table.LedgerTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers and publishers say of a lake that somebody damaged. */
class DamageTest {
  private static final String COUNT_STATISTICS = "SELECT count(*) FROM base_statistics";
  private static final String COUNT_EDGES = "SELECT count(*) FROM score_edges";

  @TempDir static Path shared;
  @TempDir Path directory;

  private Path lake;
  private ToyLake toy;

  @BeforeAll
  static void publish_two_dates() {
    ToyLake sound = new ToyLake(shared.resolve("lake").toString());
    sound.publish("test/1/1", FIRST, STATISTICS, EDGES);
    sound.publish("test/1/1", SECOND, STATISTICS, EDGES);
  }

  @BeforeEach
  void copy_the_lake() {
    lake = Folders.copy(shared.resolve("lake"), directory.resolve("lake"));
    toy = new ToyLake(lake.toString());
  }

  @Test
  void a_sound_lake_answers_and_knows_how_many_rows_every_table_has() {
    assertThat(toy.count(COUNT_STATISTICS)).isEqualTo(2 * ROWS);
    assertThat(toy.count("SELECT count(*) FROM current_score_edges")).isEqualTo(ROWS);
    Map<String, Long> manifest = toy.query("SELECT manifest FROM runs").get(0).getJavaMap(0);
    assertThat(manifest).isEqualTo(Map.of("base_statistics", 3L, "score_edges", 3L));
    assertThat(toy.query("SELECT DISTINCT currency FROM runs").get(0).getString(0))
        .isEqualTo("EUR");
    assertThat(new Inspection(toy.lake(), "toy").damage(SECOND, ToyLake.run(SECOND))).isEmpty();
  }

  @Test
  void a_table_whose_folder_was_deleted_is_no_empty_table() {
    Folders.delete(lake.resolve("base_statistics"));

    assertRefused(
        COUNT_STATISTICS, "table base_statistics is gone", "run-2024-01-01", "2024-01-01");
    assertThat(toy.count(COUNT_EDGES)).isEqualTo(2 * ROWS);
    assertThat(toy.count("SELECT 1L")).isEqualTo(1);
    assertThatThrownBy(() -> new LakeViews(toy.lake(), "toy").run(STATISTICS, ToyLake.run(SECOND)))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("Run that date again with the same --config");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "short"})
  void a_data_file_that_is_gone_or_cut_off_spoils_its_own_date_only(String how) throws IOException {
    Path file = Folders.find(lake, ".*base_statistics/.*as_of=2024-01-01.*/part-[^/]*parquet");
    if (how.equals("gone")) {
      Files.delete(file);
    } else {
      Folders.cut(file, 100);
    }

    assertThat(toy.count("SELECT count(*) FROM current_base_statistics")).isEqualTo(ROWS);
    assertThat(toy.count(COUNT_STATISTICS + " WHERE as_of = DATE'2025-01-01'")).isEqualTo(ROWS);
    assertThat(toy.count(COUNT_STATISTICS + " WHERE run_id = 'run-2025-01-01'")).isEqualTo(ROWS);
    assertThat(toy.count(COUNT_EDGES)).isEqualTo(2 * ROWS);
    assertRefused(COUNT_STATISTICS, "table base_statistics", "run-2024-01-01 as of 2024-01-01");
    assertRefused("SELECT name FROM base_statistics", file.getFileName().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "cut, is cut off or garbled",
    "empty, is empty",
    "without its last line, names 0 of 1 files",
  })
  void a_commit_that_was_cut_off_is_named(String how, String problem) {
    Path commit = lake.resolve("base_statistics/_delta_log/00000000000000000002.json");
    damage(commit, how);

    assertRefused(
        COUNT_STATISTICS,
        "table base_statistics",
        commit.getFileName() + " of its log",
        problem,
        "move it away");
    assertThat(toy.count(COUNT_EDGES)).isEqualTo(2 * ROWS);
    // Nothing is written on top of it.
    assertThatThrownBy(() -> toy.publish("test/1/1", SECOND, STATISTICS, EDGES))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(problem);
  }

  private static void damage(Path commit, String how) {
    try {
      String text = Files.readString(commit);
      Folders.cut(
          commit,
          switch (how) {
            case "cut" -> text.length() - 10;
            case "empty" -> 0;
            default -> text.strip().lastIndexOf('\n') + 1;
          });
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_last_commit_that_is_gone_spoils_the_date_that_it_wrote() throws IOException {
    Files.delete(lake.resolve("base_statistics/_delta_log/00000000000000000002.json"));

    assertRefused("SELECT * FROM current_base_statistics", "has 0 of 3 rows", "2025-01-01");
    assertThat(toy.count(COUNT_STATISTICS + " WHERE as_of = DATE'2024-01-01'")).isEqualTo(ROWS);
  }

  @Test
  void a_log_with_a_gap_and_a_folder_without_a_log_are_named() throws IOException {
    Files.delete(lake.resolve("base_statistics/_delta_log/00000000000000000001.json"));
    Folders.delete(lake.resolve("score_edges/_delta_log"));

    assertRefused(COUNT_STATISTICS, "table base_statistics", "its log cannot be read");
    assertRefused(COUNT_EDGES, "table score_edges is gone");
    assertThatThrownBy(() -> toy.publish("test/1/1", SECOND, EDGES))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("score_edges")
        .hasMessageContaining("files but no log")
        .hasMessageContaining("move it away");
  }

  @Test
  void a_damaged_checkpoint_is_blamed_on_its_table() {
    DeltaLog.forTable(Sparks.session(), lake.resolve("score_edges").toString()).checkpoint();
    Path checkpoint = Folders.find(lake, ".*score_edges/_delta_log/[^/.][^/]*checkpoint.*parquet");
    Folders.cut(checkpoint, 60);
    DeltaLog.clearCache();

    assertRefused("SELECT * FROM score_edges", "table score_edges", "_delta_log");
    assertThat(toy.count(COUNT_STATISTICS)).isEqualTo(2 * ROWS);
  }

  @Test
  void without_the_ledger_nothing_can_be_judged() {
    Folders.delete(lake.resolve("runs"));

    assertRefused("SELECT 1", "table runs is gone", "base 'toy'", "run each date again");
    assertThat(new Inspection(toy.lake(), "toy").damage(SECOND, ToyLake.run(SECOND)))
        .singleElement()
        .asString()
        .contains("table runs is gone");
  }

  @Test
  void a_lake_without_its_attempts_answers_other_queries() {
    Folders.delete(lake.resolve("run_attempts"));

    assertRefused("SELECT * FROM run_attempts", "table run_attempts is gone");
    assertThat(toy.count(COUNT_EDGES)).isEqualTo(2 * ROWS);
    assertThat(new Inspection(toy.lake(), "toy").damage(SECOND, ToyLake.run(SECOND))).hasSize(1);
  }

  @Test
  void a_run_that_lacks_something_is_published_anew_and_other_dates_stay() throws IOException {
    Folders.delete(lake.resolve("score_edges"));
    Files.delete(Folders.find(lake, ".*base_statistics/.*as_of=2025-01-01.*/part-[^/]*parquet"));
    assertThat(new Inspection(toy.lake(), "toy").damage(SECOND, ToyLake.run(SECOND))).hasSize(2);

    toy.publish(
        "test/1/1", toy.pointer().read().doubting(ToyLake.run(SECOND)), SECOND, STATISTICS, EDGES);

    assertThat(toy.count("SELECT count(*) FROM current_score_edges")).isEqualTo(ROWS);
    assertThat(toy.count(COUNT_STATISTICS)).isEqualTo(2 * ROWS);
    assertThat(toy.count("SELECT count(*) FROM runs")).isEqualTo(2);
    assertThat(toy.pointer().read().unfinished()).isNull();
    // The older date of the table that was deleted is lost until it is run again.
    assertRefused(COUNT_EDGES, "has 0 of 3 rows", "2024-01-01");
  }

  @Test
  void a_repair_that_died_is_no_reason_to_remove_the_run_when_another_date_is_published() {
    Pointer.State seen = toy.pointer().read();
    toy.pointer().acquire(seen, "dead/1/1", ToyLake.run(FIRST));

    toy.publish("test/1/1", SECOND, STATISTICS, EDGES);

    assertThat(toy.count(COUNT_STATISTICS)).isEqualTo(2 * ROWS);
    assertThat(toy.pointer().read().unfinished()).isEqualTo(ToyLake.run(FIRST));
  }

  @Test
  void a_damaged_pointer_is_named_and_removing_it_brings_the_record_before_it_back()
      throws IOException {
    Path newest = lake.resolve("_pointer/toy/00000000000000000004.json");
    String sound = Files.readString(newest);
    for (String damaged :
        List.of(
            "",
            sound.substring(0, sound.length() / 2),
            "[1]",
            "null",
            sound.replace("\"epoch\":4", "\"epoch\":\"four\""),
            sound.replace("\"epoch\":4", "\"epoch\":3"),
            sound.replace("\"current\"", "\"other\""),
            sound.replace("2024-01-01\":", "yesterday\":"),
            sound.replace("\"run-2024-01-01\"", "7"),
            sound.replace("\"lease_until\":null", "\"lease_until\":\"soon\""))) {
      overwrite(newest, damaged);

      assertThatThrownBy(() -> toy.pointer().read())
          .as(damaged)
          .isInstanceOf(DataRefusedException.class)
          .hasMessageContaining(newest.toString())
          .hasMessageContaining("is damaged")
          .hasMessageContaining(
              "remove it: the record before it counts then (" + "00000000000000000003.json");
    }
    Files.delete(newest);
    assertThat(toy.pointer().read().current()).containsOnlyKeys(FIRST);
  }

  private static void overwrite(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  @Test
  void a_damaged_file_of_the_registry_is_named() throws IOException {
    Path file = lake.resolve("_registry/toy/schemes/abc/1.json");
    Files.createDirectories(file.getParent());
    Registry registry = new Registry(Sparks.session(), toy.lake(), "toy");
    Consumer<String> check =
        text -> {
          try {
            Files.writeString(file, text);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          registry.check(List.of(new Registry.Version("abc", 1, "abc.yaml", List.of("a"))));
        };

    for (String text : List.of("", "{\"format_version\": 1, \"defin", "{}", "[]")) {
      assertThatThrownBy(() -> check.accept(text))
          .as(text)
          .isInstanceOf(DataRefusedException.class)
          .hasMessageContaining("abc/1.json is damaged")
          .hasMessageContaining("move it away");
    }
  }

  @Test
  void a_base_has_one_currency_for_readers_and_for_runs() {
    assertThatThrownBy(() -> toy.pointer("USD").read())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("currency: USD is configured")
        .hasMessageContaining("base 'toy'")
        .hasMessageContaining("in EUR")
        .hasMessageContaining("set currency: EUR");
  }

  @Test
  void a_currency_counts_as_soon_as_something_is_published_and_not_before() {
    ToyLake fresh = new ToyLake(directory.resolve("fresh").toString());
    Pointer dollars = fresh.pointer("USD");
    Pointer euros = fresh.pointer("EUR");
    dollars.release(dollars.acquire(dollars.read(), "test/1/1", "run-1"));

    Pointer.State mine = euros.acquire(euros.read(), "test/1/1", "run-2");
    euros.flip(mine, FIRST, "run-2", null);

    assertThat(euros.read().currency()).isEqualTo("EUR");
    assertThatThrownBy(dollars::read).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void the_lake_names_the_bases_that_it_has() {
    assertThatThrownBy(() -> new LakeViews(toy.lake(), "unknown").register(Pointer.State.none()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no complete run of base 'unknown'")
        .hasMessageContaining("toy");
    assertThat(LedgerTables.RUNS.columnNames()).contains("currency");
  }

  /** Fails in one sentence or two, as the command prints it, with the exit code for data. */
  private void assertRefused(String query, String... parts) {
    Throwable failure = catchThrowable(() -> toy.query(query));
    assertThat(failure).as(query).isNotNull();
    RuntimeException told = Failures.translate((Exception) failure);
    assertThat(told).isInstanceOf(DataRefusedException.class).hasMessageContainingAll(parts);
    assertThat(((ClienteleException) told).exitCode()).isEqualTo(3);
    assertThat(told.getMessage()).doesNotContain("\n").doesNotContain("sources.transactions");
  }
}
