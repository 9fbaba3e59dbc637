package io.clientele.output;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.feature.Staged;
import io.clientele.feature.UsualOrder;
import io.clientele.scheme.Scheme;
import io.clientele.segment.NextSegments;
import io.clientele.segment.NextSegments.InScheme;
import io.clientele.spark.Names;
import io.clientele.spark.RowFunction;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ExplanationTables;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code segment_outlook}: the segment of every buyer after silence and after one usual order.
 *
 * <p>Both are computed from the totals of the fold by the same columns as the segments of the run:
 * the totals are changed, and features, scores and rules follow.
 */
public final class SegmentOutlook implements Output {
  private static final String PRESENT = "present ";

  @Override
  public String name() {
    return "segment_outlook";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(ExplanationTables.SEGMENT_OUTLOOK);
  }

  @Override
  public Produced of(SegmentedBase base) {
    Plan plan = base.plan();
    Dataset<Row> customers = withFeatures(base);
    List<InScheme> schemes = new ArrayList<>();
    for (Scheme scheme : base.schemes()) {
      schemes.add(InScheme.of(scheme, held(base.base().features(), scheme)));
    }
    return Produced.large(
        ExplanationTables.SEGMENT_OUTLOOK,
        new NextSegments(
                RowFunction.of(
                    customers.sparkSession(),
                    NextSegments.later(customers.schema()),
                    rows -> later(base, rows)),
                RowFunction.of(
                    customers.sparkSession(), customers.schema(), rows -> ordered(base, rows)),
                schemes,
                plan.asOf(),
                plan.config().outlook().days())
            .of(customers),
        TableRows.NOT_COUNTED);
  }

  /**
   * The customers of the fold with their features, which silence leaves as they are but for few.
   */
  private static Dataset<Row> withFeatures(SegmentedBase base) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (Feature feature : base.base().features().published()) {
      columns.add(formula(feature).as(PRESENT + feature.name()));
    }
    return base.base().folded().customers().select(columns.toArray(Column[]::new));
  }

  private static Column formula(Feature feature) {
    return Objects.requireNonNull(feature.formula()).cast(feature.type().ddl());
  }

  /** The segments after some days of silence. */
  private static Dataset<Row> later(SegmentedBase base, Dataset<Row> customers) {
    Features ahead = base.plan().features(base.base().statistics(), col(NextSegments.DAYS_AHEAD));
    List<Column> columns = new ArrayList<>(List.of(col(Staged.CUSTOMER_ID)));
    for (Feature feature : ahead.published()) {
      Column value =
          ahead.isPassing(feature.name())
              ? formula(feature)
              : Names.column(PRESENT + feature.name());
      columns.add(value.as(feature.name()));
    }
    return base.segmentNumbers(customers.select(columns.toArray(Column[]::new)));
  }

  /** The segments on the day after one usual order. */
  private static Dataset<Row> ordered(SegmentedBase base, Dataset<Row> customers) {
    Plan plan = base.plan();
    return base.segmentNumbers(
        plan.features(base.base().statistics(), lit(1))
            .apply(UsualOrder.place(customers, plan.asOf(), plan.spans())));
  }

  private static List<String> held(Features features, Scheme scheme) {
    Set<String> looksAt = new LinkedHashSet<>(scheme.needs().features());
    scheme.needs().cuts().forEach(cut -> looksAt.add(cut.decidedBy()));
    return looksAt.stream().filter(features::isWindowed).sorted().toList();
  }
}
