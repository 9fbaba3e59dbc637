package io.clientele.run;

import static org.apache.spark.sql.functions.col;

import io.clientele.border.NearBorders;
import io.clientele.cluster.FeatureChoice;
import io.clientele.concentration.Measure;
import io.clientele.concentration.Scoped;
import io.clientele.config.BaseConfig;
import io.clientele.config.ClusterConfig;
import io.clientele.config.SourceKind;
import io.clientele.fact.Enrichment;
import io.clientele.fact.ReceivableSummary;
import io.clientele.failure.ClienteleException;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Features;
import io.clientele.feature.LineClass;
import io.clientele.feature.Span;
import io.clientele.feature.Staged;
import io.clientele.profit.MarginSteps;
import io.clientele.publish.Inspection;
import io.clientele.publish.Lake;
import io.clientele.publish.LakeViews;
import io.clientele.publish.Pointer;
import io.clientele.publish.Publication;
import io.clientele.publish.Registry;
import io.clientele.publish.RunModels;
import io.clientele.publish.SourceShapes;
import io.clientele.quality.CheckedLines;
import io.clientele.quality.LineContract;
import io.clientele.rule.RuleColumns;
import io.clientele.segment.Precedents;
import io.clientele.segment.Scheme;
import io.clientele.segment.SegmentRule;
import io.clientele.segment.SegmentSummary;
import io.clientele.source.Source;
import io.clientele.source.SourceRows;
import io.clientele.standing.Demand;
import io.clientele.standing.ScoreCounts;
import io.clientele.standing.SetStanding;
import io.clientele.standing.StandingRows;
import io.clientele.standing.Standings;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CurrencyTable;
import io.clientele.table.ExplanationTables;
import io.clientele.table.LedgerTables;
import io.clientele.table.ProfitTables;
import io.clientele.table.QuarantineTable;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The main job for one base and one as-of date: read, check, fold, order, segment, summarise,
 * prove, publish.
 */
public final class Pipeline {
  static final long NOT_COUNTED = -1;

  private final Context context;
  private final BaseConfig config;
  private final LocalDate asOf;
  private final List<Span> spans;
  private final Map<String, Duration> seconds = new LinkedHashMap<>();
  private List<String> sourceChanges = List.of();
  private List<String> damage = List.of();
  private @Nullable String step;
  private Instant stepBegan;

  /**
   * What a run gets from outside.
   *
   * @param spark the session
   * @param config the base's configuration
   * @param asOf the as-of date
   * @param schemes the schemes of the configuration, checked
   * @param pointer decides which run counts
   * @param lake where to publish
   * @param attempt this attempt's own id
   * @param codeVersion the release
   * @param clock for the ledger; no result depends on it
   * @param progress is told the steps
   */
  public record Context(
      SparkSession spark,
      BaseConfig config,
      LocalDate asOf,
      List<Scheme> schemes,
      Lake lake,
      Pointer pointer,
      String attempt,
      String codeVersion,
      Clock clock,
      Progress progress) {}

  /** A run that has not begun. */
  public Pipeline(Context context) {
    this.context = context;
    this.config = context.config();
    this.asOf = context.asOf();
    this.spans = Span.of(config.windowsDays());
    this.stepBegan = context.clock().instant();
  }

  /**
   * Runs.
   *
   * @throws ClienteleException if the configuration, the data or another run forbids it; the last
   *     good run stays
   */
  public RunReport execute() {
    try {
      return run();
    } catch (Exception e) {
      // Spark throws its checked exceptions without declaring them.
      throw Failures.translate(e);
    }
  }

