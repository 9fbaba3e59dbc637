package io.clientele.spine;

import io.clientele.analysis.SchemeAnalysis;
import io.clientele.config.BaseConfig;
import io.clientele.feature.BaseStatistics;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.Selection;
import io.clientele.scoring.ScoreSetRequirement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * What is decided about a run before anything is read.
 *
 * @param config the base's configuration
 * @param asOf only lines before this day are seen
 * @param configured the schemes of the configuration, checked
 * @param selection those that these sources allow
 * @param demands the score sets that they need
 * @param proofs what can be said of the schemes without data
 * @param release of the product, noted beside results
 */
public record Plan(
    BaseConfig config,
    LocalDate asOf,
    List<Scheme> configured,
    Selection selection,
    List<ScoreSetRequirement> demands,
    List<SchemeAnalysis> proofs,
    String release) {

  /**
   * Selects the schemes that can run, and checks them.
   *
   * @throws io.clientele.failure.ConfigurationException if a scheme cannot mean what it says
   */
  public static Plan of(
      BaseConfig config, LocalDate asOf, List<Scheme> configured, String release) {
    Selection selection = Selection.of(configured, config);
    List<SchemeAnalysis> proofs = selection.schemes().stream().map(SchemeAnalysis::of).toList();
    SchemeAnalysis.throwIfAnyError(proofs);
    return new Plan(
        config,
        asOf,
        List.copyOf(configured),
        selection,
        ScoreSetRequirement.of(config.scores(), selection.ofCustomers(), asOf),
        proofs,
        release);
  }

  /** The windows of the features. */
  public List<Span> spans() {
    return Span.of(config.windowsDays());
  }

  /** The features by what the sources tell, before the numbers of the base are known. */
  public Features features() {
    return features(new BaseStatistics(1));
  }

  /** The features of this run. */
  public Features features(BaseStatistics statistics) {
    return Features.of(
        spans(), config.attributes(), config::provides, config.costs(), asOf, statistics);
  }

  /** The features as they will be some days later if nothing happens. */
  public Features features(BaseStatistics statistics, Column daysAhead) {
    return Features.ahead(
        spans(),
        config.attributes(),
        config::provides,
        config.costs(),
        asOf,
        daysAhead,
        statistics);
  }

  /** Notes the schemes that run with other parameters than their files have. */
  public List<String> localVersions() {
    List<String> notes = new ArrayList<>();
    for (Scheme scheme : selection.schemes()) {
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

  /** Notes the schemes that the sources cannot tell everything. */
  public List<String> partialSchemes() {
    List<String> notes = new ArrayList<>();
    for (Scheme scheme : selection.schemes()) {
      List<String> absent = scheme.signals(config::provides, false);
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
}
