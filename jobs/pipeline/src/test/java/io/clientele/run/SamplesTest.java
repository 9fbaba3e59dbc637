package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.scheme.SchemeLibrary;
import io.clientele.support.Computed;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.table.SummaryTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples show every scheme that ships at work. */
class SamplesTest {
  /** What holds who fits nowhere: nobody has to. */
  private static final List<String> REST = List.of("other", "unknown");

  @TempDir Path directory;

  @Test
  void every_segment_of_every_scheme_has_somebody_in_it() throws Exception {
    Computed run =
        new Shop(directory)
            .yaml(
                Files.readString(SharedData.home().resolve("conf/clientele.yaml"))
                    .replace("%", "%%"))
            .set(
                "data=" + SharedData.home().resolve("data-samples"),
                "lake=" + directory,
                "schemes=" + SchemeLibrary.SHIPPED)
            .compute();

    assertThat(run.skipped()).isEmpty();
    List<Row> empty =
        run.table(SummaryTables.SEGMENT_SUMMARY)
            .filter("customers + leads = 0")
            .select("scheme", "segment")
            .collectAsList();
    assertThat(empty).extracting(row -> row.getString(1)).isSubsetOf(REST);
    assertThat(run.table(SummaryTables.SEGMENT_SUMMARY).select("scheme").distinct().count())
        .isEqualTo(SchemeLibrary.SHIPPED.size());
    // Losing customers take away a good part of what the others earn.
    double peak =
        run.table(SummaryTables.CONCENTRATION_SUMMARY)
            .filter("measure = 'contribution' AND scope = 'base'")
            .select("whale_peak_share")
            .head()
            .getDecimal(0)
            .doubleValue();
    assertThat(peak).isBetween(1.1, 2.0);
  }
}