  private RunReport run() {
    Selection selection = select();
    if (config.clusters() != null) {
      FeatureChoice.check(config.clusters(), Features.declared(spans), config::tells);
    }
    SchemeProofs proofs = SchemeProofs.of(selection.schemes());
    begin("source");
    SourceRows source = new Source(context.spark(), config.transactions().source()).open();
    LineContract contract = new LineContract(config, source, asOf, LineContract.Beside.NOTHING);
    OptionalInputs optional = new OptionalInputs(context.spark(), config, asOf);
    begin("lake");
    Pointer.State seen = context.pointer().read();
    context.lake().prepare(context.attempt());
    List<Registry.Version> versions = Explanations.versions(selection.schemes());
    Registry registry = new Registry(context.spark(), context.lake(), config.base());
    registry.check(versions);
    SourceShapes shapes = new SourceShapes(context.spark(), context.lake(), config.base());
    List<SourceShapes.Shape> columns = optional.shapes(config.transactions().source(), source);
    sourceChanges = shapes.check(columns);
    List<Demand> demands = Demand.of(config.scores(), selection.ofCustomers(), asOf);
    EarlierRuns earlierRuns = EarlierRuns.of(demands, seen, config, context.lake());
    ExitCandidates exits =
        new ExitCandidates(config, context.lake(), seen, asOf, selection.ofCustomers());
    RunModels models = new RunModels(context.spark(), context.lake(), config.base());
    EarlierModel earlierModel = earlierModel(seen, models);
    List<String> before = new ArrayList<>(earlierRuns.fingerprint());
    before.addAll(exits.fingerprint());
    before.addAll(earlierModel.fingerprint());
    Identity identity = identify(source, optional, selection, before);
    String current = seen.current().get(asOf);
    boolean counts = identity.runId().equals(current);
    boolean complete =
        counts
            || (current != null
                && !seen.isUnfinished(identity.runId())
                && isComplete(identity.runId()));
    damage = complete ? damage(identity, seen, models) : List.of();
    Pointer.State state = damage.isEmpty() ? seen : seen.doubting(identity.runId());
    if (counts && damage.isEmpty()) {
      registry.register(versions);
      return earlier(
          RunReport.Outcome.UNCHANGED,
          identity,
          input(source, optional),
          selection,
          notes(contract, optional, selection));
    }
    Publication.Run run =
        new Publication.Run(config.base(), asOf, identity.runId(), context.attempt());
    if (complete && damage.isEmpty()) {
      Publication.reinstate(context.pointer(), state, run);
      registry.register(versions);
      return earlier(
          RunReport.Outcome.REINSTATED,
          identity,
          input(source, optional),
          selection,
          notes(contract, optional, selection));
    }
    EarlierRuns.Taken taken =
        earlierRuns.take(demands, config, context.lake(), Features.declared(spans));
    try (Publication publication =
        Publication.begin(
            context.spark(),
            context.lake(),
            context.pointer(),
            state,
            run,
            new PublishedTables(
                    config,
                    Features.of(spans, config::tells, config.costs(), asOf, new BaseStatistics(1)),
                    selection.schemes(),
                    demands)
                .all(context.lake()::has),
            context.clock())) {
      RunReport report;
      try {
        report =
            publish(
                publication,
                source,
                contract,
                optional,
                selection,
                identity,
                demands,
                taken,
                exits,
                proofs,
                (assigned, features, of) ->
                    clusters(publication, identity, assigned, features, of, earlierModel, models));
      } catch (Exception e) {
        RuntimeException translated = Failures.translate(e);
        String status = translated instanceof ClienteleException ? "refused" : "failed";
        publication.fail(status, String.valueOf(translated.getMessage()));
        throw translated;
      }
      registry.register(versions);
      shapes.register(columns, identity.runId());
      return report;
    }
  }

