package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.clientele.config.BaseConfig;
import io.clientele.failure.DataRefusedException;
import io.clientele.feature.Staged;
import io.clientele.ingest.LineClass;
import io.clientele.table.Records;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Every line of the source in exactly one class, with its money, counted from the materialised rows
 * of the fold.
 *
 * @param classes all classes, empty ones too
 * @param reasons lines by reason of refusal
 * @param gaps repurchase gaps: length in days → how many
 * @param customers all known customers
 * @param transacting customers with an accepted line
 * @param buyers customers with a purchase
 * @param repeatBuyers customers with two purchase days or more
 * @param customerRevenue net revenue over the customers' rows
 * @param signs what tells whether the mapping fits the data
 * @param idLengths the lengths of customers' ids in bytes, and how many have each
 * @param busiest the customer with most orders; null without customers
 * @param largest the customer with most net revenue; null without customers
 * @param currencies the accepted lines by currency, the base's first
 */
public record Accounting(
    Map<LineClass, Lines> classes,
    Map<String, Long> reasons,
    Map<Integer, Long> gaps,
    long customers,
    long transacting,
    long buyers,
    long repeatBuyers,
    BigDecimal customerRevenue,
    Map<Sign, Long> signs,
    Map<Integer, Long> idLengths,
    @Nullable LedgerEntry busiest,
    @Nullable LedgerEntry largest,
    Map<String, CurrencyTotals> currencies) {

  /** Lines, the money of those where it is known, and how many lack it. */
  public record Lines(long lines, BigDecimal revenue, long unknown) {
    public static Lines none() {
      return new Lines(0, BigDecimal.ZERO.setScale(TableSpec.STORED_SCALE), 0);
    }

    public Lines plus(Lines other) {
      return new Lines(lines + other.lines, revenue.add(other.revenue), unknown + other.unknown);
    }
  }

  /** What is counted of the customers. */
  private record Customers(
      long customers, long transacting, long buyers, long repeatBuyers, BigDecimal revenue) {

    static Customers of(Dataset<Row> customers) {
      Dataset<Row> counted =
          customers.agg(
              count(lit(1)).as("customers"),
              count_if(Staged.transacting()).as("transacting"),
              count_if(col(Staged.FREQUENCY).gt(0)).as("buyers"),
              count_if(col(Staged.PURCHASE_DAYS).geq(2)).as("repeat_buyers"),
              coalesce(
                      sum(col(Staged.MONETARY).cast("decimal(38,0)")), lit(0).cast("decimal(38,0)"))
                  .as("revenue"));
      return Records.of(Customers.class, counted.collectAsList()).get(0);
    }
  }

  /**
   * Two small jobs over what the fold left; what they collect does not grow with the base.
   *
   * @param reasonNames the reasons of refusal by their bit
   * @param currencyNames the currencies by their number, the base's first
   */
  public static Accounting of(
      FoldedLines folded, List<String> reasonNames, List<String> currencyNames) {
    Map<LineClass, Lines> classes = new EnumMap<>(LineClass.class);
    for (LineClass of : LineClass.values()) {
      classes.put(of, Lines.none());
    }
    Map<Integer, Long> byBit = new TreeMap<>();
    Map<Integer, Long> gaps = new TreeMap<>();
    Map<Integer, LedgerEntry> byNumber = new TreeMap<>();
    Map<Sign, Long> signs = new EnumMap<>(Sign.class);
    Map<Integer, Long> idLengths = new TreeMap<>();
    List<LedgerEntry> top = new ArrayList<>();
    for (LedgerEntry entry : added(folded.ledger())) {
      switch (entry.of()) {
        case CLASS ->
            classes.put(
                LineClass.valueOf(entry.item().toUpperCase(Locale.ROOT)),
                new Lines(
                    entry.lines(),
                    LedgerEntry.money(Objects.requireNonNull(entry.amount())),
                    Objects.requireNonNull(entry.unknown())));
        case REASON -> byBit.put(Integer.valueOf(entry.item()), entry.lines());
        case GAP -> gaps.put(Integer.valueOf(entry.item()), entry.lines());
        case CURRENCY -> byNumber.put(Integer.valueOf(entry.item()), entry);
        case ID_LENGTH -> idLengths.put(Integer.valueOf(entry.item()), entry.lines());
        case CUSTOMER -> top.add(entry);
        case SIGN -> signs.put(Sign.of(entry.item()), entry.lines());
        case CONFLICT -> throw new IllegalStateException("conflicts are not added up");
      }
    }
    Map<String, Long> reasons = new LinkedHashMap<>();
    byBit.forEach((bit, lines) -> reasons.merge(reasonNames.get(bit), lines, Long::sum));
    Map<String, CurrencyTotals> currencies = new LinkedHashMap<>();
    byNumber.forEach(
        (number, entry) -> currencies.put(currencyNames.get(number), CurrencyTotals.of(entry)));
    Customers customers = Customers.of(folded.customers());
    return new Accounting(
        classes,
        reasons,
        gaps,
        customers.customers(),
        customers.transacting(),
        customers.buyers(),
        customers.repeatBuyers(),
        LedgerEntry.money(customers.revenue()),
        signs,
        idLengths,
        first(top, Comparator.comparing(LedgerEntry::lines)),
        first(top, Comparator.comparing(Accounting::revenue)),
        currencies);
  }

  /** The entries of all tasks, added up; conflicts stay where they are. */
  private static List<LedgerEntry> added(Dataset<Row> ledger) {
    List<Row> rows =
        ledger
            .filter(col(LedgerEntry.KIND).notEqual(LedgerEntry.Kind.CONFLICT.key()))
            .groupBy(col(LedgerEntry.KIND), col(LedgerEntry.ITEM))
            .agg(
                sum(LedgerEntry.LINES).as(LedgerEntry.LINES),
                sum(LedgerEntry.AMOUNT).as(LedgerEntry.AMOUNT),
                sum(LedgerEntry.UNKNOWN).as(LedgerEntry.UNKNOWN),
                sum(LedgerEntry.ORIGINAL).as(LedgerEntry.ORIGINAL),
                max(LedgerEntry.MOST_CARRIED).as(LedgerEntry.MOST_CARRIED),
                min(LedgerEntry.FIRST_RATE).as(LedgerEntry.FIRST_RATE),
                max(LedgerEntry.LAST_RATE).as(LedgerEntry.LAST_RATE))
            .collectAsList();
    return Records.of(LedgerEntry.class, rows);
  }

  public Lines of(LineClass lineClass) {
    Lines lines = classes.get(lineClass);
    return lines == null ? Lines.none() : lines;
  }

  /** The greatest; of equal ones the first by name, whatever the order of the tasks. */
  private static @Nullable LedgerEntry first(
      List<LedgerEntry> customers, Comparator<LedgerEntry> by) {
    return customers.stream().min(by.reversed().thenComparing(LedgerEntry::item)).orElse(null);
  }

  /** Net revenue of a {@link LedgerEntry.Kind#CUSTOMER}. */
  static BigDecimal revenue(LedgerEntry customer) {
    return LedgerEntry.money(Objects.requireNonNull(customer.amount()));
  }

  /** How often a sign was seen. */
  public long sign(Sign sign) {
    return signs.getOrDefault(sign, 0L);
  }

  public Lines read() {
    return classes.values().stream().reduce(Lines.none(), Lines::plus);
  }

  /** Quarantined / (read − excluded − forgotten); 0 where nothing is left. */
  public BigDecimal quarantinedShare() {
    return share(of(LineClass.QUARANTINED).lines());
  }

  private BigDecimal share(long lines) {
    long counted =
        read().lines() - of(LineClass.EXCLUDED).lines() - of(LineClass.FORGOTTEN).lines();
    return share(lines, counted);
  }

  /** A share to ten places; 0 of nothing. */
  static BigDecimal share(long part, long whole) {
    return whole == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 10, RoundingMode.HALF_UP);
  }

  /**
   * Refuses data that would make a false snapshot.
   *
   * @param refused what to show of the refused lines; asked for only where they are the reason
   * @throws DataRefusedException if there is nothing to look at, or too much was refused
   */
  public void checkGates(
      BaseConfig config, LocalDate asOf, String input, Supplier<String> refused) {
    BigDecimal maxQuarantinedShare = config.maxQuarantinedShare();
    if (read().lines() == 0) {
      throw new DataRefusedException(
          "The source " + input + " has no lines. Nothing was published; the last good run stays.");
    }
    if (quarantinedShare().compareTo(maxQuarantinedShare) > 0) {
      throw DataRefusedException.showing(
          percent(quarantinedShare())
              + " of the lines ("
              + of(LineClass.QUARANTINED).lines()
              + ") break the input contract; gates.max_quarantined_share allows "
              + percent(maxQuarantinedShare)
              + ". Reasons: "
              + said(reasons)
              + ". Nothing was published; the last good run stays. Mend the source or its mapping,"
              + " or raise the gate.",
          refused.get());
    }
    BigDecimal unlike = share(sign(Sign.UNLIKE_DUPLICATES));
    if (unlike.compareTo(config.maxUnlikeDuplicateShare()) > 0) {
      throw new DataRefusedException(
          percent(unlike)
              + " of the lines ("
              + sign(Sign.UNLIKE_DUPLICATES)
              + ") have the transaction_id of a line in another order or of another customer;"
              + " gates.max_unlike_duplicate_share allows "
              + percent(config.maxUnlikeDuplicateShare())
              + ". They would be left out as duplicates. Nothing was published; the last good run"
              + " stays. Map a transaction_id that is unique in the whole source, such as"
              + " concat_ws('/', order, line number), or none; or raise the gate.");
    }
    if (of(LineClass.ACCEPTED).lines() == 0) {
      throw DataRefusedException.showing(
          "No line of "
              + input
              + " counts as of "
              + asOf
              + ": "
              + of(LineClass.UNSEEN).lines()
              + " dated on or after that day, "
              + of(LineClass.EXCLUDED).lines()
              + " excluded, "
              + of(LineClass.ANONYMOUS).lines()
              + " without a customer, "
              + of(LineClass.QUARANTINED).lines()
              + " refused. Check --as-of and the mapping.",
          of(LineClass.QUARANTINED).lines() > 0 ? refused.get() : "");
    }
  }

  private static String percent(BigDecimal share) {
    return share.movePointRight(2).setScale(2, RoundingMode.HALF_UP) + " %";
  }

  private static String said(Map<String, Long> counts) {
    StringBuilder said = new StringBuilder();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(5)
        .forEach(
            entry ->
                said.append(said.length() == 0 ? "" : ", ")
                    .append(entry.getKey())
                    .append(' ')
                    .append(entry.getValue()));
    return said.toString();
  }
}
