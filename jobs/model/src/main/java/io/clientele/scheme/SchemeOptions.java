package io.clientele.scheme;

import io.clientele.config.Section;
import org.jspecify.annotations.Nullable;

/**
 * How the rules of a scheme are taken.
 *
 * @param strict whether overlaps and gaps are errors
 * @param precedence whether rules may overlap by intent
 * @param missingInputs what to do where a source does not tell what a rule needs
 * @param flags whether every segment's rule is published as a column {@code is_SEGMENT} too
 * @param within the feature whose groups have edges, ranks and base values of their own
 * @param scores the score set that the rules name; the default one where null
 * @param scoreBins the number of scores that the rules are written for
 */
public record SchemeOptions(
    boolean strict,
    Precedence precedence,
    MissingInputs missingInputs,
    boolean flags,
    @Nullable String within,
    @Nullable String scores,
    int scoreBins) {

  /** What it means that two rules hold for one customer. */
  public enum Precedence {
    /** A mistake worth a warning: each rule should say all of its condition. */
    EXCLUSIVE,
    /** Intended: the rules are read from top to bottom, as a list of priorities. */
    FIRST_MATCH
  }

  /** What to do where a source does not tell what a rule needs. */
  public enum MissingInputs {
    /** The scheme does not run, and the run says so. */
    SKIP,
    /** The rule holds for nobody, and the run says so. */
    ABSENT
  }

  static SchemeOptions read(Section root) {
    return new SchemeOptions(
        root.flag("strict", false),
        root.choice("precedence", Precedence.EXCLUSIVE, Precedence.class),
        root.choice("missing_inputs", MissingInputs.SKIP, MissingInputs.class),
        root.flag("flags", false),
        root.text("within"),
        root.text("scores"),
        root.integer("score_bins", 5, 2, 10));
  }
}
