package io.clientele.solver;

import org.jspecify.annotations.Nullable;

/**
 * Whether conditions can hold together.
 *
 * @param outcome the answer
 * @param model values under which they do; null unless the answer is yes
 */
public record Answer(Outcome outcome, @Nullable Model model) {

  /** What a question can come to. */
  public enum Outcome {
    YES,
    NO,
    /** The search took more steps than it may. */
    UNDECIDED
  }

  /** Whether they can. */
  public boolean isYes() {
    return outcome == Outcome.YES;
  }

  /** Whether they cannot. */
  public boolean isNo() {
    return outcome == Outcome.NO;
  }
}
