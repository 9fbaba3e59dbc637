package io.clientele.run;

import io.clientele.customer.Accounting;
import io.clientele.ingest.Pseudonym;
import io.clientele.lake.Publication;
import io.clientele.scheme.Scheme;
import io.clientele.spine.Inputs;
import io.clientele.spine.Plan;
import io.clientele.table.Tables;
import java.util.ArrayList;
import java.util.List;

/**
 * Which run it is: the hash of everything that can change a result.
 *
 * @param runId as-of date and hash
 * @param input hash of what is read
 * @param config hash of configuration, schemes, and what earlier runs decide
 */
record RunIdentity(String runId, String input, String config) {
  private static final int SHOWN = 12;

  /**
   * Of a run that has read nothing yet.
   *
   * @param earlier what of earlier runs decides its results
   */
  static RunIdentity of(Inputs inputs, List<String> earlier) {
    Plan plan = inputs.plan();
    String input = Fingerprint.of(inputs.fingerprints());
    List<String> parts = new ArrayList<>(List.of(plan.config().fingerprint()));
    plan.selection().schemes().forEach(scheme -> parts.add(scheme.file().fingerprint()));
    parts.addAll(earlier);
    Pseudonym.fingerprint(plan.config().fingerprint(), System.getenv()).ifPresent(parts::add);
    String config = Fingerprint.of(parts);
    String run =
        Fingerprint.of(
            List.of(
                plan.config().base(),
                plan.asOf().toString(),
                input,
                config,
                plan.release(),
                Integer.toString(Tables.FORMAT_VERSION)));
    return new RunIdentity(
        plan.asOf().toString().replace("-", "") + "-" + run.substring(0, SHOWN), input, config);
  }

  /** What the ledger keeps of a run that was computed. */
  Publication.Facts facts(Inputs inputs, Accounting accounting) {
    Plan plan = inputs.plan();
    return new Publication.Facts(
        inputs.describe(),
        input,
        config,
        plan.release(),
        plan.selection().schemes().stream().map(Scheme::name).toList(),
        plan.selection().skipped(),
        accounting.customers(),
        accounting.customerRevenue());
  }
}
