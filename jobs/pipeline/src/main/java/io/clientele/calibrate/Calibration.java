package io.clientele.calibrate;

import io.clientele.config.BaseConfig;
import io.clientele.config.ScoreSets;
import io.clientele.customer.Accounting;
import io.clientele.customer.FoldedLines;
import io.clientele.failure.ClienteleException;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.ingest.CheckedLines;
import io.clientele.ingest.CurrencyRates;
import io.clientele.ingest.LineContract;
import io.clientele.ingest.LineMapping;
import io.clientele.ingest.MappingCheck;
import io.clientele.ingest.OpenedLines;
import io.clientele.ingest.OptionalInputs;
import io.clientele.ingest.RefusedKeeper;
import io.clientele.run.Failures;
import io.clientele.scheme.Scheme;
import io.clientele.scoring.Histogram;
import io.clientele.scoring.ScoreReference;
import io.clientele.scoring.ScoreSetRequirement;
import io.clientele.spark.Workspace;
import io.clientele.spine.BaseOrder;
import io.clientele.spine.Folding;
import io.clientele.spine.Progress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Reads a base exactly as a run does and proposes thresholds. Writes nothing; what can be written
 * is in the report.
 */
public final class Calibration {
  private final Context context;
  private final BaseConfig config;
  private final LocalDate asOf;
  private final List<Span> spans;

  /**
   * What a calibration gets from outside.
   *
   * @param spark the session
   * @param config the base's configuration
   * @param asOf the as-of date
   * @param schemes the schemes of the configuration, checked; those that name scores show the
   *     effect of other edges
   * @param lifecycle the scheme whose limits are calibrated
   * @param levels the quantiles that become limits
   * @param progress is told the steps
   */
  public record Context(
      SparkSession spark,
      BaseConfig config,
      LocalDate asOf,
      List<Scheme> schemes,
      Lifecycle lifecycle,
      Levels levels,
      Progress progress) {}

  /** A calibration that has not begun. */
  public Calibration(Context context) {
    this.context = context;
    this.config = context.config();
    this.asOf = context.asOf();
    this.spans = Span.of(config.windowsDays());
  }

  /**
   * Calibrates.
   *
   * @throws ClienteleException if the configuration or the data forbids it, as in a run
   */
  public CalibrationReport execute() {
    try {
      return calibrate();
    } catch (Exception | VirtualMachineError | LinkageError | FSError e) {
      // Spark throws its checked exceptions without declaring them; errors have a sentence too.
      throw Failures.translate(e, config);
    }
  }

  private CalibrationReport calibrate() {
    MappingCheck.of(config);
    context.progress().step("source");
    OpenedLines lines = OpenedLines.of(context.spark(), config, Workspace.none());
    LineMapping mapping = LineMapping.of(config, lines, asOf);
    LineContract contract =
        new LineContract(
            mapping,
            new LineContract.ReferenceData(
                null,
                CurrencyRates.read(context.spark(), config, asOf),
                OptionalInputs.merges(context.spark(), config, asOf)));
    lines.checkLookups();
    context.progress().step("lines to customers");
    Dataset<Row> staged =
        Folding.of(context.spark(), contract, asOf, spans)
            .of(new CheckedLines(contract).sorted())
            .persist(StorageLevel.MEMORY_AND_DISK());
    FoldedLines folded = FoldedLines.of(staged);
    try {
      Accounting accounting =
          Accounting.of(folded, contract.reasons().names(), contract.rates().currencies());
      lines.checkUnchanged();
      accounting.checkGates(
          config,
          asOf,
          lines.describe(),
          () ->
              contract
                  .refusedText()
                  .of(
                      new CheckedLines(contract).quarantine(folded.conflicts()),
                      accounting.reasons(),
                      RefusedKeeper.NOTHING));
      CalibrationReport report =
          propose(folded.customers(), accounting, lines.describe(), mapping.notes());
      // A lost block of the staged rows would have been read again.
      lines.checkUnchanged();
      return report;
    } finally {
      staged.unpersist();
    }
  }

