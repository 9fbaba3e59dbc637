package io.clientele.analysis;

import io.clientele.feature.Features;
import io.clientele.rule.Vocabulary;
import io.clientele.scheme.Population;
import io.clientele.score.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What holds for every possible customer, in the language of rules. As a CHECK of SQL, an axiom is
 * broken where it is false, not where it is null. Without them the compiler would show people who
 * cannot be: with more purchase days than purchases, or bought last before they bought first.
 */
final class DomainConstraints {
  /** Lifetime facts. */
  private static final List<String> LIFETIME =
      List.of(
          "(recency_days IS NULL) = (frequency = 0)",
          "(tenure_days IS NULL) = (frequency = 0)",
          "recency_days >= 1",
          "recency_days <= tenure_days",
          "purchase_days <= frequency",
          "(purchase_days = 0) = (frequency = 0)",
          "tenure_days - recency_days >= purchase_days - 1",
          "tenure_days = recency_days OR purchase_days > 1",
          "kept_orders <= frequency",
          "active_months <= purchase_days",
          "(active_months = 0) = (purchase_days = 0)",
          "(first_purchase_on IS NULL) = (frequency = 0)",
          "(last_purchase_on IS NULL) = (frequency = 0)",
          "first_purchase_on <= last_purchase_on",
          "recency_days + last_purchase_on = tenure_days + first_purchase_on",
          "(expected_next_on IS NULL) = (purchase_days < 2)",
          "expected_next_on > last_purchase_on",
          "(mean_gap_days IS NULL) = (purchase_days < 2)",
          "(median_gap_days IS NULL) = (purchase_days < 2)",
          "(max_gap_days IS NULL) = (purchase_days < 3)",
          "(gap_spread_days IS NULL) = (purchase_days < 3)",
          "mean_gap_days >= 1",
          "median_gap_days >= 1",
          "gap_spread_days >= 0",
          "mean_gap_days <= max_gap_days",
          "median_gap_days <= max_gap_days",
          "mean_gap_days <= tenure_days - recency_days",
          "max_gap_days <= tenure_days - recency_days",
          "loyalty_period_days BETWEEN 30 AND 730",
          "(active_period_share IS NULL) = (frequency = 0)",
          "active_period_share BETWEEN 0 AND 1",
          "lines >= frequency",
          "distinct_products <= lines",
          "(average_order_value IS NULL) = (frequency = 0)",
          "average_order_value >= 0",
          "purchase_amount >= 0",
          "return_amount >= 0",
          "frequency = 0 OR purchase_amount > 0",
          "(return_amount_share IS NULL) = (frequency = 0)",
          "return_amount_share >= 0",
          "discount_share BETWEEN 0 AND 1",
          "discounted_revenue_share BETWEEN 0 AND 1",
          "known_cost_share BETWEEN 0 AND 1",
          "monetary_rank_share BETWEEN 0 AND 1",
          "(monetary_rank_share < 1) = (monetary > 0)",
          "gross_margin_rank_share BETWEEN 0 AND 1",
          "(gross_margin_rank_share < 1) = (gross_margin > 0)",
          "monetary_percentile BETWEEN 0 AND 1",
          "value_rank_share BETWEEN 0 AND 1",
          "(value_rank_share < 1) = (value_365d > 0)",
          "value_top_share BETWEEN 0 AND 1",
          "(top_season IS NULL) = (frequency = 0)",
          "(top_season_share IS NULL) = (frequency = 0)",
          "top_season_share BETWEEN 0 AND 1",
          "(top_brand_share IS NULL) = (brand_orders = 0)",
          "top_brand_share BETWEEN 0 AND 1",
          "brand_orders <= frequency",
          "(early_buy_share IS NULL) = (eligible_products_730d = 0)",
          "early_buy_share BETWEEN 0 AND 1",
          "early_buys_730d + follower_buys_730d <= eligible_products_730d",
          "invoices_365d <= invoices",
          "late_amount_share_365d BETWEEN 0 AND 1",
          "late_10d_amount_share_365d BETWEEN 0 AND 1",
          "late_10d_amount_share_365d <= late_amount_share_365d",
          "late_10d_amount_share BETWEEN 0 AND 1",
          "(weighted_days_late IS NULL) = (late_10d_amount_share IS NULL)",
          "open_cart_days >= 1",
          "open_cart_days < recency_days",
          "complaints_365d <= support_contacts_365d",
          "support_contacts_365d <= interactions_365d",
          "contactable_channels <= 7");

