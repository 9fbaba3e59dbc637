package io.clientele.cluster;

import io.clientele.partition.Contingency;
import io.clientele.partition.PartitionMetrics;
import io.clientele.partition.SegmentContingency;
import io.clientele.table.ClusterTables;
import io.clientele.table.ClusterTables.ClusterAgreementRow;
import io.clientele.table.ClusterTables.ClusterContingencyRow;
import io.clientele.table.ClusterTables.ClusterCurveRow;
import io.clientele.table.ClusterTables.ClusterProfileRow;
import io.clientele.table.ClusterTables.ClusterStabilityRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The rows of the small tables about clusters. */
record ClusterRows(Clusters clusters, ClusterContingency meeting) {
  private static final int SHARE_SCALE = 10;
  private static final int DEVIATION_SCALE = 4;
  private static final int NATURAL_SCALE = 6;

  /** All of them, in the order of the catalogue. */
  Map<TableSpec, List<? extends Record>> all() {
    Map<TableSpec, List<? extends Record>> tables = new LinkedHashMap<>();
    tables.put(ClusterTables.CLUSTER_PROFILES, profiles());
    tables.put(ClusterTables.CLUSTER_AGREEMENT, agreement());
    tables.put(ClusterTables.CLUSTER_CONTINGENCY, contingency());
    tables.put(ClusterTables.CLUSTER_CURVE, curve());
    tables.put(ClusterTables.CLUSTER_STABILITY, stability());
    return tables;
  }

  private List<ClusterProfileRow> profiles() {
    BigDecimal revenue =
        meeting.totals().values().stream()
            .map(ClusterContingency.Totals::revenue)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    long customers =
        meeting.totals().values().stream().mapToLong(ClusterContingency.Totals::customers).sum();
    List<ClusterProfileRow> rows = new ArrayList<>();
    List<Integer> numbers = clusters.model().numbers();
    for (ClusterProfile portrait : clusters.byNumber().values()) {
      ClusterContingency.Totals totals =
          meeting
              .totals()
              .getOrDefault(
                  portrait.number(),
                  new ClusterContingency.Totals(0, BigDecimal.ZERO.setScale(4), Map.of()));
      Nearest nearest = nearest(numbers.indexOf(portrait.number()));
      rows.add(
          new ClusterProfileRow(
              portrait.number(),
              portrait.name(),
              totals.customers(),
              share(totals.customers(), customers),
              totals.revenue(),
              revenue.signum() == 0
                  ? null
                  : totals.revenue().divide(revenue, SHARE_SCALE, RoundingMode.HALF_UP),
              decimals(portrait.typical(), NATURAL_SCALE),
              totals.means(),
              decimals(portrait.deviations(), DEVIATION_SCALE),
              portrait.apart(),
              portrait.representatives(),
              nearest == null ? null : nearest.scheme(),
              nearest == null ? null : nearest.segment(),
              nearest == null ? null : decimal(nearest.overlap(), SHARE_SCALE),
              Double.isNaN(portrait.kept()) ? null : decimal(portrait.kept(), SHARE_SCALE)));
    }
    return rows;
  }

  private record Nearest(String scheme, String segment, double overlap) {}

  private @Nullable Nearest nearest(int cluster) {
    Nearest nearest = null;
    for (Map.Entry<String, SegmentContingency> entry : meeting.crossings().entrySet()) {
      SegmentContingency crossing = entry.getValue();
      int segment = crossing.nearest(cluster);
      double overlap = segment < 0 ? 0 : crossing.overlap(cluster, segment);
      if (overlap > 0 && (nearest == null || overlap > Objects.requireNonNull(nearest).overlap())) {
        nearest = new Nearest(entry.getKey(), crossing.segments().get(segment), overlap);
      }
    }
    return nearest;
  }

