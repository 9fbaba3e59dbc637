package io.clientele.lake;

import static io.clientele.support.ToyLake.FIRST;
import static io.clientele.support.ToyLake.SECOND;
import static io.clientele.support.ToyLake.STATISTICS;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.spark.Catalyst;
import io.clientele.support.Sparks;
import io.clientele.support.ToyLake;
import io.clientele.table.TableSpec;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a run are read from the files that Delta's log names. */
class LakeViewsTest {
  @TempDir Path directory;
  private ToyLake toy;

  /** In a folder whose name could be taken for a pattern. */
  @BeforeEach
  void two_runs() {
    toy = new ToyLake(directory.resolve("la{k,p}[e]*").toString());
    toy.publish("test/1/1", FIRST, STATISTICS);
    toy.publish("test/1/1", SECOND, STATISTICS);
  }

  @Test
  void the_rows_of_a_run_are_those_that_delta_tells_and_delta_is_not_asked() {
    Dataset<Row> run = new LakeViews(toy.lake(), "toy").run(STATISTICS, ToyLake.run(FIRST));

    Dataset<Row> told =
        toy.lake().read(STATISTICS).filter(col(TableSpec.RUN_ID).equalTo(ToyLake.run(FIRST)));
    assertThat(run.columns()).containsExactly(told.columns());
    assertThat(run.collectAsList())
        .hasSize(ToyLake.ROWS)
        .containsExactlyInAnyOrderElementsOf(told.collectAsList());
    assertThat(Catalyst.plans(run).analyzed().toString()).doesNotContainIgnoringCase("delta");
  }

  @Test
  void where_rows_were_deleted_in_a_file_only_delta_can_read_it() {
    String table = "delta.`" + toy.lake().path(STATISTICS) + "`";
    Sparks.toys()
        .sql(
            "ALTER TABLE " + table + " SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
    assertThat(readAsFiles()).isTrue();
    Sparks.toys().sql("DELETE FROM " + table + " WHERE name = 'v0'");

    assertThat(readAsFiles()).isFalse();
  }

  private boolean readAsFiles() {
    TableLog log = toy.lake().requireSound(STATISTICS);
    TableLog.Files files =
        log.files("toy", List.of(ToyLake.run(FIRST)))
            .getOrDefault(ToyLake.run(FIRST), TableLog.Files.NONE);
    return log.rows(Sparks.toys(), files).isPresent();
  }
}
