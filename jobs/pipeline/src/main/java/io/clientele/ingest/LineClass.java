package io.clientele.ingest;

import java.util.Locale;

/**
 * What became of a line of the source: every line is in exactly one class, the first that applies
 * in this order.
 */
public enum LineClass {
  /** The configuration's {@code where} does not hold for it: it belongs to another base. */
  EXCLUDED(0, "left out by the configuration's where"),
  /** It belongs to a person who was erased. */
  FORGOTTEN(1, "belongs to an erased person"),
  /** It breaks the contract; it stands in the quarantine with its reasons. */
  QUARANTINED(2, "breaks the input contract; stands in quarantine with its reasons"),
  /** It is dated on or after the as-of date. */
  UNSEEN(3, "dated on or after the as-of date"),
  /** Another line with the same identity wins. */
  DUPLICATE(4, "another line with the same transaction_id wins"),
  /** A valid line without a customer. */
  ANONYMOUS(5, "valid, without a customer"),
  /** A valid line of a known customer: the only class that features are made of. */
  ACCEPTED(6, "valid, with a customer: what features are made of");

  private final int code;
  private final String meaning;

  LineClass(int code, String meaning) {
    this.code = code;
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

  /** The number that stands for it in rows; it grows in the order in which classes apply. */
  public int code() {
    return code;
  }

  /** The class with the given {@link #code}. */
  public static LineClass of(int code) {
    for (LineClass one : values()) {
      if (one.code == code) {
        return one;
      }
    }
    throw new IllegalArgumentException("no class of lines has the code " + code);
  }
}
