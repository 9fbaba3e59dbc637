package io.clientele.run;

import io.clientele.failure.ClienteleException;
import io.clientele.feature.Features;
import io.clientele.history.EarlierEdges;
import io.clientele.history.History;
import io.clientele.ingest.MappingCheck;
import io.clientele.ingest.RefusedKeeper;
import io.clientele.lake.Pointer;
import io.clientele.lake.Publication;
import io.clientele.lake.RefusedRows;
import io.clientele.lake.RunModels;
import io.clientele.spark.Workspace;
import io.clientele.spine.CustomerBase;
import io.clientele.spine.Inputs;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.spine.Steps;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main job for one base and one as-of date: open, recognise, read, score, segment, make the
 * outputs, publish.
 */
public final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final RunContext context;
  private final List<Output> outputs;
  private final Steps steps;
  private boolean copied;

  /** A run that has not begun, with everything that the product publishes. */
  public Pipeline(RunContext context) {
    this(context, Outputs.ALL);
  }

  /** A run with the given outputs. */
  public Pipeline(RunContext context, List<Output> outputs) {
    this.context = context;
    this.outputs = outputs;
    this.steps = new Steps(context.clock(), context.progress());
  }

  /**
   * Runs.
   *
   * @throws ClienteleException if the configuration, the data or another run forbids it; the last
   *     good run stays
   */
  public RunReport execute() {
    try {
      RunReport report = run();
      keptRefusals().clear();
      return report;
    } catch (Exception | VirtualMachineError | LinkageError | FSError e) {
      // Spark throws its checked exceptions without declaring them; errors have a sentence too.
      throw Failures.translate(e, context.config());
    } finally {
      dropLanded();
    }
  }

  /** What a run that had nothing to do, or did not get as far as publishing, has copied. */
  private void dropLanded() {
    if (copied) {
      try {
        context.lake().dropStaging(context.attempt());
      } catch (ClienteleException e) {
        LOG.warn("copied rows were not removed", e);
      }
    }
  }

  private KeptRefusals keptRefusals() {
    return new KeptRefusals(
        new RefusedRows(context.spark(), context.lake(), context.config().base()));
  }

  /** Copies of tables of databases; they go with the staging of the attempt. */
  private Dataset<Row> landed(String source, Dataset<Row> rows) {
    context.lake().prepare(context.attempt());
    copied = true;
    return Workspace.files(context.spark(), context.lake().staging(context.attempt()) + "/landed")
        .keep(source, rows);
  }

  private RunReport run() {
    MappingCheck.of(context.config());
    Plan plan = Plan.of(context.config(), context.asOf(), context.schemes(), context.codeVersion());
    List<Output> applied = outputs.stream().filter(output -> output.applies(plan)).toList();
    Pointer.State state = context.pointer().read();
    History history = new History(context.spark(), context.lake(), context.config().base(), state);
    applied.forEach(output -> output.check(plan, history));
    steps.begin("source");
    Inputs inputs =
        Inputs.open(context.spark(), plan, history, context.lines().landing(this::landed));
    inputs.checkApartFrom(context.lake().location());
    try (Interpretation own =
        Interpretation.begin(context.spark(), context.config(), inputs.textBytes())) {
      return run(plan, applied, state, history, inputs);
    }
  }

  private RunReport run(
      Plan plan, List<Output> applied, Pointer.State state, History history, Inputs inputs) {
    steps.begin("lake");
    context.lake().prepare(context.attempt());
    context.lake().dropStagingOf(context.pointer()::isGone);
    Registrations registrations = Registrations.check(inputs, context.lake());
    EarlierEdges edges = EarlierEdges.of(plan.demands(), history);
    List<String> earlier = new ArrayList<>(edges.fingerprint());
    applied.forEach(output -> earlier.addAll(output.dependsOn(plan, history)));
    RunIdentity identity = RunIdentity.of(inputs, earlier);
    Publication.Run run =
        new Publication.Run(plan.config().base(), plan.asOf(), identity.runId(), context.attempt());
    Recognition known = Recognition.of(plan, history, state, identity);
    if (known.isWhole()) {
      if (!known.counts()) {
        Publication.reinstate(context.pointer(), state, run);
      }
      registrations.registerSchemes();
      steps.end();
      return RunReport.of(
          context,
          known.counts() ? RunReport.Outcome.UNCHANGED : RunReport.Outcome.REINSTATED,
          inputs,
          identity,
          RunReport.Tables.of(history, identity.runId()),
          registrations.notes(inputs),
          steps);
    }
    EarlierEdges.Taken taken =
        edges.take(
            plan.demands(), history, Features.declared(plan.spans(), plan.config().attributes()));
    RunReport report;
    try (Publication publication =
        Publication.begin(
            context.spark(),
            context.lake(),
            context.pointer(),
            known.complete() ? state.doubting(identity.runId()) : state,
            run,
            tables(plan, applied),
            context.clock())) {
      try {
        report =
            publish(publication, inputs, applied, identity, taken, registrations, known.notes());
      } catch (Exception | VirtualMachineError | LinkageError | FSError e) {
        RuntimeException translated = Failures.translate(e, context.config());
        publication.fail(Failures.status(translated), Failures.ledgerText(translated));
        throw translated;
      }
    }
    registrations.registerSchemes();
    registrations.registerSources(identity.runId());
    return report;
  }

  /** What the run may fill, and what is there already and may hold rows of an unfinished run. */
  private List<TableSpec> tables(Plan plan, List<Output> applied) {
    List<TableSpec> tables = new ArrayList<>();
    for (Output output : outputs) {
      List<TableSpec> own = output.tables(plan);
      boolean fills = applied.contains(output);
      own.stream().filter(table -> fills || context.lake().has(table)).forEach(tables::add);
    }
    return tables;
  }

  private RunReport publish(
      Publication publication,
      Inputs inputs,
      List<Output> applied,
      RunIdentity identity,
      EarlierEdges.Taken taken,
      Registrations registrations,
      List<String> repaired) {
    Workspace workspace = Workspace.files(context.spark(), publication.staging());
    RefusedKeeper keeper =
        refused ->
            keptRefusals().keep(refused, context.asOf(), identity.runId(), context.attempt());
    CustomerBase base =
        CustomerBase.of(
            inputs, context.lines(), workspace, keeper, taken.loyaltyPeriodDays(), steps);
    steps.begin("scores");
    ScoredBase scored = ScoredBase.of(base, taken.sets());
    Map<TableSpec, List<? extends Record>> small = new LinkedHashMap<>();
    Map<String, Duration> written;
    List<String> notes = new ArrayList<>(repaired);
    notes.addAll(registrations.notes(inputs));
    notes.addAll(base.suspicions());
    try (Workspace.Cache cache = new Workspace.Cache()) {
      steps.begin("segments");
      SegmentedBase segmented = SegmentedBase.of(scored, applied, cache);
      List<TableRows> large = new ArrayList<>();
      for (Output output : applied) {
        steps.begin(output.name());
        Produced produced = output.of(segmented);
        large.addAll(produced.large());
        small.putAll(produced.small());
        notes.addAll(produced.notes());
        if (produced.model() != null) {
          new RunModels(context.spark(), context.lake(), inputs.plan().config().base())
              .put(identity.runId(), produced.model().apply(identity.runId()));
        }
      }
      steps.begin("tables");
      written = publication.write(large, small);
    }
    steps.begin("publish");
    inputs.checkUnchanged();
    steps.end();
    Map<String, Duration> seconds = new LinkedHashMap<>(steps.seconds());
    // Beside "tables", which they are parts of: they were written at the same time.
    written.forEach((table, time) -> seconds.merge(table, time, Duration::plus));
    publication.complete(identity.facts(inputs, base.accounting()), seconds);
    return RunReport.of(
        context,
        RunReport.Outcome.PUBLISHED,
        inputs,
        identity,
        RunReport.Tables.of(small),
        notes,
        steps);
  }
}
