package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.clientele.border.NearBorders;
import io.clientele.concentration.Concentration;
import io.clientele.concentration.Measure;
import io.clientele.config.BaseConfig;
import io.clientele.config.Input;
import io.clientele.failure.ClienteleException;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.CustomerFold;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.feature.Line;
import io.clientele.feature.LineClass;
import io.clientele.feature.Span;
import io.clientele.feature.Staged;
import io.clientele.publish.Lake;
import io.clientele.publish.LakeViews;
import io.clientele.publish.Pointer;
import io.clientele.publish.Publication;
import io.clientele.publish.Registry;
import io.clientele.quality.CheckedLines;
import io.clientele.quality.LineContract;
import io.clientele.rule.RuleColumns;
import io.clientele.score.Score;
import io.clientele.score.ScoreEdges;
import io.clientele.segment.Precedents;
import io.clientele.segment.Scheme;
import io.clientele.segment.SegmentRule;
import io.clientele.segment.SegmentSummary;
import io.clientele.source.SourceRows;
import io.clientele.source.TransactionSource;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.LedgerTables;
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
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The main job for one base and one as-of date: read, check, fold, order, segment, summarise,
 * prove, publish.
 */
public final class Pipeline {
  private static final long NOT_COUNTED = -1;

  private final Context context;
  private final BaseConfig config;
  private final LocalDate asOf;
  private final List<Span> spans;
  private final Map<String, Duration> seconds = new LinkedHashMap<>();
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
    begin("source");
    SourceRows source = new TransactionSource(context.spark(), config.transactions()).open();
    LineContract contract = new LineContract(config, source, asOf);
    Selection selection = select();
    Identity identity = identify(source, selection);
    begin("lake");
    context.lake().prepare(context.attempt());
    List<Registry.Version> versions = Explanations.versions(selection.schemes());
    Registry registry = new Registry(context.spark(), context.lake(), config.base());
    registry.check(versions);
    Pointer.State state = context.pointer().read();
    String current = state.current().get(asOf);
    if (identity.runId().equals(current)) {
      registry.register(versions);
      return earlier(RunReport.Outcome.UNCHANGED, identity, source, selection, contract);
    }
    Publication.Run run =
        new Publication.Run(config.base(), asOf, identity.runId(), context.attempt());
    if (current != null && !state.isUnfinished(identity.runId()) && isComplete(identity.runId())) {
      Publication.reinstate(context.pointer(), state, run);
      registry.register(versions);
      return earlier(RunReport.Outcome.REINSTATED, identity, source, selection, contract);
    }
    try (Publication publication =
        Publication.begin(
            context.spark(),
            context.lake(),
            context.pointer(),
            state,
            run,
            tables(selection.schemes()),
            context.clock())) {
      RunReport report;
      try {
        report = publish(publication, source, contract, selection, identity);
      } catch (Exception e) {
        RuntimeException translated = Failures.translate(e);
        String status = translated instanceof ClienteleException ? "refused" : "failed";
        publication.fail(status, String.valueOf(translated.getMessage()));
        throw translated;
      }
      registry.register(versions);
      return report;
    }
  }

  private RunReport publish(
      Publication publication,
      SourceRows source,
      LineContract contract,
      Selection selection,
      Identity identity) {
    List<Scheme> schemes = selection.schemes();
    begin("lines to customers");
    Dataset<Row> staged = stage(publication, contract);

    begin("check");
    checkUnchanged(source);
    Accounting accounting = Accounting.of(staged, contract.reasons().names());
    accounting.checkGates(config.maxQuarantinedShare(), asOf, source.manifest().describe());
    BaseStatistics statistics = BaseStatistics.of(accounting.gaps(), accounting.repeatBuyers());

    begin("scores and concentration");
    BaseOrder order = BaseOrder.of(staged, config, asOf, schemes);
    Features features =
        Features.of(spans, config.transactions().columns().keySet(), asOf, statistics);
    Dataset<Row> assigned = assign(features.apply(staged), order, schemes);

    begin("customer_features");
    publication.write(featuresTable(), select(assigned, featuresTable()), accounting.customers());
    begin("customer_segments");
    Dataset<Row> outcome = outcome(assigned, schemes).persist(StorageLevel.MEMORY_AND_DISK());
    List<Row> baseStatistics = Explanations.baseStatistics(order, statistics);
    Map<SegmentSummary.Cell, SegmentSummary.Totals> summary;
    Map<Score, Map<Integer, Long>> scores;
    try {
      publication.write(
          segmentsTable(schemes), select(outcome, segmentsTable(schemes)), accounting.customers());
      begin("summaries");
      summary = SegmentSummary.of(outcome, schemes);
      scores = scoreCounts(outcome);
      begin("near_border");
      publication.write(
          ExplanationTables.NEAR_BORDER,
          NearBorders.of(
              outcome,
              Explanations.borders(schemes, config, baseStatistics, order.edges()),
              config.nearBorder()),
          NOT_COUNTED);
    } finally {
      outcome.unpersist();
    }
    Concentration revenue = order.concentrations().get(Measure.REVENUE.ordinal());
    List<Row> reconciliation =
        SmallTables.reconciliation(
            accounting, summary, schemes, revenue.total(), revenue.customers());
    SmallTables.prove(accounting, reconciliation);
    Map<TableSpec, List<Row>> small =
        SmallTables.all(
            reconciliation,
            SmallTables.segmentSummary(summary),
            SmallTables.definitions(schemes),
            SmallTables.scoreEdges(order.edges(), scores, config),
            SmallTables.concentration(order.concentrations()),
            SmallTables.curve(order.concentrations()));

    begin("quarantine");
    long refused = accounting.of(LineClass.QUARANTINED).lines();
    if (refused > 0) {
      publication.write(
          QuarantineTable.SPEC, new CheckedLines(contract).quarantine(staged), refused);
      checkUnchanged(source);
    }
    begin("publish");
    publication.writeSmall(small);
    publication.writeSmall(
        Map.of(
            ExplanationTables.SCHEME_DEFINITIONS,
            Explanations.definitions(schemes, config),
            ExplanationTables.BASE_STATISTICS,
            baseStatistics));
    end();
    publication.complete(
        new Publication.Facts(
            source.manifest().describe(),
            identity.input(),
            identity.config(),
            context.codeVersion(),
            schemes.stream().map(Scheme::name).toList(),
            selection.skipped(),
            accounting.customers(),
            accounting.customerRevenue()),
        seconds);
    List<String> notes = new ArrayList<>(contract.notes());
    notes.addAll(fit(schemes, summary, accounting.customers()));
    return report(RunReport.Outcome.PUBLISHED, identity, source, selection, small, notes);
  }

  private void checkUnchanged(SourceRows source) {
    new TransactionSource(context.spark(), config.transactions()).checkUnchanged(source.manifest());
  }

  /** The one pass over the lines, materialised: what follows reads customers, not lines. */
  private Dataset<Row> stage(Publication publication, LineContract contract) {
    CustomerFold.Settings settings =
        new CustomerFold.Settings(
            Math.toIntExact(asOf.toEpochDay()), spans, contract.reasons().names().size());
    StructType schema = Staged.schema(spans);
    Dataset<Line> lines = new CheckedLines(contract).byCustomer();
    String staging = publication.staging();
    lines
        .mapPartitions(
            (MapPartitionsFunction<Line, Row>) part -> new CustomerFold(settings, part),
            Encoders.row(schema))
        .write()
        .parquet(staging);
    return context.spark().read().schema(schema).parquet(staging);
  }

  private Dataset<Row> assign(Dataset<Row> customers, BaseOrder order, List<Scheme> schemes) {
    Column buyer = col(Features.FREQUENCY).gt(0);
    List<Column> scores = new ArrayList<>(List.of(col("*")));
    for (ScoreEdges edges : order.edges()) {
      scores.add(edges.apply(buyer).as(edges.score().column()));
    }
    Dataset<Row> assigned = customers.select(scores.toArray(Column[]::new));
    for (List<Scheme> round : Precedents.rounds(schemes)) {
      List<Column> segments = new ArrayList<>(List.of(col("*")));
      for (Scheme scheme : round) {
        RuleColumns rules =
            new RuleColumns(scheme.vocabulary(), config::tells, order.constants(), functions::col);
        segments.add(scheme.segment(rules, config::tells).as(scheme.name()));
        segments.addAll(scheme.flags(rules, config::tells));
      }
      assigned = assigned.select(segments.toArray(Column[]::new));
    }
    return assigned;
  }

  /**
   * What the segments and their summaries need of each customer: narrow, and read several times.
   */
  private Dataset<Row> outcome(Dataset<Row> assigned, List<Scheme> schemes) {
    List<Column> columns = new ArrayList<>();
    for (ColumnSpec column :
        segmentsTable(schemes).columns().subList(3, 4 + Score.values().length)) {
      columns.add(col(column.name()));
    }
    schemes.forEach(scheme -> columns.add(col(scheme.name())));
    Set<String> features = new LinkedHashSet<>(SegmentSummary.FEATURES);
    features.addAll(NearBorders.columns(schemes, List.of(assigned.columns())));
    features.forEach(feature -> columns.add(col(feature)));
    return assigned.select(columns.toArray(Column[]::new));
  }

  /** How many buyers have each score: at most bins³ rows are collected. */
  private static Map<Score, Map<Integer, Long>> scoreCounts(Dataset<Row> assigned) {
    Map<Score, Map<Integer, Long>> counts = new EnumMap<>(Score.class);
    List<Row> rows =
        assigned
            .filter(col(Features.FREQUENCY).gt(0))
            .groupBy(
                col(Score.RECENCY.column()),
                col(Score.FREQUENCY.column()),
                col(Score.MONETARY.column()))
            .agg(count(lit(1)))
            .collectAsList();
    for (Row row : rows) {
      for (Score score : Score.values()) {
        counts
            .computeIfAbsent(score, key -> new TreeMap<>())
            .merge(row.getInt(score.ordinal()), row.getLong(3), Long::sum);
      }
    }
    return counts;
  }

  /** The schemes that can run on these inputs, and those that cannot, with the reason. */
  private record Selection(List<Scheme> schemes, Map<String, String> skipped) {}

  private Selection select() {
    List<Scheme> running = new ArrayList<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    for (Scheme scheme : context.schemes()) {
      List<String> missing = scheme.missing(config::tells).stream().map(Input::text).toList();
      if (missing.isEmpty()) {
        running.add(scheme);
      } else {
        skipped.put(
            scheme.name(),
            "needs " + String.join(", ", missing) + ", which the sources do not tell");
      }
    }
    return new Selection(running, skipped);
  }

  private record Identity(String runId, String input, String config) {}

  private Identity identify(SourceRows source, Selection selection) {
    String input = Fingerprint.of(List.of(source.manifest().fingerprint()));
    List<String> parts = new ArrayList<>(List.of(config.fingerprint()));
    selection.schemes().forEach(scheme -> parts.add(scheme.file().fingerprint()));
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
      SourceRows source,
      Selection selection,
      LineContract contract) {
    end();
    LakeViews views = new LakeViews(context.lake(), config.base());
    Map<TableSpec, List<Row>> small = new LinkedHashMap<>();
    for (TableSpec table :
        SmallTables.all(List.of(), List.of(), List.of(), List.of(), List.of(), List.of())
            .keySet()) {
      String[] own = table.columnNames().subList(3, table.columns().size()).toArray(String[]::new);
      small.put(
          table,
          views
              .run(table, identity.runId())
              .select(own[0], java.util.Arrays.copyOfRange(own, 1, own.length))
              .collectAsList());
    }
    return report(outcome, identity, source, selection, small, contract.notes());
  }

  private RunReport report(
      RunReport.Outcome outcome,
      Identity identity,
      SourceRows source,
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
        source.manifest().describe(),
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
                  + " % active); try other limits under"
                  + " parameters."
                  + scheme.name());
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

  private List<TableSpec> tables(List<Scheme> schemes) {
    List<TableSpec> tables = new ArrayList<>();
    for (TableSpec table : Tables.SNAPSHOTS) {
      if (table.equals(CustomerTables.FEATURES)) {
        tables.add(featuresTable());
      } else if (table.equals(CustomerTables.SEGMENTS)) {
        tables.add(segmentsTable(schemes));
      } else {
        tables.add(table);
      }
    }
    return tables;
  }

  private TableSpec featuresTable() {
    return CustomerTables.FEATURES.with(
        Features.declared(spans).published().stream().map(Feature::column).toList());
  }

  private TableSpec segmentsTable(List<Scheme> schemes) {
    List<ColumnSpec> columns = new ArrayList<>();
    for (Score score : Score.values()) {
      int bins = Objects.requireNonNull(config.scores().get(score.key())).bins();
      columns.add(CustomerTables.score(score.column(), score.feature(), bins));
    }
    for (Scheme scheme : schemes) {
      columns.add(
          CustomerTables.scheme(
              scheme.name(),
              scheme.file().description(),
              scheme.file().allSegments().stream().map(SegmentRule::name).toList()));
    }
    return CustomerTables.SEGMENTS.with(columns);
  }

  private static Dataset<Row> select(Dataset<Row> assigned, TableSpec table) {
    List<Column> columns = new ArrayList<>();
    for (ColumnSpec column : table.columns().subList(3, table.columns().size())) {
      columns.add(col(column.name()));
    }
    return assigned.select(columns.toArray(Column[]::new));
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
