package io.clientele.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The fields of a transaction line that a source can be mapped to. */
public enum TransactionField {
  ORDER_ID(true, "STRING", "the order the line belongs to"),
  CUSTOMER_ID(true, "STRING", "who bought; null for an anonymous sale"),
  ORDERED_AT(true, "TIMESTAMP or DATE", "when, in the base's time zone"),
  REVENUE(true, "DECIMAL", "net money of the line; negative for a return"),
  TRANSACTION_ID(false, "STRING", "identity of the line; lines with the same one count once"),
  VERSION(false, "any ordered type", "the newest version of an identity wins"),
  KIND(false, "STRING: sale or return", "what the line is; by default the sign of the revenue"),
  QUANTITY(false, "DECIMAL", "units; negative for a return"),
  COST(false, "DECIMAL", "cost of the goods of the line; a return gives its cost back"),
  DISCOUNT(false, "DECIMAL", "discount granted on the line, zero or more"),
  PRODUCT_ID(false, "STRING", "what was bought"),
  CHANNEL(false, "STRING", "how it was bought; the latest line tells the customer's"),
  STORE(false, "STRING", "where it was bought; the latest line tells the customer's"),
  COUNTRY(false, "STRING", "the customer's country, where no customers source tells it"),
  CURRENCY(
      false,
      "STRING",
      "of the line's revenue, cost and discount, three letters; the base's where not mapped");

  private final boolean required;
  private final String type;
  private final String meaning;

  TransactionField(boolean required, String type, String meaning) {
    this.required = required;
    this.type = type;
    this.meaning = meaning;
  }

  /** The name in the configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether every configuration must map it. */
  public boolean required() {
    return required;
  }

  /** The type its expression should have. */
  public String type() {
    return type;
  }

  /** What it means, for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** All names, in the order of the enum. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(TransactionField::key).toList();
  }
}
