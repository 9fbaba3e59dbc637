package io.clientele.output;

import static org.apache.spark.sql.functions.col;

import io.clientele.feature.Features;
import io.clientele.feature.UsualOrder;
import io.clientele.scheme.Scheme;
import io.clientele.segment.NextSegments;
import io.clientele.segment.NextSegments.InScheme;
import io.clientele.spark.RowFunction;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ExplanationTables;
import io.clientele.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@code segment_outlook}: the segment of every buyer after silence and after one usual order.
 *
 * <p>Both are computed from the totals of the fold by the same columns as the segments of the run:
 * the totals are changed, and features, scores and rules follow.
 */
public final class SegmentOutlook implements Output {
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
    Dataset<Row> customers = base.base().folded().customers();
    RowFunction segments =
        RowFunction.of(
            customers.sparkSession(),
            NextSegments.input(customers.schema()),
            rows -> later(base, rows));
    List<InScheme> schemes = new ArrayList<>();
    for (Scheme scheme : base.schemes()) {
      schemes.add(InScheme.of(scheme, held(base.base().features(), scheme)));
    }
    return Produced.large(
        ExplanationTables.SEGMENT_OUTLOOK,
        new NextSegments(segments, schemes, plan.asOf(), plan.config().outlook().days())
            .of(customers),
        Produced.NOT_COUNTED);
  }

  /** The segments on a later day, with or without the order. */
  private static Dataset<Row> later(SegmentedBase base, Dataset<Row> customers) {
    Plan plan = base.plan();
    Dataset<Row> ordered =
        UsualOrder.place(customers, col(NextSegments.ORDERED), plan.asOf(), plan.spans());
    return base.segmentNumbers(
        plan.features(base.base().statistics(), col(NextSegments.DAYS_AHEAD)).apply(ordered));
  }

  private static List<String> held(Features features, Scheme scheme) {
    Set<String> looksAt = new LinkedHashSet<>(scheme.needs().features());
    scheme.needs().cuts().forEach(cut -> looksAt.add(cut.decidedBy()));
    return looksAt.stream().filter(features::isWindowed).sorted().toList();
  }
}
