package io.clientele.lake;

import static io.clientele.support.ToyLake.EDGES;
import static io.clientele.support.ToyLake.FIRST;
import static io.clientele.support.ToyLake.ROWS;
import static io.clientele.support.ToyLake.SECOND;
import static io.clientele.support.ToyLake.STATISTICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.ConflictException;
import io.clientele.run.Owner;
import io.clientele.support.FaultyFileSystem;
import io.clientele.support.Folders;
import io.clientele.support.ToyLake;
import io.clientele.table.LedgerTables;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that die while they publish, that meet, or that may not write. */
class KilledTest {
  /** The lease, the new table, the attempt, two tables, the ledger, the pointer, the attempt. */
  private static final int COMMITS = 8;

  private static final int FLIP = 7;

  @TempDir static Path shared;
  @TempDir Path directory;

  @BeforeAll
  static void publish_one_date() {
    FaultyFileSystem.install();
    toy(shared).publish("test/1/1", FIRST, STATISTICS);
  }

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_process_that_dies_before_a_commit_leaves_the_last_good_run_and_is_cleared_away(
      int commit) {
    ToyLake toy = toy(Folders.copy(shared, directory.resolve("lake")));
    FaultyFileSystem.dieBeforeCommit(commit);
    try {
      toy.publish("dead/1/1", SECOND, STATISTICS, EDGES);
    } catch (Exception e) {
      // What a dead process would have said is heard by nobody.
      assertThat(e).hasStackTraceContaining("the process is dead");
    }
    assertThat(FaultyFileSystem.isDead()).isTrue();
    FaultyFileSystem.heal();
    DeltaLog.clearCache();

    boolean published = commit > FLIP;
    assertThat(toy.pointer().read().current().keySet())
        .isEqualTo(published ? java.util.Set.of(FIRST, SECOND) : java.util.Set.of(FIRST));
    assertThat(rows(toy, STATISTICS, ToyLake.run(FIRST))).isEqualTo(ROWS);
    if (published) {
      assertThat(rows(toy, STATISTICS, ToyLake.run(SECOND))).isEqualTo(ROWS);
    }

    Pointer.State seen = toy.pointer().read();
    toy.publish(
        "test/2/2",
        published ? seen.doubting(ToyLake.run(SECOND)) : seen,
        SECOND,
        STATISTICS,
        EDGES);

    assertThat(rows(toy, STATISTICS, ToyLake.run(FIRST))).isEqualTo(ROWS);
    assertThat(rows(toy, STATISTICS, ToyLake.run(SECOND))).isEqualTo(ROWS);
    assertThat(rows(toy, EDGES, ToyLake.run(SECOND))).isEqualTo(ROWS);
    assertThat(toy.lake().read(LedgerTables.RUNS).count()).isEqualTo(2);
    assertThat(toy.pointer().read().unfinished()).isNull();
  }

  @Test
  void what_a_process_kept_aside_goes_when_it_is_known_to_be_gone() throws Exception {
    ToyLake toy = toy(directory.resolve("lake"));
    Path staging = directory.resolve("lake/_staging");
    List<String> attempts = List.of("a-host/1/1", "a-host/2/2", "a-host/2/2-lines", "other");
    for (String attempt : attempts) {
      String name = new org.apache.hadoop.fs.Path(toy.lake().staging(attempt)).getName();
      Files.createDirectories(staging.resolve(name).resolve("lines"));
    }

    toy.lake().dropStagingOf(attempt -> attempt.equals("a-host/2/2"));

    try (Stream<Path> left = Files.list(staging)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("a-host+1+1", "other");
    }
  }

  @Test
  void there_is_no_other_commit_to_die_before() {
    ToyLake toy = toy(Folders.copy(shared, directory.resolve("lake")));
    FaultyFileSystem.dieBeforeCommit(COMMITS + 1);

    toy.publish("test/1/1", SECOND, STATISTICS, EDGES);

    assertThat(FaultyFileSystem.isDead()).isFalse();
  }

  @Test
  void a_lake_that_cannot_be_written_is_read_and_refuses_runs() {
    ToyLake toy = toy(shared);
    FaultyFileSystem.makeReadOnly();

    assertThat(toy.count("SELECT count(*) FROM base_statistics")).isEqualTo(ROWS);
    assertThatThrownBy(() -> toy.lake().prepare("test/1/1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("Permission denied");
  }

  @Test
  void of_two_that_publish_at_once_one_wins_and_nothing_is_doubled() {
    ToyLake toy = toy(Folders.copy(shared, directory.resolve("lake")));
    Pointer.State seen = toy.pointer().read();
    try (Publication first = toy.begin("test/1/1", seen, SECOND, STATISTICS)) {
      first.write(List.of(new TableRows(STATISTICS, ToyLake.rows(STATISTICS), ROWS)), Map.of());

      for (Pointer.State other : List.of(seen, toy.pointer().read())) {
        assertThatThrownBy(() -> toy.publish("test/2/2", other, SECOND, STATISTICS))
            .isInstanceOf(ConflictException.class);
      }
      ToyLake.complete(first);
    }

    assertThat(rows(toy, STATISTICS, ToyLake.run(SECOND))).isEqualTo(ROWS);
    assertThat(toy.lake().read(LedgerTables.RUNS).count()).isEqualTo(2);
  }

  @Test
  void the_lease_of_a_killed_process_is_void_and_its_rows_are_cleared_away() throws Exception {
    Path lake = Folders.copy(shared, directory.resolve("lake"));
    Path marker = directory.resolve("marker");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Dlog4j2"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:TieredStopAtLevel=1",
            "-Dclientele.log=" + directory.resolve("child.log"),
            "-Dtest.warehouse=" + directory.resolve("warehouse"),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Endless.class.getName(),
            lake.toString(),
            marker.toString()));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("child.out").toFile())
            .start();
    while (child.isAlive() && !Files.exists(marker)) {
      Thread.sleep(50);
    }
    assertThat(marker).as("the child began to write").exists();
    child.destroyForcibly();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();

    ToyLake toy = new ToyLake(lake.toString(), Owner.ofThisProcess()::isGone);
    assertThat(toy.pointer().read().owner()).contains("/" + child.pid() + "/");
    assertThat(rows(toy, STATISTICS, ToyLake.run(FIRST))).isEqualTo(ROWS);
    toy.publish("test/2/2", SECOND, STATISTICS);

    assertThat(rows(toy, STATISTICS, ToyLake.run(SECOND))).isEqualTo(ROWS);
  }

  /** A process that takes the lease, writes a table and never completes. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws Exception {
      ToyLake toy = new ToyLake(arguments[0]);
      Publication publication =
          toy.begin(Owner.ofThisProcess().text(), toy.pointer().read(), SECOND, STATISTICS);
      publication.write(
          List.of(new TableRows(STATISTICS, ToyLake.rows(STATISTICS), ROWS)), Map.of());
      Files.createFile(Path.of(arguments[1]));
      Thread.sleep(TimeUnit.MINUTES.toMillis(5));
    }
  }

  /**
   * The rows of a run as Delta's log counts them; all rows where the table has no run's folders.
   */
  private static long rows(ToyLake toy, TableSpec table, String run) {
    TableLog log = toy.lake().requireSound(table);
    return log.files("toy", List.of(run)).get(run).rows().getAsLong();
  }

  private static ToyLake toy(Path lake) {
    return new ToyLake(FaultyFileSystem.location(lake));
  }
}
