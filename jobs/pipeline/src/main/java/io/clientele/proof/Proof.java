package io.clientele.proof;

import io.clientele.failure.ConfigurationException;
import io.clientele.segment.Scheme;
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
public record Proof(Scheme scheme, List<Finding> findings, Optional<Grid> grid, List<Open> open) {

  /**
   * Conditions that the questions of one kind may look at, which takes some seconds; the shipped
   * schemes need thousands.
   */
  private static final long WORK = 8_000_000;

  /** Of fewer rules nothing takes long enough to be announced. */
  private static final int MANY = 200;

  /** Proves what can be proved. Needs no Spark session. */
  public static Proof of(Scheme scheme) {
    return of(scheme, step -> {});
  }

  /**
   * The same.
   *
   * @param progress is told what is looked at where there are many rules
   */
  public static Proof of(Scheme scheme, Consumer<String> progress) {
    return of(scheme, progress, WORK);
  }

  static Proof of(Scheme scheme, Consumer<String> progress, long work) {
    if (scheme.rules().isEmpty()) {
      return new Proof(scheme, List.of(), Optional.empty(), List.of());
    }
    Logic logic = new Logic(scheme, work);
    Findings findings = new Findings(logic);
    Consumer<String> told = scheme.rules().size() > MANY ? progress : step -> {};
    told.accept(scheme.name() + ": reach");
    Set<Integer> dead = Reach.check(logic, findings);
    Cover cover = new Cover(logic, findings);
    told.accept(scheme.name() + ": overlaps");
    cover.overlaps(dead);
    told.accept(scheme.name() + ": gaps");
    cover.gaps();
    told.accept(scheme.name() + ": ranks");
    Direction.check(logic, findings, dead);
    logic.question().begin();
    return new Proof(scheme, findings.all(), Optional.ofNullable(Grid.of(logic)), findings.open());
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
  public static void throwIfAnyError(List<Proof> proofs) {
    List<String> problems = new ArrayList<>();
    for (Proof proof : proofs) {
      for (Finding error : proof.of(Severity.ERROR)) {
        problems.add("scheme " + error.scheme() + ": " + error.text());
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(problems);
    }
  }
}
