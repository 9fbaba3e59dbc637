package io.clientele.config;

/** How the edges of a score are found. */
public enum ScoreMethod {
  /** From the base: equal shares of the buyers, equal values together. */
  QUANTILE,
  /** Written in the configuration. */
  FIXED
}
