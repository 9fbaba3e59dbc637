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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The rows of one run that an explanation needs: those of one customer, and small ones. */
final class RunRows {
  private final LakeViews views;
  private final String base;
  private final String runId;
  private @Nullable List<BaseStatisticRow> statistics;
  private @Nullable List<ScoreEdgeRow> scoreEdges;

  RunRows(Lake lake, String base, String runId) {
    this.views = new LakeViews(lake, base);
    this.base = base;
    this.runId = runId;
  }

  /** The session that reads the lake. */
  SparkSession session() {
    return views.run(LedgerTables.RUNS, runId).sparkSession();
  }

  /** A customer; null where the run does not know it. */
  @Nullable PublishedCustomer customer(String id) {
    List<Row> rows = new ArrayList<>(rows(CustomerTables.FEATURES, id));
    if (rows.isEmpty()) {
      return null;
    }
    rows.addAll(rows(CustomerTables.SEGMENTS, id));
    return PublishedCustomer.of(rows);
  }

  /** What comes next for a customer, by scheme. */
  Map<String, SegmentOutlookRow> outlook(String id) {
    Map<String, SegmentOutlookRow> outlook = new HashMap<>();
    Records.of(SegmentOutlookRow.class, rows(ExplanationTables.SEGMENT_OUTLOOK, id))
        .forEach(row -> outlook.put(row.scheme(), row));
    return outlook;
  }

  /** A few rows for each group and score set: read once for all schemes. */
  private List<BaseStatisticRow> statistics() {
    List<BaseStatisticRow> rows = statistics;
    if (rows == null) {
      rows =
          Records.of(
              BaseStatisticRow.class,
              views.run(SummaryTables.BASE_STATISTICS, runId).collectAsList());
      statistics = rows;
    }
    return rows;
  }

  private List<ScoreEdgeRow> scoreEdges() {
    List<ScoreEdgeRow> rows = scoreEdges;
    if (rows == null) {
      rows =
          Records.of(
              ScoreEdgeRow.class, views.run(SummaryTables.SCORE_EDGES, runId).collectAsList());
      scoreEdges = rows;
    }
    return rows;
  }

  private List<Row> rows(TableSpec table, String id) {
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
    List<Row> rows =
        views.run(ExplanationTables.SCHEME_DEFINITIONS, runId).orderBy("position").collectAsList();
    if (rows.isEmpty()) {
      throw new ConfigurationException(
          "Run "
              + runId
              + " of base '"
              + base
              + "' kept no definitions: an older release wrote it. Run that date again.");
    }
    return Records.of(SchemeDefinitionRow.class, rows).stream().map(SchemeDefinition::of).toList();
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
        statistics().stream()
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
        scoreEdges().stream()
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
