package io.clientele.config;

import static io.clientele.config.FieldType.AMOUNT;
import static io.clientele.config.FieldType.DAY;
import static io.clientele.config.FieldType.FLAG;
import static io.clientele.config.FieldType.MOMENT;
import static io.clientele.config.FieldType.NUMBER;
import static io.clientele.config.FieldType.RATE;
import static io.clientele.config.FieldType.TEXT;
import static io.clientele.config.SourceField.optional;
import static io.clientele.config.SourceField.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The optional sources: each unlocks features and schemes, and none is needed by the others. */
public enum SourceKind {
  /** Who the customers are: one row a customer, or one row a customer and time. */
  CUSTOMERS(
      List.of("customer_id"),
      "",
      Stream.of(
          List.of(
              required("customer_id", TEXT, "the customer, as in transactions"),
              optional("name", TEXT, "never published with the features"),
              optional("email", TEXT, "never published; whether there is one is"),
              optional("phone", TEXT, "never published; whether there is one is"),
              optional("owner", TEXT, "who looks after the customer"),
              optional("language", TEXT, "for labels and messages"),
              optional("parent_id", TEXT, "the company above"),
              optional(
                  "merged_into", TEXT, "the customer this one became: everything counts there"),
              optional("country", TEXT, "geography"),
              optional("region", TEXT, "geography"),
              optional("city", TEXT, "geography"),
              optional("district", TEXT, "geography"),
              optional("birth_date", DAY, "gives age_years"),
              optional("gender", TEXT, "demography"),
              optional("education", TEXT, "demography"),
              optional("occupation", TEXT, "demography"),
              optional("income_band", TEXT, "demography"),
              optional("household_size", TEXT, "demography; a text because of bands such as 5+"),
              optional("acquisition_channel", TEXT, "where the customer came from"),
              optional("acquisition_cost", AMOUNT, "what winning the customer cost"),
              optional("potential_value", AMOUNT, "what the customer could bring"),
              optional("registered_on", DAY, "known from this day")),
          permissions(),
          validity())),
  /** Marks that people set: one row a customer, tag and day. */
  TAGS(
      List.of("customer_id", "tag", "set_on"),
      "set_on",
      Stream.of(
          List.of(
              required("customer_id", TEXT, "the customer"),
              required("tag", TEXT, "such as vip, abusive, interest:golf"),
              required("set_on", DAY, "counts from the day after"),
              optional("removed_on", DAY, "counts no longer from the day after"),
              optional("set_by", TEXT, "who set it")))),
  /** What is sold: one row a product, or one row a product and time. */
  PRODUCTS(
      List.of("product_id"),
      "",
      Stream.of(
          List.of(
              required("product_id", TEXT, "as in transactions"),
              optional("category", TEXT, "what kind of goods"),
              optional("brand", TEXT, "whose goods"),
              optional("unit_cost", AMOUNT, "cost of one unit"),
              optional("launched_on", DAY, "first day on sale")),
          validity())),
  /** Invoices and how they were paid: one row an invoice. */
  RECEIVABLES(
      List.of("invoice_id"),
      "issued_on",
      Stream.of(
          List.of(
              required("invoice_id", TEXT, "identity"),
              required("customer_id", TEXT, "who owes"),
              required("issued_on", DAY, "seen from the day after"),
              required("due_on", DAY, "late after it"),
              required("amount", AMOUNT, "what is owed"),
              optional("paid_on", DAY, "unpaid where null, or not before the as-of date"),
              optional("disputed", FLAG, "whether the customer objects"),
              optional("order_id", TEXT, "the order it bills")))),
  /** Contacts in both directions: one row an event. */
  INTERACTIONS(
      List.of(),
      "happened_at",
      Stream.of(
          List.of(
              optional("customer_id", TEXT, "who; a customer or a lead is needed"),
              optional("lead_id", TEXT, "who; a customer or a lead is needed"),
              required("happened_at", MOMENT, "when"),
              required("type", TEXT, "such as call, email_open, site_visit, cart, complaint"),
              required("direction", TEXT, "in: from them, out: from us").among("in", "out"),
              optional("channel", TEXT, "how"),
              optional("cost", AMOUNT, "what it cost us"),
              optional("outcome", TEXT, "how it ended"),
              optional("device", TEXT, "with what"),
              optional("order_id", TEXT, "about which order"),
              optional("product_id", TEXT, "about which product"),
              optional("campaign_id", TEXT, "in which campaign"),
              optional("action_id", TEXT, "for which action")))),
  /** People who have not bought yet: one row a lead. */
  LEADS(
      List.of("lead_id"),
      "created_at",
      Stream.of(
          List.of(
              required("lead_id", TEXT, "identity"),
              required("created_at", MOMENT, "seen from the day after"),
              optional("source", TEXT, "where the lead came from"),
              optional("enquiry_kind", TEXT, "what was asked"),
              optional("owner", TEXT, "who looks after the lead"),
              optional("has_contact", FLAG, "can be reached; false where unknown"),
              optional("has_intent", FLAG, "wants it; false where unknown"),
              optional("has_budget", FLAG, "can pay it; false where unknown"),
              optional("met_on", DAY, "met in person, from the day after"),
              optional("outcome", TEXT, "how it ended; open where null")
                  .among("open", "won", "lost", "disqualified"),
              optional("lost_reason", TEXT, "why it was lost"),
              optional("closed_at", MOMENT, "the outcome counts from the day after"),
              optional("customer_id", TEXT, "the customer the lead became")))),
  /** What customers answered: one row a question asked. */
  SURVEYS(
      List.of(),
      "asked_at",
      Stream.of(
          List.of(
              required("customer_id", TEXT, "who"),
              required("asked_at", MOMENT, "when"),
              optional("answered_at", MOMENT, "unanswered where null"),
              required("instrument", TEXT, "what was asked").among("nps", "csat", "free"),
              optional("score", NUMBER, "the answer, of nps and csat"),
              optional("question", TEXT, "what was asked in words, or its name"),
              optional("answer", TEXT, "the answer in words, or its name"),
              optional("campaign_id", TEXT, "in which campaign")))),
  /** What a unit of a currency is worth: one row a currency and day. */
  EXCHANGE_RATES(
      List.of("currency", "date"),
      "date",
      Stream.of(
          List.of(
              required("currency", TEXT, "three letters, upper or lower case"),
              required("date", DAY, "the day of the rate; it holds until the next one"),
              required("rate", RATE, "units of the base's currency for one of this; 18 places"))));

