package io.clientele.feature;

import java.util.Locale;

/**
 * What became of a line of the source: every line is in exactly one class, the first that applies
 * in this order.
 */
public enum LineClass {
  /** The configuration's {@code where} does not hold for it: it belongs to another base. */
  EXCLUDED("left out by the configuration's where"),
  /** It belongs to a person who was erased. */
  FORGOTTEN("belongs to an erased person"),
  /** It breaks the contract; it stands in the quarantine with its reasons. */
  QUARANTINED("breaks the input contract; stands in quarantine with its reasons"),
  /** It is dated on or after the as-of date. */
  UNSEEN("dated on or after the as-of date"),
  /** Another line with the same identity wins. */
  DUPLICATE("another line with the same transaction_id wins"),
  /** A valid line without a customer. */
  ANONYMOUS("valid, without a customer"),
  /** A valid line of a known customer: the only class that features are made of. */
  ACCEPTED("valid, with a customer: what features are made of");

  private final String meaning;

  LineClass(String meaning) {
    this.meaning = meaning;
  }

  /** The name in the tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One sentence for readers of the reconciliation. */
  public String meaning() {
    return meaning;
  }

  /** The class with the given {@link #ordinal}. */
  public static LineClass of(int ordinal) {
    return values()[ordinal];
  }
}
