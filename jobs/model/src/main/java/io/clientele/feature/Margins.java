package io.clientele.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.config.CostConfig;
import io.clientele.config.Input;
import io.clientele.config.TransactionField;
import io.clientele.spark.Catalyst;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;

/**
 * From net revenue to contribution margin, step by step: what is left of each customer's money. The
 * steps of a customer add up exactly, because the margins are their differences.
 *
 * <pre>
 * net revenue − tax − cost of goods = gross margin
 * gross margin − discounts − return handling − cost to serve − late payment = contribution margin
 * </pre>
 */
public final class Margins {
  /** Column of the facts, with the end of a span: cost of all events in it. */
  public static final String COST_TO_SERVE = "cost_to_serve";

  /** The same of complaints and support. */
  public static final String SUPPORT_COST = "support_cost";

  /** The same of events that belong to campaigns. */
  public static final String CAMPAIGN_COST = "campaign_cost";

  /** The same of what was paid late. */
  public static final String LATE_PAYMENT_COST = "late_payment_cost";

  private static final Input COST = Input.of(TransactionField.COST);
  private static final int COST_SCALE = 4;

  /**
   * One kind of cost within a window.
   *
   * @param units in whole 10⁻⁴
   */
  private record Step(String name, String meaning, Input requires, Column units) {}

  private final CostConfig costs;
  private final Predicate<Input> provides;

  /** The margins of a base; {@code provides} says which steps can be computed. */
  Margins(CostConfig costs, Predicate<Input> provides) {
    this.costs = costs;
    this.provides = provides;
  }

  /** The margins of the whole history. */
  List<Feature> lifetime() {
    List<Feature> features = new ArrayList<>();
    features.add(
        told(
            Layer.LINE,
            "known_cost_share",
            FeatureType.SHARE,
            "share",
            "revenue of sale lines whose cost is known / purchases; null without purchases",
            Formulas.share(col(Staged.KNOWN_PURCHASES), col(Staged.PURCHASE_AMOUNT))));
    features.addAll(steps("", "", true));
    Column contribution = contribution("");
    features.add(
        told(
            Layer.LINE,
            "gross_margin_share",
            FeatureType.SHARE,
            "share",
            "gross margin / net revenue; null where the net revenue is 0",
            Formulas.share(gross(""), col(Staged.MONETARY))));
    features.add(
        told(
            Layer.LINE,
            "contribution_margin_share",
            FeatureType.SHARE,
            "share",
            "contribution margin / net revenue; null where the net revenue is 0",
            Formulas.share(contribution, col(Staged.MONETARY))));
    features.add(
        fact(
            "margin_after_acquisition",
            "contribution margin − acquisition cost; null where either is unknown",
            true,
            Formulas.money(contribution).minus(col(OptionalFeatures.ACQUISITION_COST)),
            COST,
            new Input("customers", OptionalFeatures.ACQUISITION_COST)));
    features.add(
        fact(
            "trouble_cost_365d",
            "return handling, late payment, complaints and support of the last 365 days, as far as"
                + " they are told",
            false,
            Formulas.money(trouble("_" + Span.YEAR_DAYS + "d")),
            CostConfig.TROUBLE));
    features.add(
        fact(
            CAMPAIGN_COST + "_365d",
            "what the events of campaigns cost in the last 365 days, a part of the cost to serve",
            false,
            Formulas.money(coalesce(Catalyst.unscaled(money(CAMPAIGN_COST + "_365d")), lit(0L))),
            CostConfig.CAMPAIGNS));
    return features;
  }

  /** The margins of a window. */
  List<Feature> windowed(Span span, String when) {
    boolean year = span.suffix().equals(Span.YEAR_DAYS + "d");
    return steps("_" + span.suffix(), when + "; 0 without a line", year);
  }

  /** What a customer was worth in the last year: revenue where nobody tells what goods cost. */
  Column value() {
    String year = "_" + Span.YEAR_DAYS + "d";
    return Formulas.money(provides.test(COST) ? contribution(year) : col(Staged.MONETARY + year));
  }

  /** Whether anything is told that lies between gross margin and contribution margin. */
  boolean tellsCostsBelow() {
    return costs.discountsIncluded()
        || below("").stream().anyMatch(step -> provides.test(step.requires()));
  }

  /** How margins move. */
  List<Feature> trends() {
    List<Feature> trends = new ArrayList<>();
    for (int days : List.of(Span.TREND_DAYS, Span.YEAR_DAYS)) {
      Column change = contribution("_" + days + "d").minus(contribution("_prior_" + days + "d"));
      trends.add(
          told(
              Layer.CUSTOMER,
              "contribution_margin_change_" + days + "d",
              FeatureType.MONEY,
              "money",
              "contribution margin of the last " + days + " days less that of as many days before",
              Formulas.money(change)));
    }
    return trends;
  }

