package io.clientele.run;

import static org.apache.spark.sql.functions.col;

import io.clientele.config.BaseConfig;
import io.clientele.config.SourceKind;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.score.Score;
import io.clientele.segment.Scheme;
import io.clientele.segment.SegmentRule;
import io.clientele.standing.Demand;
import io.clientele.table.ClusterTables;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CustomerTables;
import io.clientele.table.LeadTables;
import io.clientele.table.ProfitTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables of one run, whose columns depend on its configuration. */
record PublishedTables(
    BaseConfig config, Features features, List<Scheme> schemes, List<Demand> demands) {

  /**
   * All tables that the run makes ready: those that its configuration can fill, and whatever is
   * there already and may hold rows of an unfinished run.
   *
   * @param present whether a table is there already
   */
  List<TableSpec> all(Predicate<TableSpec> present) {
    List<TableSpec> tables = new ArrayList<>();
    for (TableSpec table : Tables.SNAPSHOTS) {
      if (!canFill(table) && !present.test(table)) {
        continue;
      }
      if (table.equals(CustomerTables.FEATURES)) {
        tables.add(customerFeatures());
      } else if (table.equals(CustomerTables.SEGMENTS)) {
        tables.add(customerSegments());
      } else if (table.equals(LeadTables.SEGMENTS)) {
        tables.add(new LeadSegments(config, schemes).table());
      } else {
        tables.add(table);
      }
    }
    return tables;
  }

  /** Decided from the configuration alone: a table must not come and go with the data. */
  private boolean canFill(TableSpec table) {
    if (ClusterTables.ALL.contains(table)) {
      return config.clusters() != null;
    }
    if (table.equals(LeadTables.SEGMENTS)) {
      return config.sources().containsKey(SourceKind.LEADS);
    }
    if (table.equals(ProfitTables.RECEIVABLE_SUMMARY)) {
      return config.sources().containsKey(SourceKind.RECEIVABLES);
    }
    if (table.equals(ProfitTables.ACQUISITION_QUALITY)) {
      return ProfitOutputs.tellsChannels(config);
    }
    if (table.equals(ProfitTables.EXIT_CANDIDATES)) {
      return schemes.stream().anyMatch(ExitCandidates::letsGo);
    }
    if (table.equals(ProfitTables.CUSTOMER_REASONS) || table.equals(ProfitTables.SEGMENT_REASONS)) {
      return schemes.stream().anyMatch(scheme -> !scheme.file().reasons().isEmpty());
    }
    return true;
  }

  TableSpec customerFeatures() {
    return CustomerTables.FEATURES.with(
        features.published().stream().map(Feature::column).toList());
  }

  TableSpec customerSegments() {
    List<ColumnSpec> columns = new ArrayList<>();
    for (Demand demand : demands) {
      for (Score score : Score.values()) {
        columns.add(
            CustomerTables.score(
                demand.set().column(score.column()), score.feature(), demand.set().bins()));
      }
    }
    for (Scheme scheme : schemes) {
      if (scheme.file().population().ofCustomers()) {
        columns.add(
            CustomerTables.scheme(
                scheme.name(),
                scheme.file().description(),
                scheme.file().allSegments().stream().map(SegmentRule::name).toList()));
        scheme.flagNames().forEach(flag -> columns.add(CustomerTables.flag(flag, scheme.name())));
      }
    }
    return CustomerTables.SEGMENTS.with(columns);
  }

  /** The columns of a table, without those that the publication adds. */
  static Dataset<Row> select(Dataset<Row> rows, TableSpec table) {
    Column[] columns =
        table.columns().subList(3, table.columns().size()).stream()
            .map(column -> col(column.name()))
            .toArray(Column[]::new);
    return rows.select(columns);
  }
}
