package io.clientele.calibrate;

import java.util.List;

/** The part of a configuration that fixes the edges of the scores. */
public final class ScoresSnippet {
  private ScoresSnippet() {}

  /**
   * The YAML: the first proposals in force, the others as comments below.
   *
   * @param header lines for the top, without their #
   * @param bins the number of scores
   */
  public static String of(
      List<String> header, int bins, List<ScoreProposal> inForce, List<ScoreProposal> others) {
    StringBuilder yaml = new StringBuilder();
    header.forEach(line -> yaml.append("# ").append(line).append('\n'));
    yaml.append("scores:\n  bins: ").append(bins).append('\n');
    inForce.forEach(proposal -> yaml.append("  ").append(line(proposal)).append('\n'));
    if (!others.isEmpty()) {
      yaml.append("# Natural breaks instead; put a line in place of the one above:\n");
      others.forEach(proposal -> yaml.append("#  ").append(line(proposal)).append('\n'));
    }
    return yaml.toString();
  }

  private static String line(ScoreProposal proposal) {
    return proposal.score().key()
        + ": {method: fixed, edges: ["
        + String.join(", ", proposal.written())
        + "]}";
  }
}
