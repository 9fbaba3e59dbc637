package io.clientele.spine;

import io.clientele.history.History;
import io.clientele.ingest.LineContract;
import io.clientele.ingest.OptionalInputs;
import io.clientele.ingest.Source;
import io.clientele.ingest.SourceRows;
import io.clientele.ingest.SourceShape;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The sources of a run: pinned and checked against the configuration, but not read.
 *
 * @param plan what is decided before
 * @param history the earlier runs of the base
 * @param transactions the lines
 * @param contract their mapping, without what other sources tell of them
 * @param optional the other sources
 */
public record Inputs(
    SparkSession spark,
    Plan plan,
    History history,
    SourceRows transactions,
    LineContract contract,
    OptionalInputs optional) {

  /**
   * Opens all sources and analyses every mapping.
   *
   * @throws io.clientele.failure.ConfigurationException if a source is not what the configuration
   *     says
   */
  public static Inputs open(SparkSession spark, Plan plan, History history) {
    SourceRows transactions = new Source(spark, plan.config().transactions().source()).open();
    return new Inputs(
        spark,
        plan,
        history,
        transactions,
        new LineContract(
            plan.config(), transactions, plan.asOf(), LineContract.ReferenceData.NOTHING),
        new OptionalInputs(spark, plan.config(), plan.asOf()));
  }

  /** The columns of every source. */
  public List<SourceShape> shapes() {
    return optional.shapes(plan.config().transactions().source(), transactions);
  }

  /** Exactly what is read, for the run's identity. */
  public List<String> fingerprints() {
    List<String> parts = new ArrayList<>(List.of(transactions.manifest().fingerprint()));
    parts.addAll(optional.fingerprints());
    return parts;
  }

  /** What is read, for people. */
  public String describe() {
    List<String> parts = new ArrayList<>(List.of(transactions.manifest().describe()));
    parts.addAll(optional.describe());
    return String.join("; ", parts);
  }

  /** What the user should know about the sources and their mappings. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(contract.notes());
    notes.addAll(optional.notes());
    return notes;
  }

  /**
   * Fails if files of the lines were changed, added or removed since they were pinned.
   *
   * @throws io.clientele.failure.DataRefusedException naming the source
   */
  public void checkUnchanged() {
    lines().checkUnchanged(transactions.manifest());
  }

  /**
   * Fails where a source and the lake lie in each other.
   *
   * @param lake where runs are published
   */
  public void checkApartFrom(String lake) {
    lines().checkApartFrom(lake);
    plan.config().sources().values().stream()
        .flatMap(source -> source.parts().stream())
        .forEach(part -> new Source(spark, part.source()).checkApartFrom(lake));
  }

  /** The source of the lines. */
  Source lines() {
    return new Source(spark, plan.config().transactions().source());
  }
}