  private RunReport publish(
      Publication publication,
      SourceRows source,
      LineContract analysed,
      OptionalInputs optional,
      Selection selection,
      Identity identity,
      List<Demand> demands,
      EarlierRuns.Taken taken,
      ExitCandidates exits,
      SchemeProofs proofs,
      Clustering clustering) {
    LineContract contract = analysed;
    if (!optional.kinds().isEmpty()) {
      begin("optional sources");
      optional.stage(publication.staging());
    }
    LineContract.Beside beside = optional.beside();
    if (!beside.isNothing()) {
      contract = new LineContract(config, source, asOf, beside);
    }
    begin("lines to customers");
    new Source(context.spark(), config.transactions().source()).checkLookups();
    Dataset<Row> staged = stage(publication, contract);
    if (optional.enrich()) {
      begin("facts of customers");
      staged = enrich(publication, staged, optional);
    }

    begin("check");
    checkUnchanged(source);
    Accounting accounting = Accounting.of(staged, contract);
    accounting.checkGates(config.maxQuarantinedShare(), asOf, source.manifest().describe());
    BaseStatistics statistics =
        taken
            .loyaltyPeriodDays()
            .map(BaseStatistics::new)
            .orElseGet(() -> BaseStatistics.of(accounting.gaps(), accounting.repeatBuyers()));

    begin("scores and concentration");
    Features features = Features.of(spans, config::tells, config.costs(), asOf, statistics);
    List<Scheme> schemes =
        AttributeValues.resolve(
            selection.ofCustomers(),
            features.apply(staged),
            accounting.buyers(),
            accounting.customers());
    BaseOrder order =
        BaseOrder.of(
            staged, config, features, demands, taken.sets(), config.concentration().scopes());
    Standings standings = order.standings();
    Dataset<Row> assigned = assign(features.apply(staged), standings, schemes);

    begin("customer_features");
    PublishedTables tables = new PublishedTables(config, features, schemes, demands);
    TableSpec featuresTable = tables.customerFeatures();
    publication.write(
        featuresTable, PublishedTables.select(assigned, featuresTable), accounting.customers());
    begin("customer_segments");
    MarginSteps steps = new MarginSteps(config);
    TableSpec segmentsTable = tables.customerSegments();
    SegmentConcentration within =
        new SegmentConcentration(config, schemes, BaseOrder.measures(config));
    List<String> measured = new ArrayList<>(within.columns());
    measured.addAll(steps.features());
    Dataset<Row> kept =
        outcome(assigned, segmentsTable, standings, schemes, measured)
            .persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> outcome = named(kept, schemes);
    Map<SegmentSummary.Cell, SegmentSummary.Totals> summary;
    ScoreCounts scores;
    ProfitOutputs profit;
    List<Row> reasons;
    List<Scoped> concentrations = new ArrayList<>(order.concentrations());
    try {
      publication.write(
          segmentsTable, PublishedTables.select(outcome, segmentsTable), accounting.customers());
      begin("summaries");
      summary = SegmentSummary.of(outcome, schemes, steps.sums());
      scores = ScoreCounts.of(outcome, standings);
      concentrations.addAll(within.of(outcome));
      begin("near_border");
      publication.write(
          ExplanationTables.NEAR_BORDER,
          NearBorders.of(
              outcome,
              Explanations.borders(schemes, config, standings, statistics),
              config.nearBorder()),
          NOT_COUNTED);
      begin("profit");
      profit = new ProfitOutputs(config, steps, schemes, summary);
      reasons = profit.write(publication, outcome, scheme -> rules(scheme, standings), exits);
    } finally {
      kept.unpersist();
    }
    List<String> onData =
        proofs.onData(assigned, scheme -> rules(scheme, standings), config::tells);
    ClusterStep clusters = clustering.of(assigned, features, schemes);
    List<Scheme> all = new ArrayList<>(schemes);
    Map<SegmentSummary.Cell, Long> leads = Map.of();
    if (optional.kinds().contains(SourceKind.LEADS)) {
      begin("leads");
      LeadSegments leadSegments = leadSegments(selection, schemes, staged, optional);
      leads = publishLeads(publication, leadSegments, staged, optional);
      leadSegments.schemes().stream()
          .filter(scheme -> !scheme.file().population().ofCustomers())
          .forEach(all::add);
    }
    List<Row> reconciliation =
        SmallTables.reconciliation(
            accounting, summary, schemes, Scoped.of(concentrations, Measure.REVENUE));
    SmallTables.prove(accounting, reconciliation);
    List<Row> reconciled = new ArrayList<>(reconciliation);
    reconciled.addAll(SourceReconciliation.of(optional.accounts(), leads));
    Map<TableSpec, List<Row>> small =
        SmallTables.all(
            reconciled,
            SmallTables.segmentSummary(summary, leads),
            SmallTables.definitions(all),
            StandingRows.scoreEdges(standings, scores),
            StandingRows.baseStatistics(standings, statistics.loyaltyPeriodDays()),
            SmallTables.concentration(concentrations),
            SmallTables.curve(concentrations),
            SchemeRuns.rows(context.schemes(), selection.skipped(), config));

    begin("quarantine");
    quarantine(publication, source, contract, staged, optional, accounting);
    begin("publish");
    Map<TableSpec, List<Row>> written = new LinkedHashMap<>(small);
    written.put(ExplanationTables.SCHEME_DEFINITIONS, Explanations.definitions(all, config));
    written.putAll(profit.small(assigned));
    written.put(ProfitTables.SEGMENT_REASONS, reasons);
    Dataset<Row> invoices = optional.all().get(SourceKind.RECEIVABLES);
    written.put(
        ProfitTables.RECEIVABLE_SUMMARY,
        invoices == null ? List.of() : ReceivableSummary.of(invoices, asOf));
    written.put(CurrencyTable.SPEC, Currencies.rows(accounting, contract.rates()));
    written.putAll(clusters.tables());
    publication.writeSmall(written);
    end();
    publication.complete(
        new Publication.Facts(
            input(source, optional),
            identity.input(),
            identity.config(),
            context.codeVersion(),
            selection.schemes().stream().map(Scheme::name).toList(),
            selection.skipped(),
            accounting.customers(),
            accounting.customerRevenue()),
        seconds);
    List<String> notes = notes(contract, optional, selection);
    notes.addAll(fit(schemes, summary, accounting.customers()));
    notes.addAll(proofs.notes());
    notes.addAll(onData);
    notes.addAll(clusters.notes());
    return report(
        RunReport.Outcome.PUBLISHED, identity, input(source, optional), selection, small, notes);
  }

