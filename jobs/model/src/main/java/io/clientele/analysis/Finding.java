package io.clientele.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something found in the rules of a scheme.
 *
 * @param kind what
 * @param severity how bad
 * @param scheme where
 * @param segments whom it concerns, in the order of the rules
 * @param message one sentence
 * @param witness a possible customer that shows it, by what the rules look at; empty where there is
 *     none to show
 * @param count how many findings it stands for: one, or those of a kind that are not listed
 */
public record Finding(
    Kind kind,
    Severity severity,
    String scheme,
    List<String> segments,
    String message,
    Map<String, String> witness,
    int count) {

  /** One finding. */
  public Finding(
      Kind kind,
      Severity severity,
      String scheme,
      List<String> segments,
      String message,
      Map<String, String> witness) {
    this(kind, severity, scheme, segments, message, witness, 1);
  }

  /** What can be found. */
  public enum Kind {
    /** A rule that can never hold. */
    CONTRADICTION,
    /** A rule that can hold, but only where earlier rules do. */
    UNREACHABLE,
    /** Ranks against the direction of the scores and features. */
    INVERTED,
    /** Two rules that can hold for one customer. */
    OVERLAP,
    /** A customer for whom no rule holds. */
    GAP,
    /** Policies that cannot both be meant. */
    POLICY,
    /** What could not be decided without data. */
    UNDECIDED,
    /** A rule that a parameter turns off. */
    SWITCHED_OFF,
    /** What was not looked at, because the scheme has too many rules. */
    SKIPPED
  }

  /** Copies what it is given, in order. */
  public Finding {
    segments = List.copyOf(segments);
    witness = Collections.unmodifiableMap(new LinkedHashMap<>(witness));
  }

  /** The finding in a line, its witness behind it. */
  public String text() {
    String example =
        witness.entrySet().stream()
            .map(entry -> entry.getKey() + " = " + entry.getValue())
            .collect(Collectors.joining(", "));
    return message + (witness.isEmpty() ? "" : "; for example " + example);
  }
}
