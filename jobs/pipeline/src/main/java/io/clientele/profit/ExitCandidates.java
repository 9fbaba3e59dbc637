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
import org.jspecify.annotations.Nullable;

/**
 * {@code exit_candidates}: customers who stayed in a segment for so many snapshots in a row that
 * its policy lets them go: this snapshot and the ones before it, whatever the days between them.
 */
public final class ExitCandidates implements Output {
  private static final String MARGIN = "contribution_margin_365d";

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
    return segments(plan.selection().schemes()).anyMatch(s -> s.exitAfterSnapshots() > 0);
  }

  @Override
  public List<String> dependsOn(Plan plan, History history) {
    return used(plan, history).stream().map(entry -> "exits " + entry.getValue()).toList();
  }

  /** The runs that are looked at, the latest first. */
  private static List<Map.Entry<LocalDate, String>> used(Plan plan, History history) {
    int most =
        segments(plan.selection().ofCustomers())
            .mapToInt(SegmentRule::exitAfterSnapshots)
            .max()
            .orElse(0);
    return history.before(plan.asOf()).entrySet().stream().limit(Math.max(0, most - 1)).toList();
  }

  private static Stream<SegmentRule> segments(List<Scheme> schemes) {
    return schemes.stream().flatMap(scheme -> scheme.file().allSegments().stream());
  }

  @Override
  public Produced of(SegmentedBase base) {
    List<Map.Entry<LocalDate, String>> earlier = used(base.plan(), base.history());
    Dataset<Row> all = null;
    for (Scheme scheme : base.schemes()) {
      for (SegmentRule segment : scheme.file().allSegments()) {
        int after = segment.exitAfterSnapshots();
        if (after > 0 && after - 1 <= earlier.size()) {
          Dataset<Row> own =
              stayed(base, scheme.name(), segment.name(), earlier.subList(0, after - 1));
          all = all == null || own == null ? (own == null ? all : own) : all.unionByName(own);
        }
      }
    }
    return all == null
        ? Produced.nothing()
        : Produced.large(ProfitTables.EXIT_CANDIDATES, all, TableRows.NOT_COUNTED);
  }

  private static @Nullable Dataset<Row> stayed(
      SegmentedBase base,
      String scheme,
      String segment,
      List<Map.Entry<LocalDate, String>> earlier) {
    boolean margin = List.of(base.customers().columns()).contains(MARGIN);
    Column worth = margin ? col(MARGIN) : lit(null).cast("decimal(18,4)");
    LocalDate since =
        earlier.isEmpty() ? base.plan().asOf() : earlier.get(earlier.size() - 1).getKey();
    List<Column> columns = new ArrayList<>();
    columns.add(col(CustomerTables.CUSTOMER_ID));
    columns.add(lit(scheme).as("scheme"));
    columns.add(lit(segment).as("segment"));
    columns.add(lit(earlier.size() + 1).as("snapshots"));
    columns.add(lit(since).as("since"));
    columns.add(worth.as(MARGIN));
    Dataset<Row> now =
        base.customers()
            .filter(col(scheme).equalTo(segment))
            .select(columns.toArray(Column[]::new));
    for (Map.Entry<LocalDate, String> run : earlier) {
      if (!base.history().has(CustomerTables.SEGMENTS, scheme)) {
        return null;
      }
      Dataset<Row> then = base.history().rows(CustomerTables.SEGMENTS, run.getValue());
      now =
          now.join(
              then.filter(col(scheme).equalTo(segment)).select(CustomerTables.CUSTOMER_ID),
              new String[] {CustomerTables.CUSTOMER_ID},
              "left_semi");
    }
    return now;
  }
}
