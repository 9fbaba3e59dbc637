package io.clientele.spine;

import io.clientele.config.BaseConfig;
import io.clientele.fact.Enrichment;
import io.clientele.feature.Accounting;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Features;
import io.clientele.quality.CheckedLines;
import io.clientele.quality.LineContract;
import io.clientele.quality.RefusedKeeper;
import io.clientele.spark.Workspace;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The customers of a base, folded from their lines, and the account of every line.
 *
 * @param inputs what was read
 * @param contract the mapping of the lines with all that other sources tell of them
 * @param staged one row a customer, and the rows that account for the lines
 * @param accounting every line in one class, with its money
 * @param features the declared features, over {@code staged}
 * @param statistics the numbers of the base that features compare with
 * @param workspace keeps rows that are read more than once
 */
public record CustomerBase(
    Inputs inputs,
    LineContract contract,
    Dataset<Row> staged,
    Accounting accounting,
    Features features,
    BaseStatistics statistics,
    Workspace workspace) {

  /**
   * Reads the sources and folds the lines: one pass, one shuffle by customer.
   *
   * @param workspace keeps the rows that later steps read
   * @param refused keeps the refused rows where a gate ends the run
   * @param loyaltyPeriodDays of the snapshot whose edges are used; empty to find this base's own
   * @param steps is told what happens
   * @throws io.clientele.failure.DataRefusedException if a gate refuses the data
   */
  public static CustomerBase of(
      Inputs inputs,
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
    LineContract.Beside beside = inputs.optional().beside();
    LineContract contract =
        beside.isNothing()
            ? inputs.contract()
            : new LineContract(config, inputs.transactions(), plan.asOf(), beside);
    steps.begin("lines to customers");
    inputs.lines().checkLookups();
    Dataset<Row> staged =
        workspace.keep("lines", StagedCustomers.of(contract, plan.asOf(), plan.spans()));
    if (Enrichment.applies(inputs.optional().kinds())) {
      steps.begin("facts of customers");
      staged =
          workspace.keep(
              "facts",
              new Enrichment(config, plan.asOf())
                  .of(staged, plan.spans(), inputs.optional().all()));
    }
    steps.begin("check");
    inputs.checkUnchanged();
    Accounting accounting =
        Accounting.of(staged, contract.reasons().names(), contract.rates().currencies());
    Dataset<Row> folded = staged;
    accounting.checkGates(
        config.maxQuarantinedShare(),
        plan.asOf(),
        inputs.transactions().manifest().describe(),
        () ->
            contract
                .refusedText()
                .of(new CheckedLines(contract).quarantine(folded), accounting.reasons(), refused));
    BaseStatistics statistics =
        loyaltyPeriodDays
            .map(BaseStatistics::new)
            .orElseGet(() -> BaseStatistics.of(accounting.gaps(), accounting.repeatBuyers()));
    return new CustomerBase(
        inputs, contract, staged, accounting, plan.features(statistics), statistics, workspace);
  }

  /** One row a customer with every feature; lazy. */
  public Dataset<Row> customers() {
    return features.apply(staged);
  }

  /** What was decided before. */
  public Plan plan() {
    return inputs.plan();
  }
}
