package io.clientele.run;

import io.clientele.cluster.ClusterOutput;
import io.clientele.migration.KeyFigures;
import io.clientele.migration.SegmentHistory;
import io.clientele.output.Concentrations;
import io.clientele.output.Currencies;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.LeadOutput;
import io.clientele.output.LimitsFit;
import io.clientele.output.OrderLines;
import io.clientele.output.Quarantine;
import io.clientele.output.Receivables;
import io.clientele.output.Reconciliation;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.SchemeFindings;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.output.SegmentOutlook;
import io.clientele.output.SegmentSummaries;
import io.clientele.profit.AcquisitionOutput;
import io.clientele.profit.ExitCandidates;
import io.clientele.profit.ProfitOutput;
import io.clientele.profit.ReasonOutput;
import io.clientele.spine.Output;
import java.util.List;

/** What a run publishes, in the order in which it is computed. */
public final class Outputs {
  public static final List<Output> ALL =
      List.of(
          new Reconciliation(),
          new CustomerFeatures(),
          new CustomerSegments(),
          new LeadOutput(),
          new SegmentSummaries(),
          new SchemeDefinitions(),
          new ScoreReferenceOutput(),
          new Concentrations(),
          new Currencies(),
          new SegmentOutlook(),
          new ProfitOutput(),
          new AcquisitionOutput(),
          new ReasonOutput(),
          new ExitCandidates(),
          new Receivables(),
          new KeyFigures(),
          new SegmentHistory(),
          new ClusterOutput(),
          new OrderLines(),
          new Quarantine(),
          new LimitsFit(),
          new SchemeFindings());

  private Outputs() {}
}
