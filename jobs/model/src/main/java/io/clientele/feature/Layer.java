package io.clientele.feature;

/** What a feature is made of, and so what must change before it has to be computed again. */
public enum Layer {
  /** Sums over lines: changes with the customer's lines. */
  LINE,
  /** Counts of orders: changes with the customer's lines. */
  ORDER,
  /** Days of purchase and the gaps between them: changes with the customer's lines. */
  DAY,
  /** Depends on the as-of date too: changes without any new line. */
  CUSTOMER,
  /** Told by an optional source or field: changes with it and with the as-of date. */
  FACT,
  /** Depends on the other customers of the base. */
  BASE
}
