package io.clientele.run;

import io.clientele.border.NearBorders;
import io.clientele.border.SchemeBorders;
import io.clientele.config.BaseConfig;
import io.clientele.config.ScoreSet;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Features;
import io.clientele.publish.Registry;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.BaseNumbers;
import io.clientele.score.ScoreScale;
import io.clientele.segment.Scheme;
import io.clientele.segment.SchemeDefinition;
import io.clientele.segment.SchemeOptions;
import io.clientele.standing.GroupStanding;
import io.clientele.standing.SetStanding;
import io.clientele.standing.Standings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What a run keeps of itself so that each of its decisions can be taken again. */
final class Explanations {
  private Explanations() {}

  /** The definitions of the schemes that run. */
  static List<Row> definitions(List<Scheme> schemes, BaseConfig config) {
    List<Row> rows = new ArrayList<>();
    for (Scheme scheme : schemes) {
      SchemeOptions options = scheme.file().options();
      String groupedBy =
          config.scores().of(options.within(), options.scores()).map(ScoreSet::within).orElse(null);
      rows.add(
          SchemeDefinition.of(
                  scheme, rows.size() + 1, config.windowsDays(), config::tells, groupedBy)
              .row());
    }
    return rows;
  }

  /** Where the segments of each scheme end, in every group that it compares within. */
  static List<NearBorders.Watch> borders(
      List<Scheme> schemes, BaseConfig config, Standings standings, BaseStatistics statistics) {
    List<NearBorders.Watch> watches = new ArrayList<>();
    for (Scheme scheme : schemes) {
      SetStanding set = standings.of(config.scores(), scheme);
      List<SchemeBorders> byGroup = new ArrayList<>();
      for (GroupStanding group : set.groups()) {
        Map<String, ScoreScale> scales = new LinkedHashMap<>();
        group.edges().forEach((score, one) -> scales.put(score.column(), ScoreScale.of(one)));
        byGroup.add(
            new SchemeBorders(
                scheme, config::tells, numbers(group.constants(), statistics), scales));
      }
      watches.add(
          new NearBorders.Watch(
              scheme, byGroup, set.grouping().feature() == null ? null : set.groupColumn()));
    }
    return watches;
  }

  private static BaseNumbers numbers(BaseConstants constants, BaseStatistics statistics) {
    BaseNumbers numbers = new BaseNumbers();
    constants.cuts().forEach((cut, edge) -> numbers.add(cut.text(), edge));
    constants.values().forEach((value, number) -> numbers.add(value.text(), number));
    numbers.add(Features.LOYALTY_PERIOD_DAYS, BigDecimal.valueOf(statistics.loyaltyPeriodDays()));
    return numbers;
  }

  /** The versions of the schemes, as the registry knows them. */
  static List<Registry.Version> versions(List<Scheme> schemes) {
    return schemes.stream()
        .map(Scheme::file)
        .map(
            file ->
                new Registry.Version(
                    file.scheme(), file.version(), file.origin(), file.definition()))
        .toList();
  }

  /** The schemes that run with other parameters than their files have. */
  static List<String> localVersions(List<Scheme> schemes) {
    List<String> notes = new ArrayList<>();
    for (Scheme scheme : schemes) {
      Map<String, String> overrides = scheme.file().overrides();
      if (!overrides.isEmpty()) {
        List<String> said = new ArrayList<>();
        overrides.forEach((name, value) -> said.add(name + " = " + value));
        notes.add(
            scheme.name() + " v" + scheme.file().version() + " with " + String.join(", ", said));
      }
    }
    return notes;
  }
}
