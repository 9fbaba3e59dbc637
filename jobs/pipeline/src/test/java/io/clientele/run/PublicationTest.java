package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.ConflictException;
import io.clientele.failure.DataRefusedException;
import io.clientele.lake.LakeViews;
import io.clientele.lake.Pointer;
import io.clientele.lake.Publication;
import io.clientele.output.Concentrations;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.Reconciliation;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.SegmentOutlook;
import io.clientele.output.SegmentSummaries;
import io.clientele.spine.Inputs;
import io.clientele.support.Folders;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.support.Sparks;
import io.clientele.support.ToyLake;
import io.clientele.table.ClusterTables;
import io.clientele.table.ColumnSpec;
import io.clientele.table.LeadTables;
import io.clientele.table.LedgerTables;
import io.clientele.table.OrderLinesTable;
import io.clientele.table.ProfitTables;
import io.clientele.table.SummaryTables;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
  static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);
  static final String HEADER = "order_id,customer_id,day,amount";

  private static final List<TableSpec> WITH_MORE_SOURCES =
      Stream.concat(
              Stream.of(
                  LeadTables.SEGMENTS,
                  OrderLinesTable.SPEC,
                  ProfitTables.RECEIVABLE_SUMMARY,
                  ProfitTables.ACQUISITION_QUALITY,
                  ProfitTables.EXIT_CANDIDATES,
                  ProfitTables.CUSTOMER_REASONS,
                  ProfitTables.SEGMENT_REASONS),
              ClusterTables.ALL.stream())
          .toList();

  @TempDir Path directory;

  @Test
  void the_same_run_again_commits_nothing() throws IOException {
    Shop shop = shop();
    RunReport first = shop.run();
    shop.file("lake/_refused/other/attempt/_SUCCESS", "");
    long files = files();
    // An attempt between the two was refused by a gate: what it kept is of no use any more.
    shop.file("lake/_refused/shop/attempt/_SUCCESS", "");
    // A file that was touched and one that is no data change nothing.
    Files.setLastModifiedTime(directory.resolve("lines/a.csv"), FileTime.fromMillis(0));
    shop.lines("a.csv.bak", HEADER, "o9,c9,2024-08-01,5.00");

    RunReport second = shop.run();

    assertThat(second.outcome()).isEqualTo(RunReport.Outcome.UNCHANGED);
    assertThat(second.notes())
        .anyMatch(note -> note.contains("1 file left out") && note.contains("a.csv.bak"));
    assertThat(directory.resolve("lake/_refused/shop")).doesNotExist();
    assertThat(second.runId()).isEqualTo(first.runId());
    assertThat(files()).isEqualTo(files);
    assertSameRows(second.tables().segments(), first.tables().segments());
    assertSameRows(second.tables().concentration(), first.tables().concentration());
    assertSameRows(second.tables().reconciliation(), first.tables().reconciliation());
  }

  @Test
  void a_run_that_was_damaged_is_published_anew_and_is_what_it_was(@TempDir Path clean)
      throws Exception {
    Shop shop =
        fill(new Shop(directory))
            .only(
                new CustomerFeatures(),
                new CustomerSegments(),
                new SegmentSummaries(),
                new SchemeDefinitions(),
                new SegmentOutlook());
    RunReport first = shop.run();
    Path lake = directory.resolve("lake");
    Folders.copy(lake, clean.resolve("lake"));
    Folders.delete(lake.resolve("customer_segments"));
    Files.delete(Folders.find(lake, ".*segment_summary/base=.*/part-[^/]*parquet"));
    Files.delete(Folders.find(lake, ".*segment_outlook/base=.*/part-[^/]*parquet"));
    DeltaLog.clearCache();
    LakeViews views = new LakeViews(shop.lake(), "shop");
    views.register(shop.pointer().read());
    views.check("SELECT * FROM current_customer_features");
    assertThatThrownBy(() -> views.check("SELECT * FROM current_customer_segments_long"))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContainingAll("table customer_segments is gone", first.runId(), "2025-01-01");

    RunReport again = shop.run();

    assertThat(again.outcome()).isEqualTo(RunReport.Outcome.PUBLISHED);
    assertThat(again.runId()).isEqualTo(first.runId());
    for (String table : List.of("customer_segments", "segment_summary", "segment_outlook")) {
      assertThat(again.notes())
          .anySatisfy(
              note -> assertThat(note).contains("table " + table, "gone", "was published anew"));
    }
    Snapshots.assertIdentical(new Shop(clean), shop);
    assertThat(shop.run().outcome()).isEqualTo(RunReport.Outcome.UNCHANGED);
  }

  @Test
  void a_run_in_another_currency_is_refused_before_anything_is_written() {
    Shop shop = shop();
    Pointer pointer = shop.pointer();
    pointer.flip(pointer.acquire(pointer.read(), "test/1/1", "run-1"), AS_OF, "run-1", null);
    long files = files();

    assertThatThrownBy(shop.set("currency=USD")::run)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("currency: USD is configured")
        .hasMessageContaining("in EUR");
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void the_same_lines_in_another_place_are_another_run(@TempDir Path elsewhere) {
    Inputs here = shop().compute().base().base().inputs();
    Inputs there = fill(new Shop(elsewhere)).compute().base().base().inputs();

    assertThat(RunIdentity.of(there, List.of()).runId())
        .isNotEqualTo(RunIdentity.of(here, List.of()).runId());
  }

  @Test
  void a_changed_source_is_a_new_run_and_the_old_inputs_bring_the_old_run_back() throws Exception {
    Shop shop = shop();
    Path file = directory.resolve("lines/a.csv");
    var written = Files.getLastModifiedTime(file);
    String before = Files.readString(file);
    RunReport first = shop.run();
    shop.lines("a.csv", HEADER, "o1,c1,2024-06-01,99.00");
    RunReport second = shop.run();
    assertThat(second.runId()).isNotEqualTo(first.runId());
    assertThat(shop.table(SummaryTables.CONCENTRATION_SUMMARY).head().getAs("total").toString())
        .isEqualTo("99.0000");

    Files.writeString(file, before);
    Files.setLastModifiedTime(file, written);
    RunReport third = shop.run();

    assertThat(third.outcome()).isEqualTo(RunReport.Outcome.REINSTATED);
    assertThat(third.runId()).isEqualTo(first.runId());
    assertThat(shop.table(SummaryTables.CONCENTRATION_SUMMARY).head().getAs("total").toString())
        .isEqualTo("30.0000");
  }

  @Test
  void a_run_that_is_told_to_end_gives_its_lease_back_and_writes_nothing_more() throws Exception {
    Shop shop = shop();
    Publication.Run run = new Publication.Run("shop", AS_OF, "20250101-aaaaaaaaaaaa", "one/1/1");
    Publication publication =
        Publication.begin(
            Sparks.session(),
            shop.lake(),
            shop.pointer(),
            shop.pointer().read(),
            run,
            List.of(ToyLake.STATISTICS),
            Clock.systemUTC());
    publication.write(
        List.of(new TableRows(ToyLake.STATISTICS, ToyLake.rows(ToyLake.STATISTICS), ToyLake.ROWS)),
        Map.of());
    assertThat(shop.pointer().read().owner()).isEqualTo("one/1/1");

    publication.stop();
    long commits = commits(ToyLake.STATISTICS);

    Pointer.State left = shop.pointer().read();
    assertThat(left.owner()).isNull();
    assertThat(left.isUnfinished("20250101-aaaaaaaaaaaa")).isTrue();
    assertThat(shop.pointer().acquire(left, "two/2/2", null).owner()).isEqualTo("two/2/2");
    Thread writer =
        new Thread(
            () ->
                publication.write(
                    List.of(
                        new TableRows(
                            ToyLake.STATISTICS, ToyLake.rows(ToyLake.STATISTICS), ToyLake.ROWS)),
                    Map.of()));
    writer.setDaemon(true);
    writer.start();
    writer.join(1_000);
    assertThat(writer.isAlive()).isTrue();
    assertThat(commits(ToyLake.STATISTICS)).isEqualTo(commits).isPositive();
    publication.close();
  }

  private long commits(TableSpec table) throws IOException {
    try (Stream<Path> log =
        Files.list(directory.resolve("lake").resolve(table.name()).resolve("_delta_log"))) {
      return log.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  @Test
  void of_two_runs_at_once_one_wins_and_the_other_says_who_is_in_the_way() {
    Shop shop = shop();
    Pointer pointer = shop.pointer();
    Pointer.State seen = pointer.read();
    Pointer.State mine = pointer.acquire(seen, "host/1/1", "run-1");

    assertThatThrownBy(shop::run)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Another run of base 'shop' is publishing")
        .hasMessageContaining("host/1/1");
    assertThatThrownBy(() -> pointer.acquire(seen, "host/2/2", "run-2"))
        .isInstanceOf(ConflictException.class);

    pointer.flip(mine, AS_OF, "run-1", null);
    assertThat(pointer.read().current()).isEqualTo(Map.of(AS_OF, "run-1"));
    assertThatThrownBy(() -> pointer.flip(mine, AS_OF, "run-3", null))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("took over");
  }

  @Test
  void the_lease_of_a_process_that_is_gone_is_void() {
    Shop shop = shop();
    Pointer pointer =
        new Pointer(
            Sparks.session(),
            shop.lake(),
            "shop",
            "EUR",
            Shop.CLOCK,
            owner -> owner.equals("dead"));
    pointer.acquire(pointer.read(), "dead", "run-1");

    Pointer.State taken = pointer.acquire(pointer.read(), "alive", "run-2");

    assertThat(taken.owner()).isEqualTo("alive");
  }

  @Test
  void every_table_has_its_comments_and_what_cannot_be_filled_is_not_made_and_reads_as_empty() {
    Shop shop = fill(new Shop(directory));
    shop.run();

    for (TableSpec table : Tables.SNAPSHOTS) {
      if (!shop.lake().has(table)) {
        // Made where the configuration can fill it.
        assertThat(WITH_MORE_SOURCES).contains(table);
        continue;
      }
      var schema = shop.lake().read(table).schema();
      for (ColumnSpec column : table.columns()) {
        assertThat(schema.apply(column.name()).getComment().get())
            .as(table.name() + "." + column.name())
            .isEqualTo(column.comment());
      }
      for (var field : schema.fields()) {
        assertThat(field.getComment().isDefined()).as(table.name() + "." + field.name()).isTrue();
      }
      Row description =
          shop.spark()
              .sql("DESCRIBE TABLE EXTENDED delta.`" + shop.lake().path(table) + "`")
              .filter("col_name = 'Comment'")
              .head();
      assertThat(description.getString(1)).isEqualTo(table.meaning());
    }

    new LakeViews(shop.lake(), "shop").register(shop.pointer().read());

    for (TableSpec table : WITH_MORE_SOURCES) {
      assertThat(shop.lake().has(table)).as(table.name()).isFalse();
      var view = shop.spark().table("current_" + table.name());
      assertThat(view.count()).as(table.name()).isZero();
      assertThat(view.columns()).containsAll(table.columnNames());
    }
  }

  @Test
  void several_bases_share_a_lake_without_seeing_each_other() {
    Shop shop = shop();
    shop.run();
    Shop other =
        new Shop(directory)
            .set("base=other", "schemes=[abc]")
            .only(new CustomerFeatures(), new CustomerSegments(), new SegmentSummaries());
    other.run();

    new LakeViews(shop.lake(), "other").register(other.pointer().read());
    var segments = shop.spark().table("current_customer_segments");
    assertThat(segments.columns()).contains("abc").doesNotContain("rfm");
    assertThat(shop.spark().sql("SELECT DISTINCT base FROM customer_features").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("other");
    assertThat(shop.spark().sql("SELECT scheme FROM customer_segments_long").distinct().count())
        .isEqualTo(1);
    assertThat(shop.lake().read(LedgerTables.RUNS).count()).isEqualTo(2);
  }

  private Shop shop() {
    return few(fill(new Shop(directory)));
  }

  /** With the outputs that tests look at: each table costs commits. */
  static Shop few(Shop shop) {
    return shop.only(
        new Reconciliation(),
        new CustomerFeatures(),
        new CustomerSegments(),
        new SegmentSummaries(),
        new Concentrations());
  }

  static Shop fill(Shop shop) {
    return shop.lines(
        "a.csv", HEADER, "o1,c1,2024-06-01,10.00", "o2,c2,2024-07-01,20.00", "o3,c3,bad,1.00");
  }

  private long files() {
    try (var files = Files.walk(directory.resolve("lake"))) {
      return files.count();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The same rows in any order; numbers that differ in their scale only are equal. */
  private static <R> void assertSameRows(List<R> actual, List<R> expected) {
    assertThat(actual)
        .usingRecursiveFieldByFieldElementComparator(
            RecursiveComparisonConfiguration.builder()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .build())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