  private List<ClusterAgreementRow> agreement() {
    List<ClusterAgreementRow> rows = new ArrayList<>();
    meeting
        .crossings()
        .forEach(
            (scheme, crossing) -> {
              Contingency table = crossing.table();
              PartitionMetrics agreement = PartitionMetrics.of(table);
              int used = 0;
              for (int i = 0; i < table.rowCount(); i++) {
                used += table.row(i) > 0 ? 1 : 0;
              }
              int segments = 0;
              for (int j = 0; j < table.columnCount(); j++) {
                segments += table.column(j) > 0 ? 1 : 0;
              }
              rows.add(
                  new ClusterAgreementRow(
                      scheme,
                      table.total(),
                      used,
                      segments,
                      decimal(agreement.adjustedRand(), SHARE_SCALE),
                      decimal(agreement.adjustedMutualInformation(), SHARE_SCALE),
                      decimal(agreement.homogeneity(), SHARE_SCALE),
                      decimal(agreement.completeness(), SHARE_SCALE),
                      decimal(agreement.vMeasure(), SHARE_SCALE),
                      decimal(agreement.purity(), SHARE_SCALE),
                      crossing.splits(),
                      crossing.joins()));
            });
    return rows;
  }

  private List<ClusterContingencyRow> contingency() {
    List<ClusterContingencyRow> rows = new ArrayList<>();
    meeting
        .crossings()
        .forEach(
            (scheme, crossing) -> {
              Contingency table = crossing.table();
              for (int i = 0; i < table.rowCount(); i++) {
                for (int j = 0; j < table.columnCount(); j++) {
                  if (table.cell(i, j) > 0) {
                    rows.add(
                        new ClusterContingencyRow(
                            crossing.clusters().get(i),
                            scheme,
                            crossing.segments().get(j),
                            table.cell(i, j),
                            share(table.cell(i, j), table.row(i)),
                            share(table.cell(i, j), table.column(j))));
                  }
                }
              }
            });
    return rows;
  }

  private List<ClusterCurveRow> curve() {
    List<ClusterCurveRow> rows = new ArrayList<>();
    if (clusters.fitting().isPresent()) {
      Fitting fitting = clusters.fitting().get();
      for (Trial trial : fitting.trials()) {
        rows.add(
            new ClusterCurveRow(
                trial.k(),
                trial.seed(),
                trial.division().centres().size(),
                optional(trial.silhouette()),
                optional(trial.calinskiHarabasz()),
                decimal(trial.within(), NATURAL_SCALE),
                trial == fitting.chosen()));
      }
    }
    return rows;
  }

  private List<ClusterStabilityRow> stability() {
    List<ClusterStabilityRow> rows = new ArrayList<>();
    if (clusters.fitting().isPresent()) {
      Fitting fitting = clusters.fitting().get();
      fitting
          .seeds()
          .forEach(
              (seed, ari) ->
                  rows.add(new ClusterStabilityRow("seed", seed, decimal(ari, SHARE_SCALE))));
      fitting
          .bootstraps()
          .forEach(
              (number, ari) ->
                  rows.add(new ClusterStabilityRow("resample", number, decimal(ari, SHARE_SCALE))));
    }
    return rows;
  }

  private static Map<String, BigDecimal> decimals(Map<String, Double> values, int scale) {
    Map<String, BigDecimal> decimals = new LinkedHashMap<>();
    values.forEach((name, value) -> decimals.put(name, decimal(value, scale)));
    return decimals;
  }

  private static @Nullable BigDecimal optional(OptionalDouble value) {
    return value.isPresent() ? decimal(value.getAsDouble(), SHARE_SCALE) : null;
  }

  private static BigDecimal decimal(double value, int scale) {
    return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP);
  }

  private static BigDecimal share(long part, long whole) {
    return whole == 0
        ? BigDecimal.ZERO.setScale(SHARE_SCALE)
        : BigDecimal.valueOf(part)
            .divide(BigDecimal.valueOf(whole), SHARE_SCALE, RoundingMode.HALF_UP);
  }
}
