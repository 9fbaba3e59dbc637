package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.spine.Progress;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt leaves that ended before it was complete, and what the next one makes of it. */
class UnfinishedRunTest {
  private static final LocalDate AS_OF = PublicationTest.AS_OF;
  private static final String HEADER = PublicationTest.HEADER;

  @TempDir Path directory;

  @Test
  void a_run_killed_at_any_step_is_invisible_and_the_next_one_equals_a_clean_run(
      @TempDir Path clean) {
    Shop expected = PublicationTest.fill(new Shop(clean));
    expected.run();
    Shop shop = PublicationTest.fill(new Shop(directory));
    List<String> steps = List.of("check", "tables", "publish");
    for (String step : steps) {
      assertThatThrownBy(() -> shop.attempt("dead/1/1").run(AS_OF, killedAt(step)))
          .isInstanceOf(Killed.class);
      assertThat(shop.pointer().read().current()).isEmpty();
    }

    RunReport report = shop.run();

    assertThat(report.outcome()).isEqualTo(RunReport.Outcome.PUBLISHED);
    Snapshots.assertIdentical(expected, shop);
  }

  @Test
  void rows_of_an_unfinished_run_that_lost_its_process_are_cleared_away() {
    Shop shop = shop();
    shop.run();
    // As a kill leaves it: a lease, and rows in one table.
    shop.lines("a.csv", HEADER, "o1,c1,2024-06-01,99.00");
    assertThatThrownBy(() -> shop.run(AS_OF, killedAt("publish"))).isInstanceOf(Killed.class);
    String unfinished = shop.pointer().read().unfinished();
    assertThat(unfinished).isNotNull();
    assertThat(rows(shop, unfinished)).isPositive();

    shop.lines("a.csv", HEADER, "o1,c1,2024-06-01,98.00");
    shop.run();

    assertThat(rows(shop, unfinished)).isZero();
    assertThat(shop.pointer().read().unfinished()).isNull();
  }

  @Test
  void an_unfinished_run_is_not_forgotten_when_another_one_is_reinstated() throws Exception {
    Shop shop = shop();
    Path file = directory.resolve("lines/a.csv");
    var written = Files.getLastModifiedTime(file);
    String before = Files.readString(file);
    shop.run();
    String changed = before + "o9,c9,2024-08-01,5.00\n";
    Files.writeString(file, changed);
    var later = Files.getLastModifiedTime(file);
    assertThatThrownBy(() -> shop.run(AS_OF, killedAt("publish"))).isInstanceOf(Killed.class);
    Files.writeString(file, before);
    Files.setLastModifiedTime(file, written);
    assertThat(shop.run().outcome()).isEqualTo(RunReport.Outcome.UNCHANGED);

    Files.writeString(file, changed);
    Files.setLastModifiedTime(file, later);
    shop.run();

    assertThat(shop.table(io.clientele.table.CustomerTables.FEATURES).count()).isEqualTo(3);
    assertThat(shop.pointer().read().unfinished()).isNull();
  }

  @Test
  void rows_that_lie_in_the_folder_of_the_run_without_being_noted_are_not_doubled()
      throws Exception {
    Shop shop = shop();
    shop.run();
    String run = shop.pointer().read().current().get(AS_OF);
    long written = rows(shop, run);
    // A record that was lost, as one that an attempt without its lease never wrote.
    try (var files = Files.walk(directory.resolve("lake/_pointer"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }

    assertThat(shop.run().outcome()).isEqualTo(RunReport.Outcome.PUBLISHED);

    assertThat(shop.pointer().read().current().get(AS_OF)).isEqualTo(run);
    assertThat(rows(shop, run)).isEqualTo(written);
  }

  private Shop shop() {
    return PublicationTest.few(PublicationTest.fill(new Shop(directory)));
  }

  private static long rows(Shop shop, String run) {
    long rows = 0;
    for (TableSpec table : Tables.SNAPSHOTS) {
      if (!shop.lake().has(table)) {
        continue;
      }
      rows += shop.lake().read(table).filter("run_id = '" + run + "'").count();
    }
    return rows;
  }

  private static Progress killedAt(String step) {
    return name -> {
      if (name.equals(step)) {
        throw new Killed();
      }
    };
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
