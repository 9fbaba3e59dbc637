package io.clientele.run;

import io.clientele.border.SchemeBorders;
import io.clientele.config.BaseConfig;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Features;
import io.clientele.publish.Registry;
import io.clientele.rule.BaseNumbers;
import io.clientele.score.ScoreEdges;
import io.clientele.score.ScoreScale;
import io.clientele.segment.Scheme;
import io.clientele.segment.SchemeDefinition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What a run keeps of itself so that each of its decisions can be taken again. */
final class Explanations {
  private Explanations() {}

  /** The numbers of the base that rules compare with. */
  static List<Row> baseStatistics(BaseOrder order, BaseStatistics statistics) {
    TreeMap<String, BigDecimal> numbers = new TreeMap<>();
    order.cuts().forEach((cut, edge) -> numbers.put(cut.text(), BigDecimal.valueOf(edge, 4)));
    numbers.put(Features.LOYALTY_PERIOD_DAYS, BigDecimal.valueOf(statistics.loyaltyPeriodDays()));
    List<Row> rows = new ArrayList<>();
    numbers.forEach(
        (name, value) ->
            rows.add(RowFactory.create(name, BaseNumbers.EVERYBODY, value.setScale(10))));
    return rows;
  }

  /** The definitions of the schemes that run. */
  static List<Row> definitions(List<Scheme> schemes, BaseConfig config) {
    List<Row> rows = new ArrayList<>();
    for (Scheme scheme : schemes) {
      rows.add(
          SchemeDefinition.of(scheme, rows.size() + 1, config.windowsDays(), config::tells).row());
    }
    return rows;
  }

  /** Where the segments of each scheme end. */
  static Map<Scheme, SchemeBorders> borders(
      List<Scheme> schemes, BaseConfig config, List<Row> baseStatistics, List<ScoreEdges> edges) {
    Map<String, ScoreScale> scales = new LinkedHashMap<>();
    edges.forEach(one -> scales.put(one.score().column(), ScoreScale.of(one)));
    BaseNumbers numbers = BaseNumbers.of(baseStatistics);
    Map<Scheme, SchemeBorders> borders = new LinkedHashMap<>();
    for (Scheme scheme : schemes) {
      borders.put(scheme, new SchemeBorders(scheme, config::tells, numbers, scales));
    }
    return borders;
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