  /** The schemes of leads, with the values of attribute schemes resolved. */
  private LeadSegments leadSegments(
      Selection selection, List<Scheme> ofCustomers, Dataset<Row> staged, OptionalInputs optional) {
    List<Scheme> mine = new ArrayList<>();
    ofCustomers.stream().filter(s -> s.file().population().ofLeads()).forEach(mine::add);
    List<Scheme> only = selection.ofLeadsOnly();
    boolean attributes = only.stream().anyMatch(scheme -> scheme.file().attribute() != null);
    if (attributes) {
      Dataset<Row> base = new LeadSegments(config, only).base(optional, staged, asOf);
      only = AttributeValues.resolve(only, base, 0, base.count());
    }
    mine.addAll(only);
    return new LeadSegments(config, mine);
  }

  /** The step over clusters, with everything that it needs beside the customers. */
  @FunctionalInterface
  private interface Clustering {
    ClusterStep of(Dataset<Row> assigned, Features features, List<Scheme> schemes);
  }

  private ClusterStep clusters(
      Publication publication,
      Identity identity,
      Dataset<Row> assigned,
      Features features,
      List<Scheme> schemes,
      EarlierModel earlier,
      RunModels models) {
    ClusterConfig clusters = config.clusters();
    if (clusters == null) {
      return ClusterStep.none();
    }
    begin("clusters");
    return ClusterStep.of(
        new ClusterStep.Input(
            config,
            clusters,
            asOf,
            identity.runId(),
            context.codeVersion(),
            features,
            schemes,
            earlier),
        assigned,
        publication,
        models);
  }

  private EarlierModel earlierModel(Pointer.State state, RunModels models) {
    ClusterConfig clusters = config.clusters();
    return clusters == null ? EarlierModel.none() : EarlierModel.of(clusters, state, asOf, models);
  }

