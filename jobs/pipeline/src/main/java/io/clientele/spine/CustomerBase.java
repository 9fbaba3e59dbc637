package io.clientele.spine;

import io.clientele.config.BaseConfig;
import io.clientele.customer.Accounting;
import io.clientele.customer.Enrichment;
import io.clientele.customer.FoldedLines;
import io.clientele.customer.Suspicions;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Features;
import io.clientele.ingest.LineContract;
import io.clientele.ingest.RefusedKeeper;
import io.clientele.spark.Workspace;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The customers of a base, folded from their lines, and the account of every line.
 *
 * @param inputs what was read
 * @param reading where the lines came from
 * @param contract the mapping of the lines with all that other sources tell of them
 * @param folded one row a customer, and the ledger of the lines
 * @param accounting every line in one class, with its money
 * @param features the declared features, over the folded customers
 * @param statistics the numbers of the base that features compare with
 * @param suspicions what suggests that the mapping says something else than was meant
 * @param workspace keeps rows that are read more than once
 */
public record CustomerBase(
    Inputs inputs,
    LineReading reading,
    LineContract contract,
    FoldedLines folded,
    Accounting accounting,
    Features features,
    BaseStatistics statistics,
    List<String> suspicions,
    Workspace workspace) {

  /**
   * Reads the sources and folds the lines: one pass, one shuffle by customer.
   *
   * @param reading where the lines come from
   * @param workspace keeps the rows that later steps read
   * @param refused keeps the refused rows where a gate ends the run
   * @param loyaltyPeriodDays of the snapshot whose edges are used; empty to find this base's own
   * @param steps is told what happens
   * @throws io.clientele.failure.DataRefusedException if a gate refuses the data
   */
  public static CustomerBase of(
      Inputs inputs,
      LineReading reading,
      Workspace workspace,
      RefusedKeeper refused,
      Optional<Integer> loyaltyPeriodDays,
      Steps steps) {
    Plan plan = inputs.plan();
    BaseConfig config = plan.config();
    if (!inputs.optional().kinds().isEmpty()) {
      steps.begin("optional sources");
      inputs.optional().stage(workspace, refused);
    }
    LineContract contract = new LineContract(inputs.mapping(), inputs.optional().referenceData());
    steps.begin("lines to customers");
    inputs.lines().checkLookups();
    FoldedLines lines = FoldedLines.of(workspace.keep("lines", reading.folded(inputs, contract)));
    if (Enrichment.applies(inputs.optional().kinds())) {
      steps.begin("facts of customers");
      lines =
          lines.with(
              workspace.keep(
                  "facts",
                  new Enrichment(config, plan.asOf())
                      .of(lines.customers(), plan.spans(), inputs.optional().all())));
    }
    steps.begin("check");
    inputs.checkUnchanged();
    Accounting accounting =
        Accounting.of(lines, contract.reasons().names(), contract.rates().currencies());
    Dataset<Row> conflicts = lines.conflicts();
    accounting.checkGates(
        config,
        plan.asOf(),
        inputs.lines().describe(),
        () ->
            contract
                .refusedText()
                .of(reading.refused(inputs, contract, conflicts), accounting.reasons(), refused));
    BaseStatistics statistics =
        loyaltyPeriodDays
            .map(BaseStatistics::new)
            .orElseGet(() -> BaseStatistics.of(accounting.gaps(), accounting.repeatBuyers()));
    return new CustomerBase(
        inputs,
        reading,
        contract,
        lines,
        accounting,
        plan.features(statistics),
        statistics,
        Suspicions.of(accounting, lines.customers(), config),
        workspace);
  }

  /** One row a customer with every feature; lazy. */
  public Dataset<Row> customers() {
    return features.apply(folded.customers());
  }

  /** The refused lines with their reasons and their original text; lazy. */
  public Dataset<Row> refusedLines() {
    return reading.refused(inputs, contract, folded.conflicts());
  }

  /** What was decided before. */
  public Plan plan() {
    return inputs.plan();
  }
}
