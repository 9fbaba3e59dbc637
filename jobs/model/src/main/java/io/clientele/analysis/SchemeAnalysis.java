package io.clientele.analysis;

import io.clientele.failure.ConfigurationException;
import io.clientele.scheme.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What can be said of a scheme before any data are read.
 *
 * @param scheme the scheme
 * @param findings worst first
 * @param grid the scheme as a table, where its rules compare one or two numbers with constants
 * @param open what only data can tell
 */
public record SchemeAnalysis(
    Scheme scheme, List<Finding> findings, Optional<Grid> grid, List<DeferredCheck> open) {

  /**
   * Conditions that the questions of one kind may look at, which takes some seconds; the shipped
   * schemes need thousands.
   */
  static final long WORK = 8_000_000;

  /** Of fewer rules nothing takes long enough to be announced. */
  private static final int MANY = 200;

  /** Proves what can be proved. Needs no Spark session. */
  public static SchemeAnalysis of(Scheme scheme) {
    return of(scheme, step -> {});
  }

  /**
   * The same.
   *
   * @param progress is told what is looked at where there are many rules
   */
  public static SchemeAnalysis of(Scheme scheme, Consumer<String> progress) {
    return of(scheme, progress, WORK);
  }

  static SchemeAnalysis of(Scheme scheme, Consumer<String> progress, long work) {
    if (scheme.rules().isEmpty()) {
      return new SchemeAnalysis(scheme, List.of(), Optional.empty(), List.of());
    }
    SchemeConditions logic = new SchemeConditions(scheme, work);
    Findings findings = new Findings(logic);
    Consumer<String> told = scheme.rules().size() > MANY ? progress : step -> {};
    told.accept(scheme.name() + ": reach");
    Set<Integer> dead = Reachability.check(logic, findings);
    Cover cover = new Cover(logic, findings);
    told.accept(scheme.name() + ": overlaps");
    cover.overlaps(dead);
    told.accept(scheme.name() + ": gaps");
    cover.gaps();
    told.accept(scheme.name() + ": ranks");
    RankDirection.check(logic, findings, dead);
    PolicyCheck.ranks(scheme, findings);
    PolicyCheck.complete(scheme, findings);
    logic.question().begin();
    return new SchemeAnalysis(
        scheme, findings.all(), Optional.ofNullable(Grid.of(logic)), findings.open());
  }

  /** The findings of one severity. */
  public List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /**
   * Refuses schemes that cannot mean what they say.
   *
   * @throws ConfigurationException naming every error of every scheme
   */
  public static void throwIfAnyError(List<SchemeAnalysis> proofs) {
    List<String> problems = new ArrayList<>();
    for (SchemeAnalysis proof : proofs) {
      for (Finding error : proof.of(Severity.ERROR)) {
        problems.add("scheme " + error.scheme() + ": " + error.text());
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(problems);
    }
  }
}