  /** The published steps of a window, gross margin and contribution margin among them. */
  private List<Feature> steps(String end, String when, boolean all) {
    List<Feature> features = new ArrayList<>();
    Column margin = goods(end);
    if (all) {
      features.add(step(tax(end), end, when));
      features.add(
          told(
              layer(end),
              "cost_of_goods" + end,
              FeatureType.MONEY,
              "money",
              "net revenue − tax − gross margin: cost of what was bought less what returns gave"
                  + " back of it"
                  + when,
              Formulas.money(col(Staged.MONETARY + end).minus(margin))));
    }
    features.add(
        told(
            layer(end),
            Features.GROSS_MARGIN + end,
            FeatureType.MONEY,
            "money",
            "net revenue − tax − cost of goods; revenue of unknown cost earns the customer's own"
                + " known rate; null where revenue is left that no known cost can stand for"
                + when,
            Formulas.money(gross(end))));
    if (all) {
      below(end).forEach(step -> features.add(step(step, end, when)));
    }
    features.add(
        told(
            layer(end),
            "contribution_margin" + end,
            FeatureType.MONEY,
            "money",
            "gross margin less the costs below it that the configuration and the sources tell"
                + when,
            Formulas.money(contribution(end))));
    return features;
  }

  private Feature step(Step step, String end, String when) {
    return fact(
        step.name() + end,
        step.meaning() + when,
        false,
        Formulas.money(step.units()),
        step.requires());
  }

  private Feature fact(
      String name, String meaning, boolean nullable, Column formula, Input... requires) {
    boolean told = List.of(requires).stream().allMatch(provides);
    Column value = told ? formula : lit(null);
    return new Feature(
        name,
        FeatureType.MONEY,
        "money",
        Layer.FACT,
        List.of(requires),
        nullable,
        meaning,
        value.cast(FeatureType.MONEY.ddl()));
  }

  /** Of a period: windows move with the as-of date, the whole history only grows. */
  private static Layer layer(String end) {
    return end.isEmpty() ? Layer.LINE : Layer.CUSTOMER;
  }

  private Feature told(
      Layer layer, String name, FeatureType type, String unit, String meaning, Column formula) {
    return new Feature(
        name,
        type,
        unit,
        layer,
        List.of(COST),
        true,
        meaning + "; null for everybody where no cost is mapped",
        provides.test(COST) ? formula : lit(null).cast("bigint"));
  }

  private Column gross(String end) {
    return less(goods(end), tax(end));
  }

  private Column contribution(String end) {
    Column margin = gross(end);
    if (costs.discountsIncluded()) {
      margin = margin.minus(col(Staged.DISCOUNT + end));
    }
    for (Step step : below(end)) {
      margin = less(margin, step);
    }
    return margin;
  }

  private Column less(Column margin, Step step) {
    return provides.test(step.requires()) ? margin.minus(step.units()) : margin;
  }

  private Column trouble(String end) {
    Column support = coalesce(Catalyst.unscaled(money(SUPPORT_COST + end)), lit(0L));
    List<Step> steps =
        List.of(returns(end), latePayment(end), new Step("", "", CostConfig.SERVICE, support));
    Column trouble = lit(0L);
    for (Step step : steps) {
      trouble = provides.test(step.requires()) ? trouble.plus(step.units()) : trouble;
    }
    return trouble;
  }

  /** Margin on the goods, tax still in it. */
  private static Column goods(String end) {
    return Formulas.marginUnits(
        col(Staged.MONETARY + end),
        col(Staged.KNOWN_REVENUE + end),
        col(Staged.KNOWN_COST + end),
        col(Staged.KNOWN_REVENUE),
        col(Staged.KNOWN_COST));
  }

  private Step tax(String end) {
    BigDecimal rate = costs.taxRate();
    long part = rate.unscaledValue().longValueExact();
    long whole = BigDecimal.ONE.add(rate).setScale(rate.scale()).unscaledValue().longValueExact();
    return new Step(
        "tax_amount",
        "tax in the net revenue: net revenue × rate / (1 + rate)",
        CostConfig.TAX,
        Formulas.part(col(Staged.MONETARY + end), part, whole));
  }

  /** The costs between gross margin and contribution margin, beside discounts. */
  private List<Step> below(String end) {
    return List.of(returns(end), service(end), latePayment(end));
  }

  private Step returns(String end) {
    return new Step(
        "return_handling_cost",
        "what handling the returns cost, by line and by amount",
        CostConfig.RETURN_HANDLING,
        returnHandling(end));
  }

  private static Step service(String end) {
    return new Step(
        COST_TO_SERVE,
        "cost of all events: their own, else that of their type",
        CostConfig.SERVICE,
        coalesce(Catalyst.unscaled(money(COST_TO_SERVE + end)), lit(0L)));
  }

  private static Step latePayment(String end) {
    return new Step(
        LATE_PAYMENT_COST,
        "Σ amount × days late × yearly rate / 365 over the invoices issued; days late run to"
            + " payment, or to the as-of date while unpaid",
        CostConfig.LATE_PAYMENT,
        coalesce(Catalyst.unscaled(money(LATE_PAYMENT_COST + end)), lit(0L)));
  }

  private Column returnHandling(String end) {
    long perLine = costs.perReturnLine().setScale(COST_SCALE).unscaledValue().longValueExact();
    BigDecimal share = costs.perReturnAmount();
    long part = share.unscaledValue().longValueExact();
    long whole = BigDecimal.ONE.setScale(share.scale()).unscaledValue().longValueExact();
    return col(Staged.RETURN_LINES + end)
        .multiply(perLine)
        .plus(Formulas.part(col(Staged.RETURN_AMOUNT + end), part, whole));
  }

  private static Column money(String name) {
    return col(name).cast(FeatureType.MONEY.ddl());
  }
}
