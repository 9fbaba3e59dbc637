package io.clientele.config;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies between revenue and contribution margin beside the cost of goods.
 *
 * @param discountsIncluded whether revenue is written before discounts, so that they are still to
 *     be taken off
 * @param taxRate of the tax that revenue includes, as a share of the price without it; 0 where
 *     revenue is without tax
 * @param returnRecovery the share of the cost of goods that a return gives back
 * @param perReturnLine what handling one returned line costs
 * @param perReturnAmount what handling returns costs, as a share of the money given back
 * @param interactions cost of one event by type, for events without a cost of their own
 * @param latePaymentRate yearly rate of interest on what is paid late
 */
public record CostConfig(
    boolean discountsIncluded,
    BigDecimal taxRate,
    BigDecimal returnRecovery,
    BigDecimal perReturnLine,
    BigDecimal perReturnAmount,
    Map<String, BigDecimal> interactions,
    BigDecimal latePaymentRate) {

  /** Stands for any cost that makes a customer troublesome. */
  public static final Input TROUBLE = new Input("costs", "trouble");

  /** The cost of events, by row or by type. */
  public static final Input SERVICE = new Input("costs", "interactions");

  /** The cost of events that belong to campaigns. */
  public static final Input CAMPAIGNS = new Input("costs", "campaigns");

  public static final Input LATE_PAYMENT = new Input("costs", "late_payment_rate");
  public static final Input RETURN_HANDLING = new Input("costs", "return_handling");
  public static final Input TAX = new Input("revenue_basis", "tax");

  /** No cost but that of goods; revenue is net. */
  public static final CostConfig NONE =
      new CostConfig(
          false,
          BigDecimal.ZERO,
          BigDecimal.ONE,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          Map.of(),
          BigDecimal.ZERO);

  /** Whether revenue has something in it that is the seller's or not. */
  enum Basis {
    NETTED,
    INCLUDED
  }

  private static final Key DISCOUNTS =
      Key.word(
          "discounts",
          Basis.NETTED,
          "included: revenue is before discounts, which are taken off below the gross margin");

  private static final Key TAXED =
      Key.word(
          "tax",
          Basis.NETTED,
          "included: revenue includes a tax of tax_rate of the price without it, taken off above the"
              + " gross margin");

  private static final Key TAX_RATE =
      Key.share("tax_rate", "of the tax, as a share of the price without it").orElse("0");

  static final Keys BASIS =
      Keys.of("revenue_basis", "what revenue includes", DISCOUNTS, TAXED, TAX_RATE);

  private static final Key RECOVERY =
      Key.share(
              "return_recovery_share",
              "of the cost of the goods that came back; rounded half up line by line")
          .orElse("1");

  private static final Key LATE =
      Key.share(
              "late_payment_rate",
              "yearly interest on the sum of amount × days late; needs receivables")
          .orElse("0");

  private static final Key PER_LINE =
      Key.amount("per_line", "money for each returned line").orElse("0");

  private static final Key PER_AMOUNT =
      Key.share("share_of_amount", "share of the money given back").orElse("0");

  private static final Keys HANDLING =
      Keys.of("return_handling", "what handling returns costs", PER_LINE, PER_AMOUNT);

  private static final Keys INTERACTIONS =
      Keys.of(
          "interactions",
          Keys.Shape.ENTRIES,
          "money for each event, by type, where the event has no cost of its own; other types cost"
              + " nothing",
          Key.amount("TYPE", "money for one event").orElse("0"));

  static final Keys COSTS =
      Keys.of(
          "costs",
          "what lies between revenue and contribution margin beside the cost of goods",
          RECOVERY,
          LATE,
          HANDLING,
          INTERACTIONS);

  static CostConfig read(Section basis, Section costs) {
    Basis discounts = basis.word(DISCOUNTS, Basis.class);
    Basis tax = basis.word(TAXED, Basis.class);
    BigDecimal rate = basis.share(TAX_RATE);
    if ((tax == Basis.INCLUDED) != (rate.signum() > 0)) {
      basis.problem(
          TAX_RATE,
          "tax: included needs a tax_rate above 0, such as 0.23; with tax: netted there is none");
    }
    basis.close();
    Section handling = costs.section(HANDLING);
    BigDecimal perLine = handling.amount(PER_LINE);
    BigDecimal perAmount = handling.share(PER_AMOUNT);
    handling.close();
    Section types = costs.section(INTERACTIONS);
    Map<String, BigDecimal> interactions = new TreeMap<>();
    for (String type : types.keys()) {
      interactions.put(type.toLowerCase(Locale.ROOT), types.amount(types.entry(type)));
    }
    CostConfig config =
        new CostConfig(
            discounts == Basis.INCLUDED,
            tax == Basis.INCLUDED ? rate : BigDecimal.ZERO,
            costs.share(RECOVERY),
            perLine,
            perAmount,
            new LinkedHashMap<>(interactions),
            costs.share(LATE));
    costs.close();
    return config;
  }

  /** Whether returns cost something beside the money given back. */
  public boolean handlesReturns() {
    return perReturnLine.signum() > 0 || perReturnAmount.signum() > 0;
  }

  /**
   * Whether a cost can be told.
   *
   * @param sources the optional sources
   */
  boolean provides(String field, Collection<OptionalSource> sources) {
    boolean late = latePaymentRate.signum() > 0 && has(sources, SourceKind.RECEIVABLES, "");
    boolean service =
        has(sources, SourceKind.INTERACTIONS, "cost")
            || (!interactions.isEmpty() && has(sources, SourceKind.INTERACTIONS, ""));
    return switch (field) {
      case "late_payment_rate" -> late;
      case "interactions" -> service;
      case "campaigns" -> service && has(sources, SourceKind.INTERACTIONS, "campaign_id");
      case "return_handling" -> handlesReturns();
      case "trouble" -> late || service || handlesReturns();
      default -> throw new IllegalArgumentException(field);
    };
  }

  private static boolean has(Collection<OptionalSource> sources, SourceKind kind, String field) {
    return sources.stream()
        .anyMatch(source -> source.kind() == kind && (field.isEmpty() || source.maps(field)));
  }
}