  /** Facts of each window; {w} is its length in days. */
  private static final List<String> WINDOWED =
      List.of(
          "frequency_{w}d <= frequency",
          "(frequency_{w}d >= 1) = coalesce(recency_days <= {w}, false)",
          "frequency_{w}d = frequency OR tenure_days > {w}",
          "purchase_days_{w}d <= frequency_{w}d",
          "purchase_days_{w}d <= purchase_days",
          "purchase_days_{w}d <= {w}",
          "(purchase_days_{w}d = 0) = (frequency_{w}d = 0)",
          "lines_{w}d >= frequency_{w}d",
          "lines_{w}d <= lines",
          "purchase_amount_{w}d >= 0",
          "return_amount_{w}d >= 0",
          "(average_order_value_{w}d IS NULL) = (frequency_{w}d = 0)",
          "average_order_value_{w}d >= 0",
          "frequency_prior_{w}d + frequency_{w}d <= frequency",
          "frequency_prior_{w}d = 0 OR tenure_days > {w}",
          "purchase_days_prior_{w}d <= frequency_prior_{w}d",
          "(purchase_days_prior_{w}d = 0) = (frequency_prior_{w}d = 0)");

  /** Facts of a window {w} and a longer one {v}. */
  private static final List<String> NESTED =
      List.of(
          "frequency_{w}d <= frequency_{v}d",
          "purchase_days_{w}d <= purchase_days_{v}d",
          "lines_{w}d <= lines_{v}d");

  /** Facts of each score {s} with {n} bins. */
  private static final List<String> SCORED =
      List.of("({s} IS NULL) = (frequency = 0)", "{s} BETWEEN 1 AND {n}");

  /** What links the others, so that it counts even where no rule mentions it. */
  private static final Set<String> LINKS =
      Set.of(Features.FREQUENCY, Features.RECENCY_DAYS, "tenure_days", "purchase_days");

  private static final Pattern WINDOW = Pattern.compile("frequency_(\\d+)d");
  private static final Pattern WORD = Pattern.compile("\\b[a-z][a-z0-9_]*\\b");
  private static final Set<String> NO_NAMES = Set.of("coalesce", "false");

  private DomainConstraints() {}

  /**
   * The axioms about what some rules mention, and about what links it.
   *
   * @param mentioned the names in the rules
   * @param bins the number of scores
   */
  static List<String> about(
      Set<String> mentioned, Vocabulary vocabulary, Population population, int bins) {
    List<String> all = all(vocabulary, bins);
    Set<String> relevant = new LinkedHashSet<>(mentioned);
    boolean customers = vocabulary.feature(Features.FREQUENCY).isPresent();
    boolean grown = customers && relevant.add(Features.FREQUENCY) || !relevant.isEmpty();
    while (grown) {
      grown = false;
      for (String axiom : all) {
        Set<String> names = names(axiom);
        Set<String> pulling = new LinkedHashSet<>(names);
        pulling.retainAll(relevant);
        pulling.remove(Features.FREQUENCY);
        Set<String> missing = new LinkedHashSet<>(names);
        missing.removeAll(relevant);
        if (!pulling.isEmpty() && LINKS.containsAll(missing)) {
          grown |= relevant.addAll(missing);
        }
      }
    }
    List<String> about = new ArrayList<>();
    all.stream().filter(axiom -> relevant.containsAll(names(axiom))).forEach(about::add);
    if (customers && population == Population.BUYERS) {
      about.add("frequency >= 1");
    } else if (customers && population == Population.LEADS) {
      about.add("frequency = 0");
    }
    return about;
  }

  /** Every axiom whose names are all in the vocabulary. */
  private static List<String> all(Vocabulary vocabulary, int bins) {
    List<String> all = new ArrayList<>(LIFETIME);
    List<Integer> windows = List.copyOf(windows(vocabulary));
    for (int i = 0; i < windows.size(); i++) {
      String days = windows.get(i).toString();
      WINDOWED.forEach(axiom -> all.add(axiom.replace("{w}", days)));
      for (Integer longer : windows.subList(i + 1, windows.size())) {
        NESTED.forEach(
            axiom -> all.add(axiom.replace("{w}", days).replace("{v}", longer.toString())));
      }
    }
    Arrays.stream(Score.values())
        .forEach(
            score ->
                SCORED.forEach(
                    axiom ->
                        all.add(
                            axiom
                                .replace("{s}", score.column())
                                .replace("{n}", Integer.toString(bins)))));
    all.removeIf(axiom -> !vocabulary.names().containsAll(names(axiom)));
    return all;
  }

  private static Set<Integer> windows(Vocabulary vocabulary) {
    Set<Integer> windows = new TreeSet<>();
    for (String name : vocabulary.names()) {
      Matcher matcher = WINDOW.matcher(name);
      if (matcher.matches()) {
        windows.add(Integer.valueOf(matcher.group(1)));
      }
    }
    return windows;
  }

  private static Set<String> names(String axiom) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(axiom);
    while (matcher.find()) {
      if (!NO_NAMES.contains(matcher.group())) {
        names.add(matcher.group());
      }
    }
    return names;
  }
}
