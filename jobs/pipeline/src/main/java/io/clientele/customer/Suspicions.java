package io.clientele.customer;

import io.clientele.config.BaseConfig;
import io.clientele.config.TransactionField;
import io.clientele.ingest.LineClass;
import io.clientele.ingest.RefusedText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What in the data suggests that a mapping says something else than was meant: a sentence each,
 * with numbers and the way out. Nothing is changed by it.
 */
public final class Suspicions {
  /** Of the orders: a till that works over midnight stays below. */
  private static final BigDecimal ORDERS = new BigDecimal("0.01");

  /** Of all orders or all money in the hands of one customer. */
  private static final BigDecimal ONE_CUSTOMER_ORDERS = new BigDecimal("0.2");

  private static final BigDecimal ONE_CUSTOMER_MONEY = new BigDecimal("0.5");

  /** With fewer buyers a large share means nothing. */
  private static final long FEW = 10;

  /** So many orders are not one person's, if others have a tenth of them. */
  private static final long MANY_ORDERS = 10;

  private static final int ID_SHOWN = 60;

  /** Ids that systems give to nobody. */
  private static final Pattern NUMBERS_OF_NOBODY =
      Pattern.compile("-?0+|-0*1|9{3,}|0{8}-0{4}-0{4}-0{4}-0{12}|f{8}-f{4}-f{4}-f{4}-f{12}");

  private static final Set<String> WORDS_FOR_NOBODY =
      Set.of(
          "guest",
          "gast",
          "gość",
          "гость",
          "anonymous",
          "anonym",
          "anon",
          "unknown",
          "unbekannt",
          "none",
          "null",
          "nil",
          "nan",
          "n/a",
          "na",
          "undefined",
          "default",
          "dummy",
          "test",
          "cash",
          "walk-in",
          "walkin",
          "nobody",
          "no customer",
          "?",
          "-",
          "--",
          ".",
          "#n/a");

  private final Accounting accounting;
  private final BaseConfig config;
  private final List<String> notes = new ArrayList<>();

  private Suspicions(Accounting accounting, BaseConfig config) {
    this.accounting = accounting;
    this.config = config;
  }

  /**
   * What there is to say.
   *
   * @param customers as staged; read again only where ids may be spellings of one
   */
  public static List<String> of(Accounting accounting, Dataset<Row> customers, BaseConfig config) {
    Suspicions suspicions = new Suspicions(accounting, config);
    suspicions.duplicates();
    suspicions.versions();
    suspicions.orders();
    suspicions.customers();
    if (CustomerIds.mayBeAlike(accounting)) {
      suspicions.spellings(CustomerIds.alike(customers));
    }
    return suspicions.notes;
  }

  private void duplicates() {
    long unlike = accounting.sign(Sign.UNLIKE_DUPLICATES);
    if (unlike > 0) {
      notes.add(
          unlike
              + " of "
              + accounting.of(LineClass.DUPLICATE).lines()
              + " duplicates lie in another order or with another customer than the line that"
              + " counts: is "
              + mapped(TransactionField.TRANSACTION_ID)
              + " unique in the whole source? If it is a number within an order, map"
              + " transaction_id: concat_ws('/', order, number)");
    }
  }

  private void versions() {
    long asText = accounting.sign(Sign.VERSIONS_AS_TEXT);
    if (asText > 0) {
      notes.add(
          asText
              + " lines count as the newest because their version is compared as text, where 9"
              + " comes after 10: map version: CAST("
              + mapped(TransactionField.VERSION)
              + " AS BIGINT)");
    }
  }

  private void orders() {
    long orders = accounting.sign(Sign.ORDERS);
    long days = accounting.sign(Sign.ORDERS_OVER_DAYS);
    long stores = accounting.sign(Sign.ORDERS_OVER_STORES);
    List<String> found = new ArrayList<>();
    if (Accounting.share(days, orders).compareTo(ORDERS) >= 0) {
      found.add(
          days + " of " + orders + " orders (" + percent(days, orders) + ") lie on several days");
    }
    if (Accounting.share(stores, orders).compareTo(ORDERS) >= 0) {
      found.add(
          stores + " of " + orders + " orders (" + percent(stores, orders) + ") in several stores");
    }
    if (!found.isEmpty()) {
      notes.add(
          String.join(", ", found)
              + ": if numbers of orders begin anew each day or in each store, frequency is too low;"
              + " map order_id: concat_ws('/', store, day, number)");
    }
  }

  private void customers() {
    LedgerEntry busiest = accounting.busiest();
    LedgerEntry largest = accounting.largest();
    if (accounting.buyers() < FEW || busiest == null || largest == null) {
      return;
    }
    long orders = accounting.sign(Sign.ORDERS);
    long average = Math.max(1, orders / accounting.buyers());
    boolean many = busiest.lines() >= MANY_ORDERS * average;
    if (isMost(busiest, orders) || (many && namesNobody(busiest.item()))) {
      oneCustomer(busiest, orders);
    }
    if (isMoney(largest) && !(isMost(busiest, orders) && same(busiest, largest))) {
      oneCustomer(largest, orders);
    }
  }

  private static boolean same(LedgerEntry one, LedgerEntry other) {
    return one.item().equals(other.item());
  }

  private static boolean isMost(LedgerEntry customer, long orders) {
    return Accounting.share(customer.lines(), orders).compareTo(ONE_CUSTOMER_ORDERS) >= 0;
  }

  private boolean isMoney(LedgerEntry customer) {
    return shareOfMoney(customer).compareTo(ONE_CUSTOMER_MONEY) >= 0;
  }

  private BigDecimal shareOfMoney(LedgerEntry customer) {
    BigDecimal all = accounting.customerRevenue();
    BigDecimal own = Accounting.revenue(customer);
    return all.signum() > 0 ? own.divide(all, 10, RoundingMode.HALF_UP) : BigDecimal.ZERO;
  }

  private void oneCustomer(LedgerEntry customer, long orders) {
    String id = RefusedText.visible(customer.item(), ID_SHOWN);
    notes.add(
        "customer '"
            + id
            + "' has "
            + percent(customer.lines(), orders)
            + " of all orders and "
            + percent(shareOfMoney(customer))
            + " of all money: if that is a placeholder for people who are not known, map"
            + " customer_id: nullif("
            + mapped(TransactionField.CUSTOMER_ID)
            + ", '"
            + id.replace("'", "''")
            + "')");
  }

  private static boolean namesNobody(String id) {
    String text = id.strip().toLowerCase(Locale.ROOT);
    return NUMBERS_OF_NOBODY.matcher(text).matches() || WORDS_FOR_NOBODY.contains(text);
  }

  private void spellings(CustomerIds alike) {
    if (alike.names() > 0) {
      notes.add(
          alike.spellings()
              + " customers may be "
              + alike.names()
              + ", such as '"
              + RefusedText.visible(String.valueOf(alike.one()), ID_SHOWN)
              + "' and '"
              + RefusedText.visible(String.valueOf(alike.other()), ID_SHOWN)
              + "': their ids differ only by case, blanks, leading zeros or a trailing .0; if they"
              + " are the same, map customer_id: lower(trim("
              + mapped(TransactionField.CUSTOMER_ID)
              + "))");
    }
  }

  private String mapped(TransactionField field) {
    return config.transactions().expression(field).orElse(field.key());
  }

  private static String percent(long part, long whole) {
    return percent(Accounting.share(part, whole));
  }

  private static String percent(BigDecimal share) {
    return share.movePointRight(2).setScale(1, RoundingMode.HALF_UP) + " %";
  }
}
