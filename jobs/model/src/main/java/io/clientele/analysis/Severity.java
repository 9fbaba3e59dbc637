package io.clientele.analysis;

/** How bad a finding is, worst first. */
public enum Severity {
  /** The scheme cannot mean this: it does not run. */
  ERROR,
  /** Probably not meant: the run says so. */
  WARNING,
  /** Worth knowing. */
  NOTE
}