  /** The ways of contact for which a customer can give permission. */
  public static final List<String> CHANNELS =
      List.of("call", "email", "sms", "messenger", "push", "letter", "remarketing");

  private final List<String> keyFields;
  private final String dated;
  private final List<SourceField> fields;

  SourceKind(List<String> keyFields, String dated, Stream<List<SourceField>> fields) {
    this.keyFields = keyFields;
    this.dated = dated;
    this.fields = fields.flatMap(List::stream).toList();
  }

  /** What its rows are, for the documentation. */
  String meaning() {
    return switch (this) {
      case CUSTOMERS -> "who the customers are: one row for each customer, or customer and time";
      case TAGS -> "marks that people set: one row for each customer, tag and day";
      case PRODUCTS -> "what is sold: one row for each product, or product and time";
      case RECEIVABLES -> "invoices and how they were paid: one row for each invoice";
      case INTERACTIONS -> "contacts in both directions: one row for each event";
      case LEADS -> "people who have not bought yet: one row for each lead";
      case SURVEYS -> "what customers answered: one row for each question asked";
      case EXCHANGE_RATES ->
          "what a unit of a currency is worth: one row for each currency and day";
    };
  }

  /** The name in the configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The fields that identify a row; empty where equal rows are different events. */
  public List<String> identity() {
    return keyFields;
  }

  /** The field that says from when a row is seen; none for tables that may carry validity. */
  public Optional<String> dated() {
    return dated.isEmpty() ? Optional.empty() : Optional.of(dated);
  }

  /** The fields in their order. */
  public List<SourceField> fields() {
    return fields;
  }

  private static List<SourceField> permissions() {
    List<SourceField> permissions = new ArrayList<>();
    for (String channel :
        List.of("call", "email", "sms", "messenger", "push", "letter", "remarketing")) {
      permissions.add(
          optional("permission_" + channel, FLAG, "may be contacted; false where unknown"));
      permissions.add(
          optional(
              "permission_" + channel + "_on", DAY, "the permission counts from the day after"));
    }
    return permissions;
  }

  private static List<SourceField> validity() {
    return List.of(
        optional("valid_from", DAY, "the row counts from this day; from ever where null"),
        optional("valid_to", DAY, "the row counts before this day; for ever where null"));
  }
}
