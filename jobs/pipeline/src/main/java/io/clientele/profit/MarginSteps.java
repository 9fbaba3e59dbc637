package io.clientele.profit;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.BaseConfig;
import io.clientele.config.CostConfig;
import io.clientele.config.Input;
import io.clientele.config.TransactionField;
import io.clientele.feature.Features;
import io.clientele.feature.OptionalFeatures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * The steps from revenue to contribution margin that a base can tell, and what they are read from.
 */
public final class MarginSteps {
  /** The whole history. */
  public static final String LIFETIME = "lifetime";

  /** The last 365 days. */
  public static final String YEAR = "365d";

  static final String REVENUE = "revenue";
  static final String UNKNOWN = "revenue_of_unknown_cost";
  static final String GOODS = "cost_of_goods";
  static final String DISCOUNTS = "discounts";
  static final String GROSS = "gross_margin";
  static final String CONTRIBUTION = "contribution_margin";
  static final String ACQUISITION = "acquisition_cost";
  static final String AFTER_ACQUISITION = "margin_after_acquisition";
  static final String CAMPAIGNS = "campaigns";
  private static final String CAMPAIGNS_YEAR = "campaign_cost_365d";

  private final BaseConfig config;

  /** The steps of a base. */
  public MarginSteps(BaseConfig config) {
    this.config = config;
  }

  /** Whether any cost is told: without, there is no waterfall. */
  public boolean areTold() {
    return config.provides(Input.of(TransactionField.COST));
  }

  /**
   * The features of a period that are taken off, by step; gross margin lies after the first two.
   */
  Map<String, String> taken(String period) {
    String end = end(period);
    Map<String, String> taken = new LinkedHashMap<>();
    put(taken, CostConfig.TAX, "tax", "tax_amount" + end);
    taken.put(GOODS, GOODS + end);
    if (config.costs().discountsIncluded()
        && config.provides(Input.of(TransactionField.DISCOUNT))) {
      taken.put(DISCOUNTS, "discount_amount" + end);
    }
    put(taken, CostConfig.RETURN_HANDLING, "return_handling", "return_handling_cost" + end);
    put(taken, CostConfig.SERVICE, "cost_to_serve", "cost_to_serve" + end);
    put(taken, CostConfig.LATE_PAYMENT, "late_payment", "late_payment_cost" + end);
    return taken;
  }

  private void put(Map<String, String> taken, Input input, String step, String feature) {
    if (config.provides(input)) {
      taken.put(step, feature);
    }
  }

  boolean tellsAcquisition() {
    return config.provides(new Input("customers", OptionalFeatures.ACQUISITION_COST));
  }

  boolean tellsCampaigns() {
    return config.provides(CostConfig.CAMPAIGNS);
  }

  boolean tellsService() {
    return config.provides(CostConfig.SERVICE);
  }

  /** The revenue feature of a period. */
  static String revenue(String period) {
    return period.equals(LIFETIME) ? Features.MONETARY : "net_revenue" + end(period);
  }

  static String end(String period) {
    return period.equals(LIFETIME) ? "" : "_" + period;
  }

  /** What revenue grew by: the features of both years. */
  private List<String> growth() {
    List<String> growth =
        new ArrayList<>(
            List.of(
                "net_revenue_365d",
                "net_revenue_prior_365d",
                "frequency_365d",
                "frequency_prior_365d"));
    if (config.provides(Input.of(TransactionField.QUANTITY))) {
      growth.add("quantity_365d");
      growth.add("quantity_prior_365d");
    }
    return growth;
  }

  /** The features that {@link #sums} reads. */
  public List<String> features() {
    List<String> features = new ArrayList<>(growth());
    if (areTold()) {
      for (String period : List.of(LIFETIME, YEAR)) {
        features.add(CONTRIBUTION + end(period));
        features.addAll(taken(period).values());
      }
      if (tellsAcquisition()) {
        features.add(OptionalFeatures.ACQUISITION_COST);
      }
      if (tellsCampaigns()) {
        features.add(CAMPAIGNS_YEAR);
      }
    }
    return features;
  }

  /** What must be added up for each segment, by name. */
  public Map<String, Column> sums() {
    Map<String, Column> sums = new LinkedHashMap<>();
    for (String feature : growth()) {
      sums.put(feature, col(feature).cast("decimal(18,4)"));
    }
    if (areTold()) {
      for (String period : List.of(LIFETIME, YEAR)) {
        Column margin = col(CONTRIBUTION + end(period));
        sums.put(key(period, REVENUE), known(margin, col(revenue(period))));
        sums.put(key(period, CONTRIBUTION), margin);
        taken(period)
            .forEach((step, feature) -> sums.put(key(period, step), known(margin, col(feature))));
      }
      if (tellsAcquisition()) {
        Column cost = coalesce(col(OptionalFeatures.ACQUISITION_COST), lit(BigDecimal.ZERO));
        sums.put(key(LIFETIME, ACQUISITION), known(col(CONTRIBUTION), cost));
      }
      if (tellsCampaigns()) {
        sums.put(key(YEAR, CAMPAIGNS), known(col(CONTRIBUTION + end(YEAR)), col(CAMPAIGNS_YEAR)));
      }
    }
    return sums;
  }

  /** Only of customers whose margin is known: of the others no step would add up. */
  private static Column known(Column margin, Column amount) {
    return when(margin.isNotNull(), amount);
  }

  static String key(String period, String step) {
    return period + " " + step;
  }
}
