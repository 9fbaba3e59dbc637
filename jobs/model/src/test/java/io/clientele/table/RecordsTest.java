package io.clientele.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.table.ClusterTables.ClusterAgreementRow;
import io.clientele.table.ClusterTables.ClusterContingencyRow;
import io.clientele.table.ClusterTables.ClusterCurveRow;
import io.clientele.table.ClusterTables.ClusterProfileRow;
import io.clientele.table.ClusterTables.ClusterStabilityRow;
import io.clientele.table.CurrencyTable.CurrencyRow;
import io.clientele.table.ExplanationTables.SchemeDefinitionRow;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import io.clientele.table.LedgerTables.AttemptRow;
import io.clientele.table.LedgerTables.RunRow;
import io.clientele.table.ProfitTables.AcquisitionQualityRow;
import io.clientele.table.ProfitTables.GrowthLeverRow;
import io.clientele.table.ProfitTables.InvestmentRow;
import io.clientele.table.ProfitTables.MarginWaterfallRow;
import io.clientele.table.ProfitTables.ReceivableSummaryRow;
import io.clientele.table.ProfitTables.SegmentReasonRow;
import io.clientele.table.ReconciliationTable.ReconciliationRow;
import io.clientele.table.SummaryTables.BaseStatisticRow;
import io.clientele.table.SummaryTables.ConcentrationCurveRow;
import io.clientele.table.SummaryTables.ConcentrationSummaryRow;
import io.clientele.table.SummaryTables.SchemeRunRow;
import io.clientele.table.SummaryTables.ScoreEdgeRow;
import io.clientele.table.SummaryTables.SegmentDefinitionRow;
import io.clientele.table.SummaryTables.SegmentSummaryRow;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final Map<TableSpec, Class<? extends Record>> RECORDS = new HashMap<>();

  static {
    RECORDS.put(SummaryTables.SEGMENT_SUMMARY, SegmentSummaryRow.class);
    RECORDS.put(SummaryTables.SEGMENT_DEFINITIONS, SegmentDefinitionRow.class);
    RECORDS.put(SummaryTables.SCHEME_RUNS, SchemeRunRow.class);
    RECORDS.put(SummaryTables.SCORE_EDGES, ScoreEdgeRow.class);
    RECORDS.put(SummaryTables.BASE_STATISTICS, BaseStatisticRow.class);
    RECORDS.put(SummaryTables.CONCENTRATION_SUMMARY, ConcentrationSummaryRow.class);
    RECORDS.put(SummaryTables.CONCENTRATION_CURVE, ConcentrationCurveRow.class);
    RECORDS.put(ExplanationTables.SCHEME_DEFINITIONS, SchemeDefinitionRow.class);
    RECORDS.put(ExplanationTables.SEGMENT_OUTLOOK, SegmentOutlookRow.class);
    RECORDS.put(ProfitTables.MARGIN_WATERFALL, MarginWaterfallRow.class);
    RECORDS.put(ProfitTables.INVESTMENT, InvestmentRow.class);
    RECORDS.put(ProfitTables.GROWTH_LEVERS, GrowthLeverRow.class);
    RECORDS.put(ProfitTables.SEGMENT_REASONS, SegmentReasonRow.class);
    RECORDS.put(ProfitTables.ACQUISITION_QUALITY, AcquisitionQualityRow.class);
    RECORDS.put(ProfitTables.RECEIVABLE_SUMMARY, ReceivableSummaryRow.class);
    RECORDS.put(CurrencyTable.SPEC, CurrencyRow.class);
    RECORDS.put(ClusterTables.CLUSTER_PROFILES, ClusterProfileRow.class);
    RECORDS.put(ClusterTables.CLUSTER_AGREEMENT, ClusterAgreementRow.class);
    RECORDS.put(ClusterTables.CLUSTER_CONTINGENCY, ClusterContingencyRow.class);
    RECORDS.put(ClusterTables.CLUSTER_CURVE, ClusterCurveRow.class);
    RECORDS.put(ClusterTables.CLUSTER_STABILITY, ClusterStabilityRow.class);
    RECORDS.put(ReconciliationTable.SPEC, ReconciliationRow.class);
    RECORDS.put(LedgerTables.RUNS, RunRow.class);
    RECORDS.put(LedgerTables.ATTEMPTS, AttemptRow.class);
  }

  @Test
  void every_record_has_the_columns_of_its_table_in_types_that_fit() {
    RECORDS.forEach(
        (table, type) -> {
          assertThat(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
              .as(table.name())
              .containsExactlyElementsOf(
                  table.own().stream().map(c -> Records.component(c.name())).toList());
          for (int i = 0; i < table.own().size(); i++) {
            ColumnSpec column = table.own().get(i);
            Class<?> component = type.getRecordComponents()[i].getType();
            assertThat(component).as(table.name() + "." + column.name()).isEqualTo(java(column));
          }
        });
  }

  private static Class<?> java(ColumnSpec column) {
    String type = column.type().replaceAll("[(<].*", "");
    return switch (type) {
      case "BIGINT" -> column.nullable() ? Long.class : long.class;
      case "INT" -> column.nullable() ? Integer.class : int.class;
      case "BOOLEAN" -> column.nullable() ? Boolean.class : boolean.class;
      case "DECIMAL" -> BigDecimal.class;
      case "DATE" -> LocalDate.class;
      case "TIMESTAMP" -> Instant.class;
      case "MAP" -> Map.class;
      case "ARRAY" -> List.class;
      default -> String.class;
    };
  }

  @Test
  void a_record_becomes_a_row_and_comes_back_whatever_the_order_of_the_columns() {
    ScoreEdgeRow edge =
        new ScoreEdgeRow(
            "default",
            "",
            "monetary",
            3,
            null,
            new BigDecimal("12.5000"),
            7,
            "static",
            LocalDate.of(2024, 2, 29));

    Row row = SummaryTables.SCORE_EDGES.rows(List.of(edge)).get(0);
    StructType schema = SummaryTables.SCORE_EDGES.ownSchema();
    int columns = schema.length();
    Object[] backwards = new Object[columns];
    StructType reversed = new StructType();
    for (int i = 0; i < columns; i++) {
      backwards[i] = row.get(columns - 1 - i);
      reversed = reversed.add(schema.apply(columns - 1 - i));
    }

    assertThat(
            Records.of(ScoreEdgeRow.class, List.of(new GenericRowWithSchema(backwards, reversed))))
        .containsExactly(edge);
  }

  @Test
  void a_missing_value_and_a_missing_column_are_errors() {
    assertThatThrownBy(
            () ->
                SummaryTables.BASE_STATISTICS.rows(
                    List.of(new BaseStatisticRow("default", null, "", null, "meaning"))))
        .hasMessageContaining("name of ")
        .hasMessageContaining("is missing");
    assertThatThrownBy(
            () ->
                Records.of(
                    BaseStatisticRow.class,
                    List.of(
                        new GenericRowWithSchema(
                            new Object[] {"default"},
                            new StructType().add("score_set", "string")))))
        .hasMessageContaining("BaseStatisticRow.name is no column of the rows");
  }
}
