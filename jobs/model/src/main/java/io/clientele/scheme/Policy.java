package io.clientele.scheme;

import io.clientele.config.Key;
import io.clientele.config.Keys;
import io.clientele.config.Problems;
import io.clientele.config.Section;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the customers of a segment are entitled to, term by term. Days and hours are whole, shares
 * lie from 0 to 1.
 *
 * @param terms as written, by the names of {@link #KEYS}
 */
public record Policy(Map<String, String> terms) {
  /** None. */
  static final Policy NONE = new Policy(Map.of());

  /** Offers, the strongest last. */
  public static final List<String> OFFERS = List.of("none", "small", "standard", "strong");

  private static final List<String> OUTBOUND =
      List.of(
          "call",
          "meeting",
          "email",
          "sms",
          "messenger",
          "push",
          "letter",
          "remarketing",
          "survey",
          "event",
          "onsite");

  private static final List<String> INBOUND =
      List.of(
          "direct line",
          "call",
          "meeting",
          "email",
          "sms",
          "messenger",
          "chat",
          "letter",
          "branch",
          "self-service");

  /** The name of a term: the most that may be taken off a price. */
  public static final String DISCOUNT_SHARE = "discount_share";

  /** The name of a term: hours within which an inquiry is answered. */
  public static final String RESPONSE_TIME_HOURS = "response_time_hours";

  private static final Key PRIORITY = Key.integer("priority", 1, 9, "1 is served first");

  private static final Key CONTACT_EVERY =
      Key.integer("contact_every_days", 1, 3650, "days from one contact to the next");

  private static final Key RESPONSE =
      Key.integer(RESPONSE_TIME_HOURS, 1, 8760, "hours within which an inquiry is answered");

  private static final Key PAYMENT =
      Key.integer("payment_term_days", 0, 365, "days to pay an invoice; 0 is prepayment");

  private static final Key DISCOUNT =
      Key.share(DISCOUNT_SHARE, "the most that may be taken off a price");

  private static final Key BUDGET =
      Key.share("budget_cap_share", "the most to spend a head, of the expected margin");

  private static final Key OFFER =
      Key.word("offer", OFFERS, "how strong an offer they may get to stay or come back");

  private static final Key CONTACT =
      Key.texts("contact_channels", "how they are contacted, in order: " + listed(OUTBOUND));

  private static final Key SERVICE =
      Key.texts("service_channels", "the ways in that are open to them: " + listed(INBOUND));

  private static final Key EXIT_AFTER =
      Key.integer(
          "exit_after_days",
          30,
          3650,
          "after so many days without a break, seen in three snapshots or more, a customer is"
              + " listed in exit_candidates");

  private static final List<Key> INTEGERS =
      List.of(PRIORITY, CONTACT_EVERY, RESPONSE, PAYMENT, EXIT_AFTER);

  private static final List<Key> SHARES = List.of(DISCOUNT, BUDGET);

  private static final List<Key> TERMS =
      List.of(
          Key.text("owner", "who looks after them: a name, or named for somebody of their own"),
          PRIORITY,
          CONTACT_EVERY,
          CONTACT,
          SERVICE,
          RESPONSE,
          PAYMENT,
          DISCOUNT,
          OFFER,
          BUDGET,
          Key.texts("sales_process", "its steps, each with its day, such as day 3: call"),
          EXIT_AFTER,
          Key.texts("notes", "what no other term says"));

  /** Every term. */
  static final Keys KEYS =
      Keys.of("policy", "how its customers are treated", TERMS.toArray(Key[]::new));

  /** Reads the terms; a wrong one is a problem with the nearest right one. */
  static Policy read(Section section) {
    INTEGERS.forEach(section::optionalInteger);
    SHARES.stream().filter(section::has).forEach(key -> section.share(key.orElse("0")));
    if (section.has(OFFER)) {
      section.word(OFFER);
    }
    checkWords(section, CONTACT, OUTBOUND);
    checkWords(section, SERVICE, INBOUND);
    Map<String, String> terms = new LinkedHashMap<>();
    for (Key term : TERMS) {
      if (section.has(term)) {
        terms.put(term.name(), String.join(", ", section.texts(term)));
      }
    }
    section.close();
    return new Policy(terms);
  }

  /** A whole number; nothing where the term is not written. */
  public Optional<Integer> number(String term) {
    return Optional.ofNullable(terms.get(term)).map(Integer::valueOf);
  }

  /** A share; nothing where the term is not written. */
  public Optional<BigDecimal> share(String term) {
    return Optional.ofNullable(terms.get(term)).map(BigDecimal::new);
  }

  /** 1 is served first; nothing where the term is not written. */
  public Optional<Integer> priority() {
    return number(PRIORITY.name());
  }

  /** After how many days in the segment a customer may be let go; nothing for never. */
  public Optional<Integer> exitAfterDays() {
    return number(EXIT_AFTER.name());
  }

  /** How strong an offer may be, as a place in {@link #OFFERS}; 0 where the term is not written. */
  public int offer() {
    return Math.max(0, OFFERS.indexOf(terms.getOrDefault(OFFER.name(), OFFERS.get(0))));
  }

  private static void checkWords(Section section, Key key, List<String> words) {
    for (String word : section.texts(key)) {
      if (!words.contains(word)) {
        section.problem(key, "'" + word + "' is no channel" + Problems.hint(word, words));
      }
    }
  }

  private static String listed(List<String> words) {
    return String.join(", ", words);
  }
}
