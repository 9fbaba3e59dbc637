package io.clientele.explain;

import static org.apache.spark.sql.functions.col;

import io.clientele.config.ScoreSets;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.lake.Lake;
import io.clientele.lake.LakeViews;
import io.clientele.rule.BaseNumbers;
import io.clientele.scheme.SchemeDefinition;
import io.clientele.score.Score;
import io.clientele.spark.Parallel;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.ExplanationTables.SchemeDefinitionRow;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import io.clientele.table.LedgerTables;
import io.clientele.table.LedgerTables.RunRow;
import io.clientele.table.Records;
import io.clientele.table.SummaryTables;
import io.clientele.table.SummaryTables.BaseStatisticRow;
import io.clientele.table.SummaryTables.ScoreEdgeRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The rows of one run that an explanation needs: those of one customer, and small ones. */
final class RunRows {
  private final LakeViews views;
  private final String base;
  private final String runId;
  private final @Nullable PublishedCustomer customer;
  private final List<SegmentOutlookRow> outlook;
  private final List<SchemeDefinitionRow> definitions;
  private final List<BaseStatisticRow> statistics;
  private final List<ScoreEdgeRow> scoreEdges;

  /** Reads the tables side by side. */
  RunRows(Lake lake, String base, String runId, String id) {
    this.views = new LakeViews(lake, base);
    this.base = base;
    this.runId = runId;
    List<List<Row>> rows =
        Parallel.all(
            List.of(
                () -> rows(CustomerTables.FEATURES, id),
                () -> rows(CustomerTables.SEGMENTS, id),
                () -> rows(ExplanationTables.SEGMENT_OUTLOOK, id),
                () ->
                    views
                        .run(ExplanationTables.SCHEME_DEFINITIONS, runId)
                        .orderBy("position")
                        .collectAsList(),
                () -> views.run(SummaryTables.BASE_STATISTICS, runId).collectAsList(),
                () -> views.run(SummaryTables.SCORE_EDGES, runId).collectAsList()));
    this.customer = customer(rows.get(0), rows.get(1));
    this.outlook = Records.of(SegmentOutlookRow.class, rows.get(2));
    this.definitions = Records.of(SchemeDefinitionRow.class, rows.get(3));
    this.statistics = Records.of(BaseStatisticRow.class, rows.get(4));
    this.scoreEdges = Records.of(ScoreEdgeRow.class, rows.get(5));
  }

  /** The session that reads the lake. */
  SparkSession session() {
    return views.run(LedgerTables.RUNS, runId).sparkSession();
  }

  /** The customer; null where the run does not know it. */
  @Nullable PublishedCustomer customer() {
    return customer;
  }

  /** A customer of another run; null where that does not know it. */
  static @Nullable PublishedCustomer customer(Lake lake, String base, String runId, String id) {
    LakeViews views = new LakeViews(lake, base);
    List<Supplier<List<Row>>> reads = new ArrayList<>();
    for (TableSpec table : List.of(CustomerTables.FEATURES, CustomerTables.SEGMENTS)) {
      reads.add(() -> rows(views, table, runId, id));
    }
    List<List<Row>> rows = Parallel.all(reads);
    return customer(rows.get(0), rows.get(1));
  }

  /**
   * The segments of a customer in several runs, by date; dates that do not know it are left out.
   */
  static NavigableMap<LocalDate, Row> segments(
      Lake lake, String base, Collection<String> runIds, String id) {
    NavigableMap<LocalDate, Row> segments = new TreeMap<>();
    new LakeViews(lake, base)
        .unchecked(CustomerTables.SEGMENTS, runIds)
        .filter(col(CustomerTables.CUSTOMER_ID).equalTo(id))
        .collectAsList()
        .forEach(row -> segments.put(row.<Date>getAs(TableSpec.AS_OF).toLocalDate(), row));
    return segments;
  }

  private static @Nullable PublishedCustomer customer(List<Row> features, List<Row> segments) {
    if (features.isEmpty()) {
      return null;
    }
    List<Row> rows = new ArrayList<>(features);
    rows.addAll(segments);
    return PublishedCustomer.of(rows);
  }

  /** What comes next for the customer, by scheme. */
  Map<String, SegmentOutlookRow> outlook() {
    Map<String, SegmentOutlookRow> byScheme = new HashMap<>();
    outlook.forEach(row -> byScheme.put(row.scheme(), row));
    return byScheme;
  }

  private List<Row> rows(TableSpec table, String id) {
    return rows(views, table, runId, id);
  }

  private static List<Row> rows(LakeViews views, TableSpec table, String runId, String id) {
    return views
        .run(table, runId)
        .filter(col(CustomerTables.CUSTOMER_ID).equalTo(id))
        .collectAsList();
  }

  /** How many customers the run knows. */
  long customers() {
    List<Row> runs = views.run(LedgerTables.RUNS, runId).collectAsList();
    return runs.isEmpty() ? 0 : Records.of(RunRow.class, runs).get(0).customers();
  }

  /**
   * The definitions of the run's schemes, in its order.
   *
   * @throws ConfigurationException if the run was published before definitions were kept
   */
  List<SchemeDefinition> definitions() {
    if (definitions.isEmpty()) {
      throw new ConfigurationException(
          "Run "
              + runId
              + " of base '"
              + base
              + "' kept no definitions: an older release wrote it. Run that date again.");
    }
    return definitions.stream().map(SchemeDefinition::of).toList();
  }

  /**
   * The numbers of the base, or of one group of it.
   *
   * @param set the score set by which a scheme compares
   * @param group empty for the whole base
   */
  BaseNumbers numbers(String set, String group) {
    List<String> whole = List.of(ScoreSets.DEFAULT, set);
    return BaseNumbers.of(
        statistics.stream()
            .filter(
                row ->
                    (row.scoreSet().equals(set) && row.grp().equals(group))
                        || (whole.contains(row.scoreSet())
                            && row.name().equals(Features.LOYALTY_PERIOD_DAYS)))
            .toList());
  }

  /**
   * The edges of the scores, by name of the score.
   *
   * @param lower the least value of each score; null where open
   * @param upper the least value beyond each; null where open
   */
  record Edges(
      Map<Integer, @Nullable BigDecimal> lower, Map<Integer, @Nullable BigDecimal> upper) {}

  Map<String, Edges> edges(String set, String group) {
    List<ScoreEdgeRow> rows =
        scoreEdges.stream()
            .filter(row -> row.scoreSet().equals(set) && row.grp().equals(group))
            .toList();
    Map<String, Edges> edges = new LinkedHashMap<>();
    for (Score score : Score.values()) {
      Map<Integer, @Nullable BigDecimal> lower = new TreeMap<>();
      Map<Integer, @Nullable BigDecimal> upper = new TreeMap<>();
      for (ScoreEdgeRow row : rows) {
        if (row.feature().equals(score.feature())) {
          lower.put(row.score(), row.lowerEdge());
          upper.put(row.score(), row.upperEdge());
        }
      }
      edges.put(score.column(), new Edges(lower, upper));
    }
    return edges;
  }
}
