package io.clientele.segment;

/** Whom the rules of a scheme are about; everybody else falls to {@code otherwise}. */
public enum Population {
  /** Customers with a purchase. */
  BUYERS,
  /** Every known customer. */
  CUSTOMERS
}
