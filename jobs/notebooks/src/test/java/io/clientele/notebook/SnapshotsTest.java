package io.clientele.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.run.BaseFile;
import io.clientele.run.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which runs notebooks read, over a base of twelve customers; CI executes the notebooks instead.
 */
@Tag("nightly")
class SnapshotsTest {
  private static final LocalDate LATEST = LocalDate.of(2025, 1, 1);
  private static final LocalDate EARLIER = LocalDate.of(2024, 10, 3);

  @TempDir Path directory;

  private Path file;
  private final List<String> steps = new ArrayList<>();

  @BeforeEach
  void write_a_base() throws Exception {
    StringBuilder lines = new StringBuilder("o,c,t,r\n");
    for (int customer = 0; customer < 12; customer++) {
      for (int order = 0; order <= customer % 4; order++) {
        LocalDate day = LocalDate.of(2024, 1, 10).plusDays(customer * 20L + order * 31L);
        lines.append(
            "o%d-%d,c%d,%s 12:00:00,%d.50\n"
                .formatted(customer, order, customer, day, 10 + 7 * customer + order));
      }
    }
    Files.writeString(directory.resolve("lines.csv"), lines.toString());
    file =
        Files.writeString(
            directory.resolve("base.yaml"),
            """
            base: small
            currency: EUR
            lake: %1$s/own
            sources:
              transactions:
                format: csv
                path: %1$s/lines.csv
                options: {header: true}
                schema: o STRING, c STRING, t TIMESTAMP, r DECIMAL(12,2)
                columns: {order_id: o, customer_id: c, ordered_at: t, revenue: r}
            schemes: [lifecycle_9]
            """
                .formatted(directory));
  }

  @Test
  void the_base_s_own_lake_is_read_where_it_can_be_and_never_written() {
    Snapshots fresh = snapshots("scratch", "as_of=" + LATEST);
    Snapshot latest = fresh.latest();
    Snapshot earlier = fresh.earlier(90);

    assertThat(latest.asOf()).isEqualTo(LATEST);
    assertThat(latest.lake().location()).endsWith("/scratch/2025-01-01");
    assertThat(fresh.clustered()).isEqualTo(latest);
    assertThat(earlier.asOf()).isEqualTo(EARLIER);
    assertThat(directory.resolve("own")).doesNotExist();
    assertThat(steps).isNotEmpty();

    // The same again, in another kernel: recognised.
    assertThat(snapshots("scratch", "as_of=" + LATEST).latest().runId()).isEqualTo(latest.runId());

    // A lake whose only run has no clusters, and a configuration without a date.
    Path lake = directory.resolve("scratch/" + EARLIER);
    Snapshots own = snapshots("other", "lake=" + lake);
    List<String> before = files(lake);
    assertThat(own.latest().runId()).isEqualTo(earlier.runId());
    assertThat(own.latest().origin()).contains("read from the base's lake");
    assertThat(own.clustered().lake().location()).endsWith("/other/" + EARLIER);
    assertThat(files(lake)).isEqualTo(before);
  }

  @Test
  void without_a_date_and_without_a_run_it_is_said_how_to_give_one() {
    assertThatThrownBy(() -> snapshots("scratch").latest())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("No date to look at")
        .hasMessageContaining("--as-of DATE");
  }

  private Snapshots snapshots(String scratch, String... overrides) {
    Settings settings =
        new Settings(
            BaseFile.of(file),
            List.of(overrides),
            "local[2]",
            directory.resolve(scratch).toString());
    BaseConfig config = settings.file().load(settings.overrides());
    SparkSession spark = Sessions.start(config, settings.master());
    return new Snapshots(spark, settings, config, steps::add);
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
