package io.clientele.scheme;

/** Whom the rules of a scheme are about; everybody else falls to {@code otherwise}. */
public enum Population {
  /** Customers with a purchase. */
  BUYERS,
  /** Every known customer. */
  CUSTOMERS,
  /** Leads without a purchase. */
  LEADS,
  /** Customers and leads. */
  ALL;

  /** Whether customers get a segment of the scheme. */
  public boolean ofCustomers() {
    return this != LEADS;
  }

  /** Whether leads do. */
  public boolean ofLeads() {
    return this == LEADS || this == ALL;
  }
}
