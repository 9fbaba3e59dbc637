package io.clientele.rule;

import org.apache.spark.sql.Column;

/** The constants of the base as columns: literals, or looked up by the customer's group. */
public interface Constants {

  /** Where a cut lies, in the unit of the feature that decides it; null where it has no edge. */
  Column edge(PercentileThreshold cut);

  /** The value in the natural unit of its features; null where there is none. */
  Column value(BaseValue value);
}