  private Map<SegmentSummary.Cell, Long> publishLeads(
      Publication publication,
      LeadSegments segments,
      Dataset<Row> staged,
      OptionalInputs optional) {
    Dataset<Row> assigned =
        segments
            .assigned(segments.base(optional, staged, asOf))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      publication.write(segments.table(), PublishedTables.select(assigned, segments.table()), -1);
      return segments.counts(assigned);
    } finally {
      assigned.unpersist();
    }
  }

  private void quarantine(
      Publication publication,
      SourceRows source,
      LineContract contract,
      Dataset<Row> staged,
      OptionalInputs optional,
      Accounting accounting) {
    long lines = accounting.of(LineClass.QUARANTINED).lines();
    Dataset<Row> refused = lines > 0 ? new CheckedLines(contract).quarantine(staged) : null;
    Dataset<Row> others = optional.quarantine();
    if (others != null) {
      refused = refused == null ? others : refused.unionByName(others);
    }
    if (refused != null) {
      publication.write(QuarantineTable.SPEC, refused, lines + optional.refused());
      checkUnchanged(source);
    }
  }

  private List<String> notes(LineContract contract, OptionalInputs optional, Selection selection) {
    List<String> notes = new ArrayList<>();
    damage.forEach(what -> notes.add(what + "; the run was published anew"));
    notes.addAll(sourceChanges);
    notes.addAll(contract.notes());
    notes.addAll(optional.notes());
    for (Scheme scheme : selection.schemes()) {
      List<String> absent = scheme.signals(config::tells, false);
      if (!absent.isEmpty()) {
        notes.add(
            scheme.name()
                + " is partial: the sources do not tell "
                + String.join(", ", absent)
                + ", which count as absent");
      }
    }
    return notes;
  }

  private static String input(SourceRows source, OptionalInputs optional) {
    List<String> parts = new ArrayList<>(List.of(source.manifest().describe()));
    parts.addAll(optional.describe());
    return String.join("; ", parts);
  }

  private void checkUnchanged(SourceRows source) {
    new Source(context.spark(), config.transactions().source()).checkUnchanged(source.manifest());
  }

  /** The one pass over the lines, materialised: what follows reads customers, not lines. */
  private Dataset<Row> stage(Publication publication, LineContract contract) {
    StructType schema = Staged.schema(spans);
    String staging = publication.staging() + "/lines";
    StagedCustomers.of(contract, asOf, spans).write().parquet(staging);
    return context.spark().read().schema(schema).parquet(staging);
  }

  /** Customers with what the optional sources tell, materialised once more. */
  private Dataset<Row> enrich(
      Publication publication, Dataset<Row> staged, OptionalInputs optional) {
    Dataset<Row> enriched = new Enrichment(config, asOf).of(staged, spans, optional.all());
    String staging = publication.staging() + "/facts";
    enriched.write().parquet(staging);
    return context.spark().read().schema(enriched.schema()).parquet(staging);
  }

  private Dataset<Row> assign(Dataset<Row> customers, Standings standings, List<Scheme> schemes) {
    Dataset<Row> assigned = standings.score(customers);
    for (List<Scheme> round : Precedents.rounds(schemes)) {
      List<Column> segments = new ArrayList<>(List.of(col("*")));
      for (Scheme scheme : round) {
        RuleColumns rules = rules(scheme, standings);
        segments.add(scheme.segmentNumber(rules, config::tells).as(scheme.numberColumn()));
        segments.addAll(scheme.flags(rules, config::tells));
      }
      assigned = named(assigned.select(segments.toArray(Column[]::new)), round);
    }
    return assigned;
  }

  /** The names of the segments beside their numbers. */
  private static Dataset<Row> named(Dataset<Row> numbered, List<Scheme> schemes) {
    List<Column> names = new ArrayList<>(List.of(col("*")));
    schemes.forEach(s -> names.add(s.segment(col(s.numberColumn())).as(s.name())));
    return numbered.select(names.toArray(Column[]::new));
  }

  private RuleColumns rules(Scheme scheme, Standings standings) {
    SetStanding set = standings.of(config.scores(), scheme);
    return new RuleColumns(scheme.vocabulary(), config::tells, set.constants(), set::named);
  }

  /**
   * What the segments and their summaries need of each customer: narrow, and read several times.
   * Segments are numbers in it.
   */
  private static Dataset<Row> outcome(
      Dataset<Row> assigned,
      TableSpec segments,
      Standings standings,
      List<Scheme> schemes,
      List<String> measured) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (ColumnSpec column : segments.columns().subList(3, segments.columns().size())) {
      columns.put(column.name(), col(column.name()));
    }
    standings.columns().forEach(column -> columns.putIfAbsent(column.toString(), column));
    Set<String> features = new LinkedHashSet<>(SegmentSummary.FEATURES);
    features.addAll(measured);
    features.addAll(NearBorders.columns(schemes, List.of(assigned.columns())));
    features.forEach(feature -> columns.put(feature, col(feature)));
    for (Scheme scheme : schemes) {
      columns.remove(scheme.name());
      columns.put(scheme.numberColumn(), col(scheme.numberColumn()));
    }
    return assigned.select(columns.values().toArray(Column[]::new));
  }

  private Selection select() {
    return Selection.of(context.schemes(), config);
  }

  private record Identity(String runId, String input, String config) {}

  private Identity identify(
      SourceRows source, OptionalInputs optional, Selection selection, List<String> before) {
    List<String> inputs = new ArrayList<>(List.of(source.manifest().fingerprint()));
    inputs.addAll(optional.fingerprints());
    String input = Fingerprint.of(inputs);
    List<String> parts = new ArrayList<>(List.of(config.fingerprint()));
    selection.schemes().forEach(scheme -> parts.add(scheme.file().fingerprint()));
    parts.addAll(before);
    String configuration = Fingerprint.of(parts);
    String run =
        Fingerprint.of(
            List.of(
                config.base(),
                asOf.toString(),
                input,
                configuration,
                context.codeVersion(),
                Integer.toString(Tables.FORMAT_VERSION)));
    return new Identity(
        asOf.toString().replace("-", "") + "-" + run.substring(0, 12), input, configuration);
  }

  /** What is missing of a run that was published; such a run is published anew. */
  private List<String> damage(Identity identity, Pointer.State state, RunModels models) {
    List<String> found = new ArrayList<>();
    if (state.isUnfinished(identity.runId())) {
      found.add("lake: run " + identity.runId() + " was being published anew when that ended");
    }
    found.addAll(new Inspection(context.lake(), config.base()).damage(asOf, identity.runId()));
    if (config.clusters() != null && models.find(identity.runId()).isEmpty()) {
      found.add("lake: the cluster model of run " + identity.runId() + " is gone");
    }
    return found;
  }

  private boolean isComplete(String runId) {
    return context.lake().has(LedgerTables.RUNS)
        && !context
            .lake()
            .read(LedgerTables.RUNS)
            .filter(col(TableSpec.BASE).equalTo(config.base()))
            .filter(col(TableSpec.RUN_ID).equalTo(runId))
            .isEmpty();
  }

  private RunReport earlier(
      RunReport.Outcome outcome,
      Identity identity,
      String input,
      Selection selection,
      List<String> notes) {
    end();
    LakeViews views = new LakeViews(context.lake(), config.base());
    Map<TableSpec, List<Row>> small = new LinkedHashMap<>();
    for (TableSpec table :
        SmallTables.all(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of())
            .keySet()) {
      String[] own = table.columnNames().subList(3, table.columns().size()).toArray(String[]::new);
      small.put(
          table,
          views
              .run(table, identity.runId())
              .select(own[0], java.util.Arrays.copyOfRange(own, 1, own.length))
              .collectAsList());
    }
    return report(outcome, identity, input, selection, small, notes);
  }

  private RunReport report(
      RunReport.Outcome outcome,
      Identity identity,
      String input,
      Selection selection,
      Map<TableSpec, List<Row>> small,
      List<String> notes) {
    List<String> all = new ArrayList<>(Explanations.localVersions(selection.schemes()));
    all.addAll(notes);
    return new RunReport(
        outcome,
        config.base(),
        asOf,
        identity.runId(),
        context.lake().location(),
        input,
        small,
        selection.skipped(),
        all,
        Map.copyOf(seconds));
  }

  /** Says so when the limits of the lifecycle scheme do not fit the base. */
  private static List<String> fit(
      List<Scheme> schemes,
      Map<SegmentSummary.Cell, SegmentSummary.Totals> summary,
      long customers) {
    List<String> notes = new ArrayList<>();
    for (Scheme scheme : schemes) {
      boolean lifecycle =
          scheme.file().allSegments().stream().anyMatch(s -> s.name().endsWith("_lost"))
              && scheme.file().allSegments().stream().anyMatch(s -> s.name().endsWith("_active"));
      if (lifecycle && customers > 0) {
        BigDecimal lost = shareEnding(scheme, summary, "_lost", customers);
        BigDecimal active = shareEnding(scheme, summary, "_active", customers);
        if (lost.compareTo(new BigDecimal("0.70")) > 0
            || active.compareTo(new BigDecimal("0.05")) < 0) {
          notes.add(
              scheme.name()
                  + ": its limits do not fit this base ("
                  + lost.movePointRight(2)
                  + " % lost, "
                  + active.movePointRight(2)
                  + " % active); try bin/clientele calibrate with the same --config");
        }
      }
    }
    return notes;
  }

  private static BigDecimal shareEnding(
      Scheme scheme,
      Map<SegmentSummary.Cell, SegmentSummary.Totals> summary,
      String ending,
      long customers) {
    long inside = 0;
    for (SegmentRule segment : scheme.file().allSegments()) {
      if (segment.name().endsWith(ending)) {
        inside +=
            Objects.requireNonNull(
                    summary.get(new SegmentSummary.Cell(scheme.name(), segment.name())))
                .customers();
      }
    }
    return BigDecimal.valueOf(inside)
        .divide(BigDecimal.valueOf(customers), 3, RoundingMode.HALF_UP);
  }

  private void begin(String name) {
    end();
    step = name;
    stepBegan = context.clock().instant();
    context.progress().step(name);
  }

  private void end() {
    if (step != null) {
      seconds.put(step, Duration.between(stepBegan, context.clock().instant()));
      step = null;
    }
  }
}
