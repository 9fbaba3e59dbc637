package io.clientele.migration;

import static org.apache.spark.sql.functions.col;

import io.clientele.config.BaseConfig;
import io.clientele.history.History;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.HistoryTables;
import io.clientele.table.SummaryTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A snapshot as far as it is compared with others: one in the lake, or the one that is made.
 *
 * @param asOf its date
 * @param definitions version and overrides of each scheme of customers that ran, in their order
 * @param ranks of the segments of these schemes that have one
 * @param rhythm who counts as active and as lost
 * @param customers {@link SnapshotDifference#FEATURES} and the segment in each of these schemes
 */
record Snapshot(
    LocalDate asOf,
    Map<String, List<Object>> definitions,
    Map<String, Map<String, Integer>> ranks,
    Rhythm rhythm,
    Dataset<Row> customers) {

  /** The one that is made. */
  static Snapshot of(SegmentedBase base) {
    BaseConfig config = base.plan().config();
    Map<String, List<Object>> definitions = new LinkedHashMap<>();
    Map<String, Map<String, Integer>> ranks = new LinkedHashMap<>();
    List<Map<String, String>> parameters = new ArrayList<>();
    for (Scheme scheme : base.schemes()) {
      Map<String, String> overrides =
          config.schemeParameters().getOrDefault(scheme.name(), Map.of());
      definitions.put(scheme.name(), List.of(scheme.file().version(), overrides));
      parameters.add(scheme.file().parameters());
      Map<String, Integer> own = new LinkedHashMap<>();
      for (SegmentRule segment : scheme.file().allSegments()) {
        Integer rank = segment.rank();
        if (rank != null) {
          own.put(segment.name(), rank);
        }
      }
      ranks.put(scheme.name(), own);
    }
    return new Snapshot(
        base.plan().asOf(), definitions, ranks, Rhythm.of(parameters), base.customers());
  }

  /** One in the lake. */
  static Snapshot of(History history, LocalDate asOf, String run) {
    Map<String, List<Object>> definitions = new LinkedHashMap<>();
    for (Row row :
        history
            .rows(ExplanationTables.SCHEME_DEFINITIONS, run)
            .orderBy("position")
            .collectAsList()) {
      String scheme = row.getAs(HistoryTables.SCHEME);
      // Schemes of leads have no column.
      if (history.has(CustomerTables.SEGMENTS, scheme)) {
        definitions.put(
            scheme,
            List.of(row.<Integer>getAs("version"), row.getJavaMap(row.fieldIndex("overrides"))));
      }
    }
    Map<String, Map<String, Integer>> ranks = new LinkedHashMap<>();
    Map<String, Map<String, String>> parameters = new LinkedHashMap<>();
    for (String scheme : definitions.keySet()) {
      ranks.put(scheme, new LinkedHashMap<>());
      parameters.put(scheme, Map.of());
    }
    for (Row row : history.rows(SummaryTables.SEGMENT_DEFINITIONS, run).collectAsList()) {
      String scheme = row.getAs(HistoryTables.SCHEME);
      Map<String, Integer> own = ranks.get(scheme);
      Integer rank = row.getAs("rank");
      if (own != null) {
        parameters.put(scheme, row.getJavaMap(row.fieldIndex("parameters")));
        if (rank != null) {
          own.put(row.getAs("segment"), rank);
        }
      }
    }
    return new Snapshot(
        asOf,
        definitions,
        ranks,
        Rhythm.of(List.copyOf(parameters.values())),
        customers(history, run, definitions.keySet()));
  }

  private static Dataset<Row> customers(History history, String run, Set<String> schemes) {
    List<Column> segments = new ArrayList<>(List.of(col(CustomerTables.CUSTOMER_ID)));
    schemes.forEach(scheme -> segments.add(col(scheme)));
    List<Column> features = new ArrayList<>(List.of(col(CustomerTables.CUSTOMER_ID)));
    SnapshotDifference.FEATURES.forEach(name -> features.add(col(name)));
    return history
        .rows(CustomerTables.SEGMENTS, run)
        .select(segments.toArray(Column[]::new))
        .join(
            history.rows(CustomerTables.FEATURES, run).select(features.toArray(Column[]::new)),
            CustomerTables.CUSTOMER_ID);
  }
}
