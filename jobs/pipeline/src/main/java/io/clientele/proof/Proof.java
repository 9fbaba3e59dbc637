package io.clientele.proof;

import io.clientele.failure.ConfigurationException;
import io.clientele.segment.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be said of a scheme before any data are read.
 *
 * @param scheme the scheme
 * @param findings worst first
 * @param grid the scheme as a table, where its rules compare one or two numbers with constants
 * @param open what only data can tell
 */
public record Proof(Scheme scheme, List<Finding> findings, Optional<Grid> grid, List<Open> open) {

  /** Proves what can be proved. Needs no Spark session. */
  public static Proof of(Scheme scheme) {
    if (scheme.rules().isEmpty()) {
      return new Proof(scheme, List.of(), Optional.empty(), List.of());
    }
    Logic logic = new Logic(scheme);
    Findings findings = new Findings(logic);
    Set<Integer> dead = Reach.check(logic, findings);
    Cover cover = new Cover(logic, findings);
    cover.overlaps(dead);
    cover.gaps();
    Direction.check(logic, findings, dead);
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
