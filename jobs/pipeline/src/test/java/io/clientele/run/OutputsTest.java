package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.output.CustomerFeatures;
import io.clientele.segment.SegmentSummary;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.Progress;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.Records;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  private static final TableSpec INITIALS =
      TableSpec.snapshot("initials", "customers by the first letter of their id")
          .column("initial", "STRING", "", "the letter")
          .column("customers", "BIGINT", "count", "how many")
          .key("initial");

  private static final TableSpec BEST =
      TableSpec.snapshot("best_segment", "the segment of lifecycle_9 with the longest tenure")
          .column("segment", "STRING", "", "the segment")
          .column("tenure", "DECIMAL(38,4)", "days", "added up over its customers")
          .key("segment");

  record BestSegmentRow(String segment, BigDecimal tenure) {}

  /** All that a new output is. */
  private static final class Toy implements Output {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public List<TableSpec> tables() {
      return List.of(INITIALS, BEST);
    }

    @Override
    public List<String> reads(ScoredBase scored) {
      return List.of("tenure_days");
    }

    @Override
    public Map<String, Column> sums(io.clientele.spine.Plan plan) {
      return Map.of("tenure", col("tenure_days").cast("decimal(18,4)"));
    }

    @Override
    public Produced of(SegmentedBase base) {
      List<BestSegmentRow> best = new ArrayList<>();
      base.summary()
          .forEach(
              (SegmentSummary.Cell cell, SegmentSummary.Totals totals) -> {
                if (cell.scheme().equals("lifecycle_9") && totals.customers() > 0) {
                  best.add(new BestSegmentRow(cell.segment(), totals.sums().get("tenure")));
                }
              });
      return Produced.large(
              INITIALS,
              base.customers()
                  .groupBy(substring(col(CustomerTables.CUSTOMER_ID), 1, 1).as("initial"))
                  .agg(count(lit(1)).as("customers")),
              TableRows.NOT_COUNTED)
          .and(BEST, best)
          .noting(List.of("toy: done"));
    }
  }

  @Test
  void an_output_is_published_by_being_in_the_list(@TempDir Path directory) {
    Shop shop =
        new Shop(directory)
            .lines(
                "a.csv",
                "order_id,customer_id,day,amount",
                "o1,anna,2024-12-01,10.00",
                "o2,arno,2024-12-11,20.00",
                "o3,berta,2024-12-21,30.00");

    RunReport report =
        shop.run(
            shop.config().asOf(), Progress.silent(), List.of(new CustomerFeatures(), new Toy()));

    assertThat(report.notes()).contains("toy: done");
    assertThat(
            shop.table(INITIALS).orderBy("initial").select("initial", "customers").collectAsList())
        .extracting(row -> row.getAs("initial") + " " + row.getAs("customers"))
        .containsExactly("a 2", "b 1");
    // 31, 21 and 11 days before 2025-01-01: all three are new and active.
    assertThat(Records.of(BestSegmentRow.class, shop.table(BEST).collectAsList()))
        .containsExactly(new BestSegmentRow("new_active", new BigDecimal("63.0000")));
    assertThat(shop.table(CustomerTables.FEATURES).count()).isEqualTo(3);
  }

  @Test
  void every_table_of_the_catalogue_is_filled_by_exactly_one_output() {
    assertThat(Outputs.ALL.stream().flatMap(output -> output.tables().stream()))
        .containsExactlyInAnyOrderElementsOf(Tables.SNAPSHOTS);
  }
}
