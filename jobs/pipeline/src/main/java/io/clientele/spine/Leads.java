package io.clientele.spine;

import io.clientele.config.SourceKind;
import io.clientele.ingest.OptionalInputs;
import io.clientele.scheme.Scheme;
import io.clientele.segment.AttributeValues;
import io.clientele.segment.LeadSegments;
import io.clientele.segment.SegmentSummary;
import io.clientele.spark.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * People who have not bought yet, with their segments.
 *
 * @param segments the schemes about them
 * @param rows one row a lead: features and one column a scheme
 * @param counts leads by scheme and segment
 */
public record Leads(
    LeadSegments segments, Dataset<Row> rows, Map<SegmentSummary.Cell, Long> counts) {

  /** Divides the leads of a base whose configuration names a source of them. */
  static Leads of(CustomerBase base, List<Scheme> ofCustomers, Workspace workspace) {
    Plan plan = base.plan();
    OptionalInputs optional = base.inputs().optional();
    List<Scheme> schemes = new ArrayList<>();
    ofCustomers.stream().filter(s -> s.file().population().ofLeads()).forEach(schemes::add);
    List<Scheme> only = plan.selection().ofLeadsOnly();
    if (only.stream().anyMatch(scheme -> scheme.file().attribute() != null)) {
      Dataset<Row> all = rows(new LeadSegments(plan.config(), only), base, optional);
      only = AttributeValues.resolve(only, all, 0, all.count());
    }
    schemes.addAll(only);
    LeadSegments segments = new LeadSegments(plan.config(), schemes);
    Dataset<Row> assigned =
        workspace.keep("leads", segments.assigned(rows(segments, base, optional)));
    return new Leads(segments, assigned, segments.counts(assigned));
  }

  private static Dataset<Row> rows(
      LeadSegments segments, CustomerBase base, OptionalInputs optional) {
    return segments.base(
        java.util.Objects.requireNonNull(optional.accepted(SourceKind.LEADS)),
        optional.accepted(SourceKind.INTERACTIONS),
        base.folded().customers(),
        base.plan().asOf());
  }

  /** The schemes that are about leads and nobody else. */
  public List<Scheme> ofLeadsOnly() {
    return segments.schemes().stream()
        .filter(scheme -> !scheme.file().population().ofCustomers())
        .toList();
  }
}