  private CalibrationReport propose(
      Dataset<Row> customers, Accounting accounting, String input, List<String> contractNotes) {
    List<String> notes = new ArrayList<>(contractNotes);
    Map<String, String> files = new LinkedHashMap<>();

    context.progress().step("gaps");
    GapCounts gaps = GapCounts.of(customers);
    SurvivalCurve curve = gaps.curve();
    Optional<Limits> limits = Limits.of(curve, context.levels());
    Lifecycle lifecycle = context.lifecycle();
    BaseStatistics statistics = BaseStatistics.of(accounting.gaps(), accounting.repeatBuyers());
    Repurchase repurchase = Repurchase.of(customers, statistics.loyaltyPeriodDays());
    Optional<Repurchase.Rows> rows =
        limits.isPresent() && lifecycle.hasRows() ? repurchase.rows() : Optional.empty();
    Map<String, String> parameters = CalibrationReport.parameters(limits, rows);
    Optional<String> copy =
        limits.map(found -> lifecycle.copy(parameters, header(gaps, found, repurchase, rows)));
    Optional<Scheme> proposed = copy.map(text -> lifecycle.proposed(config, text, parameters));
    copy.ifPresent(text -> files.put(lifecycle.scheme().name() + ".yaml", text));
    if (gaps.customers() > 0) {
      files.put(
          "survival.svg",
          SurvivalChart.svg(
              curve, limits, "Time to the next purchase, " + config.base() + " as of " + asOf));
    }
    if (limits.isEmpty()) {
      notes.add("nobody bought on a second day: there is nothing to take limits from");
    }

    context.progress().step("edges");
    int bins = config.scores().byDefault().bins();
    QuantileEdges edges = QuantileEdges.of(customers, bins, Math.toIntExact(asOf.toEpochDay()));
    List<ScoreProposal> quantiles = new ArrayList<>();
    List<ScoreProposal> naturals = new ArrayList<>();
    edges
        .edges()
        .forEach(
            of -> {
              Histogram histogram = Objects.requireNonNull(edges.histograms().get(of.score()));
              if (!histogram.bins().isEmpty()) {
                quantiles.add(ScoreProposal.frozen(of, histogram));
                ScoreProposal.natural(of.score(), histogram, bins).ifPresent(naturals::add);
              }
            });
    if (!quantiles.isEmpty()) {
      files.put("scores.yaml", ScoresSnippet.of(scoresHeader(gaps), bins, quantiles, naturals));
    }

    context.progress().step("effect");
    List<Scheme> scored = context.schemes().stream().filter(this::showsScores).toList();
    List<Scheme> all = new ArrayList<>(scored);
    all.add(lifecycle.scheme());
    Features features =
        Features.of(spans, List.of(), config::linesProvide, config.costs(), asOf, statistics);
    ScoreSets sets = config.scores().fresh();
    BaseOrder order =
        BaseOrder.of(
            customers,
            config,
            features,
            ScoreSetRequirement.of(sets, all, asOf),
            Map.of(),
            List.of());
    ScoreReference standing = order.standings().of(sets, lifecycle.scheme());
    Divisions divisions =
        new Divisions(config, standing, lifecycle.scheme(), proposed, scored, quantiles, naturals);
    Tally tally = divisions.count(features.apply(customers));
    List<Effect> scores = divisions.scores(tally, bins);
    List<Effect> schemes = divisions.schemes(tally);
    return new CalibrationReport(
        config.base(),
        asOf,
        input,
        accounting.customers(),
        gaps,
        curve,
        context.levels(),
        lifecycle,
        limits,
        repurchase,
        rows,
        quantiles,
        naturals,
        scores,
        schemes,
        files,
        notes);
  }

  private boolean showsScores(Scheme scheme) {
    return !scheme.name().equals(context.lifecycle().scheme().name())
        && !scheme.needs().scores().isEmpty()
        && scheme.needs().schemes().isEmpty()
        && scheme.missing(config::linesProvide).isEmpty()
        && scheme.file().options().within() == null
        && scheme.file().options().scores() == null;
  }

  private List<String> header(
      GapCounts gaps, Limits limits, Repurchase repurchase, Optional<Repurchase.Rows> rows) {
    List<String> header = new ArrayList<>();
    header.add(
        "Limits proposed by `clientele calibrate` for the base "
            + config.base()
            + " as of "
            + asOf);
    header.add(
        "from "
            + gaps.gaps()
            + " gaps between the purchase days of "
            + gaps.customers()
            + " customers, "
            + gaps.repeatBuyers()
            + " of whom came back:");
    header.add(
        "  active_days "
            + limits.activeDays()
            + ": by then "
            + context.levels().active()
            + " % of the returns have happened (Kaplan-Meier, every customer counted once);");
    header.add(
        "  sleeping_days "
            + limits.sleepingDays()
            + ": by then "
            + context.levels().sleeping()
            + " % have"
            + (rows.isPresent() ? ";" : "."));
    rows.ifPresent(
        found -> {
          header.add(
              "  regular_from "
                  + found.regularFrom()
                  + ": from there one more purchase lifts the chance of the next within "
                  + repurchase.withinDays()
                  + " days by less than five points;");
          header.add("  promising_from " + found.promisingFrom() + ": it is half-way there.");
        });
    header.add(
        "Made from "
            + context.lifecycle().scheme().name()
            + " version "
            + context.lifecycle().scheme().file().version()
            + ". To use it, review it and put it into schemes/ beside the configuration,");
    header.add("without these under parameters there.");
    return header;
  }

  private List<String> scoresHeader(GapCounts gaps) {
    return List.of(
        "Edges proposed by `clientele calibrate` for the base " + config.base() + " as of " + asOf,
        "from "
            + gaps.customers()
            + " customers with a purchase: the quantiles of that day, frozen.",
        "To use them, put this in place of scores: in the configuration. An edge with a fraction of",
        "the feature's unit keeps a score empty that ties left empty.");
  }
}
