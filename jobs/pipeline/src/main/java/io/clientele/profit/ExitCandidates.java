package io.clientele.profit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.history.History;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.CustomerTables;
import io.clientele.table.ProfitTables;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code exit_candidates}: customers who stayed in a segment for so many days that its policy lets
 * them go: in every snapshot from this one back to the latest that is as many days old, in three at
 * least. Days between snapshots are not seen, so who left and came back between two is not told.
 */
public final class ExitCandidates implements Output {
  private static final String MARGIN = "contribution_margin_365d";

  /** Beside the one that is made. */
  private static final int EARLIER_SNAPSHOTS = 2;

  @Override
  public String name() {
    return "exit_candidates";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(ProfitTables.EXIT_CANDIDATES);
  }

  @Override
  public boolean applies(Plan plan) {
    return segments(plan.selection().schemes())
        .anyMatch(s -> s.policy().exitAfterDays().isPresent());
  }

  @Override
  public List<String> dependsOn(Plan plan, History history) {
    return segments(plan.selection().ofCustomers())
        .flatMap(segment -> segment.policy().exitAfterDays().stream())
        .max(Integer::compare)
        .map(days -> stretch(plan.asOf(), days, history))
        .orElse(List.of())
        .stream()
        .map(entry -> "exits " + entry.getValue())
        .toList();
  }

  /**
   * The runs in which a customer must have been in the segment, the latest first; none where the
   * history is too short.
   */
  private static List<Map.Entry<LocalDate, String>> stretch(
      LocalDate asOf, int days, History history) {
    List<Map.Entry<LocalDate, String>> stretch = new ArrayList<>();
    for (Map.Entry<LocalDate, String> run : history.before(asOf).entrySet()) {
      stretch.add(run);
      boolean old = !run.getKey().isAfter(asOf.minusDays(days));
      if (old && stretch.size() >= EARLIER_SNAPSHOTS) {
        return stretch;
      }
    }
    return List.of();
  }

  private static Stream<SegmentRule> segments(List<Scheme> schemes) {
    return schemes.stream().flatMap(scheme -> scheme.file().allSegments().stream());
  }

  @Override
  public Produced of(SegmentedBase base) {
    List<Dataset<Row>> all = new ArrayList<>();
    for (Scheme scheme : base.schemes()) {
      for (SegmentRule segment : scheme.file().allSegments()) {
        List<Map.Entry<LocalDate, String>> earlier =
            segment
                .policy()
                .exitAfterDays()
                .map(days -> stretch(base.plan().asOf(), days, base.history()))
                .orElse(List.of());
        if (!earlier.isEmpty() && base.history().has(CustomerTables.SEGMENTS, scheme.name())) {
          all.add(stayed(base, scheme.name(), segment.name(), earlier));
        }
      }
    }
    return all.stream()
        .reduce(Dataset::unionByName)
        .map(rows -> Produced.large(ProfitTables.EXIT_CANDIDATES, rows, TableRows.NOT_COUNTED))
        .orElse(Produced.nothing());
  }

  private static Dataset<Row> stayed(
      SegmentedBase base,
      String scheme,
      String segment,
      List<Map.Entry<LocalDate, String>> earlier) {
    boolean margin = List.of(base.customers().columns()).contains(MARGIN);
    Column worth = margin ? col(MARGIN) : lit(null).cast("decimal(18,4)");
    List<Column> columns = new ArrayList<>();
    columns.add(col(CustomerTables.CUSTOMER_ID));
    columns.add(lit(scheme).as("scheme"));
    columns.add(lit(segment).as("segment"));
    columns.add(lit(earlier.size() + 1).as("snapshots"));
    columns.add(lit(earlier.get(earlier.size() - 1).getKey()).as("since"));
    columns.add(worth.as(MARGIN));
    Dataset<Row> always =
        earlier.stream()
            .map(run -> base.history().rows(CustomerTables.SEGMENTS, run.getValue()))
            .map(rows -> rows.filter(col(scheme).equalTo(segment)))
            .map(rows -> rows.select(CustomerTables.CUSTOMER_ID))
            .reduce(Dataset::union)
            .orElseThrow()
            .groupBy(col(CustomerTables.CUSTOMER_ID))
            .count()
            .filter(col("count").equalTo((long) earlier.size()));
    return base.customers()
        .filter(col(scheme).equalTo(segment))
        .select(columns.toArray(Column[]::new))
        .join(always, new String[] {CustomerTables.CUSTOMER_ID}, "left_semi");
  }
}
