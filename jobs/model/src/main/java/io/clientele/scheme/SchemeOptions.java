package io.clientele.scheme;

import io.clientele.config.Key;
import io.clientele.config.Section;
import java.util.List;
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

  private static final Key STRICT =
      Key.flag("strict", false, "whether overlaps and gaps are errors");

  private static final Key PRECEDENCE =
      Key.word(
          "precedence",
          Precedence.EXCLUSIVE,
          "first_match: the rules are a list of priorities, overlaps are meant");

  private static final Key MISSING_INPUTS =
      Key.word(
          "missing_inputs",
          MissingInputs.SKIP,
          "absent: a rule whose source is missing holds for nobody, instead of skipping the scheme");

  private static final Key FLAGS =
      Key.flag("flags", false, "publish is_SEGMENT for every rule, first match or not");

  private static final Key WITHIN =
      Key.text(
          "within",
          "a text feature: scores, places and numbers of the base are those of the customer's"
              + " group");

  private static final Key SCORES = Key.text("scores", "the score set that the rules name");

  private static final Key SCORE_BINS =
      Key.integer("score_bins", 2, 10, "the number of scores that the rules are written for")
          .orElse("5");

  static final List<Key> KEYS =
      List.of(STRICT, PRECEDENCE, MISSING_INPUTS, FLAGS, WITHIN, SCORES, SCORE_BINS);

  static SchemeOptions read(Section root) {
    return new SchemeOptions(
        root.flag(STRICT),
        root.word(PRECEDENCE, Precedence.class),
        root.word(MISSING_INPUTS, MissingInputs.class),
        root.flag(FLAGS),
        root.optionalText(WITHIN),
        root.optionalText(SCORES),
        root.integer(SCORE_BINS));
  }
}
