package io.clientele.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.clientele.failure.DataRefusedException;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
    Map<String, CurrencyTotals> currencies) {

  private static final int CURRENCY_AT = 8;

  /** Lines, the money of those where it is known, and how many lack it. */
  public record Lines(long lines, BigDecimal revenue, long unknown) {
    public static Lines none() {
      return new Lines(0, BigDecimal.ZERO.setScale(TableSpec.STORED_SCALE), 0);
    }

    public Lines plus(Lines other) {
      return new Lines(lines + other.lines, revenue.add(other.revenue), unknown + other.unknown);
    }
  }

  /**
   * One job over the staged rows; what it collects does not grow with the base.
   *
   * @param reasonNames the reasons of refusal by their bit
   * @param currencyNames the currencies by their number, the base's first
   */
  public static Accounting of(
      Dataset<Row> staged, List<String> reasonNames, List<String> currencyNames) {
    Column customer = col(Staged.ROW_KIND).equalTo(Staged.CUSTOMER);
    List<Row> rows =
        staged
            .filter(col(Staged.ROW_KIND).notEqual(Staged.CONFLICT))
            .groupBy(
                col(Staged.ROW_KIND),
                when(customer, lit("")).otherwise(col(Staged.ITEM)).as("item"))
            .agg(
                sum(coalesce(col(Staged.ITEM_COUNT), lit(1L))),
                sum(coalesce(col(Staged.MONETARY).cast("decimal(38,0)"), col(Staged.ITEM_AMOUNT))),
                sum(coalesce(col(Staged.ITEM_UNKNOWN), lit(0L))),
                sum(when(col(Staged.PURCHASE_DAYS).geq(2), lit(1L)).otherwise(lit(0L))),
                sum(when(Staged.transacting(), lit(1L)).otherwise(lit(0L))),
                sum(when(col(Staged.FREQUENCY).gt(0), lit(1L)).otherwise(lit(0L))),
                sum(col(Staged.ITEM_ORIGINAL)),
                max(col(Staged.ITEM_MOST_CARRIED)),
                min(col(Staged.ITEM_FIRST_RATE)),
                max(col(Staged.ITEM_LAST_RATE)))
            .collectAsList();
    Map<LineClass, Lines> classes = new EnumMap<>(LineClass.class);
    for (LineClass of : LineClass.values()) {
      classes.put(of, Lines.none());
    }
    Map<String, Long> reasons = new LinkedHashMap<>();
    Map<Integer, Long> gaps = new TreeMap<>();
    long customers = 0;
    long transacting = 0;
    long buyers = 0;
    long repeat = 0;
    BigDecimal revenue = BigDecimal.ZERO.setScale(TableSpec.STORED_SCALE);
    Map<String, Long> byBit = new TreeMap<>();
    Map<Integer, CurrencyTotals> byNumber = new TreeMap<>();
    for (Row row : rows) {
      String item = row.getString(1);
      long count = row.getLong(2);
      switch (row.getInt(0)) {
        case Staged.CUSTOMER -> {
          customers = count;
          repeat = row.getLong(5);
          transacting = row.getLong(6);
          buyers = row.getLong(7);
          revenue = amount(row);
        }
        case Staged.CLASS ->
            classes.put(
                LineClass.valueOf(item.toUpperCase(java.util.Locale.ROOT)),
                new Lines(count, amount(row), row.getLong(4)));
        case Staged.REASON -> byBit.put(item, count);
        case Staged.CURRENCY ->
            byNumber.put(Integer.valueOf(item), CurrencyTotals.of(row, amount(row), CURRENCY_AT));
        default -> gaps.put(Integer.parseInt(item), count);
      }
    }
    for (int bit = 0; bit < reasonNames.size(); bit++) {
      Long count = byBit.get(Integer.toString(bit));
      if (count != null) {
        reasons.merge(reasonNames.get(bit), count, Long::sum);
      }
    }
    Map<String, CurrencyTotals> currencies = new LinkedHashMap<>();
    byNumber.forEach((number, totals) -> currencies.put(currencyNames.get(number), totals));
    return new Accounting(
        classes, reasons, gaps, customers, transacting, buyers, repeat, revenue, currencies);
  }

  private static BigDecimal amount(Row row) {
    return row.isNullAt(3)
        ? BigDecimal.ZERO.setScale(TableSpec.STORED_SCALE)
        : new BigDecimal(row.getDecimal(3).toBigIntegerExact(), TableSpec.STORED_SCALE);
  }

  public Lines of(LineClass lineClass) {
    Lines lines = classes.get(lineClass);
    return lines == null ? Lines.none() : lines;
  }

  public Lines read() {
    return classes.values().stream().reduce(Lines.none(), Lines::plus);
  }

  /** Quarantined / (read − excluded − forgotten); 0 where nothing is left. */
  public BigDecimal quarantinedShare() {
    long counted =
        read().lines() - of(LineClass.EXCLUDED).lines() - of(LineClass.FORGOTTEN).lines();
    return counted == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(of(LineClass.QUARANTINED).lines())
            .divide(BigDecimal.valueOf(counted), 10, RoundingMode.HALF_UP);
  }

  /**
   * Refuses data that would make a false snapshot.
   *
   * @param refused what to show of the refused lines; asked for only where they are the reason
   * @throws DataRefusedException if there is nothing to look at, or too much was refused
   */
  public void checkGates(
      BigDecimal maxQuarantinedShare, LocalDate asOf, String input, Supplier<String> refused) {
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
