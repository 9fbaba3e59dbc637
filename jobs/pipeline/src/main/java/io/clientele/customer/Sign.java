package io.clientele.customer;

import java.util.Locale;

/** What the fold counts to tell whether a mapping fits its data. */
public enum Sign {
  /** Orders with a purchase. */
  ORDERS,
  /** Of these, those whose purchases lie on several days. */
  ORDERS_OVER_DAYS,
  /** Of these, those whose purchases lie in several stores. */
  ORDERS_OVER_STORES,
  /** Duplicates of another order or customer than the line that counts. */
  UNLIKE_DUPLICATES,
  /** Ids of customers that hold a lower-case letter, or one beyond ASCII. */
  LOWER_CASE_IDS,
  /** Ids of customers that hold an upper-case letter, or one beyond ASCII. */
  UPPER_CASE_IDS,
  /** Ids of customers that begin or end with no visible character of ASCII, or end with .0. */
  PADDED_IDS,
  /** Ids of customers that begin with a zero. */
  ZERO_IDS,
  /** Lines that count as the newest by the text of their version, though not by its number. */
  VERSIONS_AS_TEXT;

  /** As it is stored. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Sign of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
