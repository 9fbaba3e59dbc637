package io.clientele.output;

import io.clientele.config.BaseConfig;
import io.clientele.config.ScoreSet;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeDefinition;
import io.clientele.scheme.SchemeOptions;
import io.clientele.scheme.SegmentRule;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.ExplanationTables;
import io.clientele.table.ExplanationTables.SchemeDefinitionRow;
import io.clientele.table.SummaryTables;
import io.clientele.table.SummaryTables.SchemeRunRow;
import io.clientele.table.SummaryTables.SegmentDefinitionRow;
import io.clientele.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code segment_definitions}, {@code scheme_definitions} and {@code scheme_runs}: the schemes as
 * this run applied them, and what became of those that it did not.
 */
public final class SchemeDefinitions implements Output {
  @Override
  public String name() {
    return "scheme_definitions";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(
        SummaryTables.SEGMENT_DEFINITIONS,
        SummaryTables.SCHEME_RUNS,
        ExplanationTables.SCHEME_DEFINITIONS);
  }

  @Override
  public Produced of(SegmentedBase base) {
    List<Scheme> schemes = base.allSchemes();
    return Produced.small(SummaryTables.SEGMENT_DEFINITIONS, segments(schemes))
        .and(SummaryTables.SCHEME_RUNS, runs(base.plan()))
        .and(ExplanationTables.SCHEME_DEFINITIONS, schemes(schemes, base.plan().config()));
  }

  private static List<SegmentDefinitionRow> segments(List<Scheme> schemes) {
    List<SegmentDefinitionRow> rows = new ArrayList<>();
    for (Scheme scheme : schemes) {
      int position = 1;
      for (SegmentRule segment : scheme.file().allSegments()) {
        rows.add(
            new SegmentDefinitionRow(
                scheme.name(),
                scheme.file().version(),
                segment.name(),
                position++,
                scheme.file().population().name().toLowerCase(Locale.ROOT),
                segment.when(),
                scheme.file().parameters(),
                segment.labels(),
                segment.rank(),
                segment.policy().terms(),
                segment.playbook().byLanguage(),
                segment.goal()));
      }
    }
    return rows;
  }

  private static List<SchemeRunRow> runs(Plan plan) {
    List<SchemeRunRow> rows = new ArrayList<>();
    for (Scheme scheme : plan.configured()) {
      String reason = plan.selection().skipped().get(scheme.name());
      rows.add(
          new SchemeRunRow(
              scheme.name(),
              scheme.file().version(),
              reason == null ? "ran" : "skipped",
              reason,
              scheme.signals(plan.config()::provides, true),
              scheme.signals(plan.config()::provides, false)));
    }
    return rows;
  }

  private static List<SchemeDefinitionRow> schemes(List<Scheme> schemes, BaseConfig config) {
    List<SchemeDefinitionRow> rows = new ArrayList<>();
    for (Scheme scheme : schemes) {
      SchemeOptions options = scheme.file().options();
      String groupedBy =
          config.scores().of(options.within(), options.scores()).map(ScoreSet::within).orElse(null);
      rows.add(
          SchemeDefinition.of(
                  scheme,
                  rows.size() + 1,
                  config.windowsDays(),
                  config.attributes(),
                  config::provides,
                  groupedBy)
              .row());
    }
    return rows;
  }
}
