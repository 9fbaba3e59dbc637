package io.clientele.config;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

  static CostConfig read(Section basis, Section costs) {
    Basis discounts = basis.choice("discounts", Basis.NETTED, Basis.class);
    Basis tax = basis.choice("tax", Basis.NETTED, Basis.class);
    BigDecimal rate = basis.share("tax_rate", BigDecimal.ZERO);
    if ((tax == Basis.INCLUDED) != (rate.signum() > 0)) {
      basis.problem(
          "tax_rate",
          "tax: included needs a tax_rate above 0, such as 0.23; with tax: netted there is none");
    }
    basis.close();
    Section handling = costs.section("return_handling");
    BigDecimal perLine = amount(handling, "per_line");
    BigDecimal perAmount = handling.share("share_of_amount", BigDecimal.ZERO);
    handling.close();
    Section types = costs.section("interactions");
    Map<String, BigDecimal> interactions = new TreeMap<>();
    for (String type : types.keys()) {
      interactions.put(type.toLowerCase(Locale.ROOT), amount(types, type));
    }
    types.close();
    CostConfig config =
        new CostConfig(
            discounts == Basis.INCLUDED,
            tax == Basis.INCLUDED ? rate : BigDecimal.ZERO,
            costs.share("return_recovery_share", BigDecimal.ONE),
            perLine,
            perAmount,
            new LinkedHashMap<>(interactions),
            costs.share("late_payment_rate", BigDecimal.ZERO));
    costs.close();
    return config;
  }

  private static BigDecimal amount(Section section, String key) {
    BigDecimal amount =
        section.parsed(key, BigDecimal.ZERO, "an amount such as 2.50", BigDecimal::new);
    boolean fits =
        amount.signum() >= 0
            && amount.stripTrailingZeros().scale() <= 4
            && amount.compareTo(BigDecimal.valueOf(1_000_000_000L)) < 0;
    if (!fits) {
      section.problem(key, amount + " is no amount of money with at most 4 decimal places");
    }
    return fits ? amount : BigDecimal.ZERO;
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

  /** Canonical text: equal texts cost the same. */
  String fingerprint() {
    return String.join(
        "|",
        Boolean.toString(discountsIncluded),
        plain(taxRate),
        plain(returnRecovery),
        plain(perReturnLine),
        plain(perReturnAmount),
        interactions.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + plain(Objects.requireNonNull(entry.getValue())))
            .toList()
            .toString(),
        plain(latePaymentRate));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
