package io.clientele.table;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The small tables that BI reads first. */
public final class SummaryTables {
  public static final String SCHEME = "scheme";
  public static final String SEGMENT = "segment";
  public static final String CUSTOMERS = "customers";
  public static final String CUSTOMER_SHARE = "customer_share";
  public static final String REVENUE = "revenue";
  public static final String REVENUE_SHARE = "revenue_share";
  public static final String MARGIN = "margin";
  public static final String MARGIN_SHARE = "margin_share";
  public static final String ORDERS = "orders";
  public static final String MEDIAN_RECENCY = "median_recency_days";
  public static final String MEDIAN_FREQUENCY = "median_frequency";
  public static final String MEDIAN_MONETARY = "median_monetary";

  public static final TableSpec SEGMENT_SUMMARY =
      TableSpec.snapshot(
              "segment_summary", "size, money and medians of every segment, empty ones included")
          .column(SCHEME, "STRING", "", "the scheme")
          .column(SEGMENT, "STRING", "", "the segment")
          .column(CUSTOMERS, "BIGINT", "count", "customers in it")
          .column(
              CUSTOMER_SHARE,
              TableSpec.SHARE,
              "share",
              "customers and leads in it, of all that the scheme is about")
          .column(ORDERS, "BIGINT", "orders", "their purchases")
          .column(REVENUE, TableSpec.TOTAL, "money", "their net revenue")
          .optional(
              REVENUE_SHARE,
              TableSpec.SHARE,
              "share",
              "of the base's net revenue; null where that is 0")
          .optional(
              MARGIN,
              TableSpec.TOTAL,
              "money",
              "their gross margin, of those whose margin is known; null without cost")
          .optional(
              MARGIN_SHARE,
              TableSpec.SHARE,
              "share",
              "of the base's gross margin; null without cost or where that is 0")
          .optional(
              MEDIAN_RECENCY, TableSpec.MONEY, "days", "median recency_days; null without one")
          .optional(
              MEDIAN_FREQUENCY, TableSpec.MONEY, "orders", "median frequency; null when empty")
          .optional(MEDIAN_MONETARY, TableSpec.MONEY, "money", "median monetary; null when empty")
          .column("leads", "BIGINT", "count", "leads in it; 0 in schemes of customers")
          .key(SCHEME, SEGMENT);

  public static final TableSpec SEGMENT_DEFINITIONS =
      TableSpec.snapshot("segment_definitions", "the definition of every segment as it was applied")
          .column(SCHEME, "STRING", "", "the scheme")
          .column("version", "INT", "", "version of the scheme")
          .column(SEGMENT, "STRING", "", "the segment")
          .column("position", "INT", "", "order of the rules: the first that holds wins")
          .column("population", "STRING", "", "whom the rules are about")
          .optional("rule", "STRING", "", "the rule as written; null for otherwise")
          .column("parameters", "MAP<STRING,STRING>", "", "the values its ${parameters} had")
          .column("labels", "MAP<STRING,STRING>", "", "names by language")
          .optional("rank", "INT", "", "higher is better; null where the scheme has no direction")
          .column("policy", "MAP<STRING,STRING>", "", "what the segment is entitled to")
          .column(
              "playbook", "MAP<STRING,ARRAY<STRING>>", "", "what to do, step by step, by language")
          .optional("goal", "STRING", "", "the segment it should move to")
          .key(SCHEME, SEGMENT);

  public static final TableSpec SCHEME_RUNS =
      TableSpec.snapshot(
              "scheme_runs", "what became of each configured scheme, and which signals it had")
          .column(SCHEME, "STRING", "", "the scheme")
          .column("version", "INT", "", "version of the scheme")
          .column("status", "STRING", "", "ran or skipped")
          .optional("reason", "STRING", "", "why it was skipped")
          .column(
              "signals_used",
              "ARRAY<STRING>",
              "",
              "signals and segments that the sources can tell, in schemes that bear missing inputs")
          .column("signals_missing", "ARRAY<STRING>", "", "those that count as absent")
          .key(SCHEME);

  public static final String SCORE_SET = "score_set";
  public static final String GROUP = "grp";
  public static final String FEATURE = "feature";
  public static final String SCORE = "score";
  public static final String LOWER_EDGE = "lower_edge";
  public static final String UPPER_EDGE = "upper_edge";

  public static final TableSpec SCORE_EDGES =
      TableSpec.snapshot("score_edges", "where each score begins and ends, and how many have it")
          .column(SCORE_SET, "STRING", "", "the score set; default is that of the plain columns")
          .column(GROUP, "STRING", "", "the group compared within; empty for the whole base")
          .column(FEATURE, "STRING", "", "the feature that is scored")
          .column(SCORE, "INT", "score", "1 to the number of bins; higher is better")
          .optional(
              LOWER_EDGE,
              TableSpec.MONEY,
              "the feature's",
              "the smallest value with this score; null where open or never reached")
          .optional(
              UPPER_EDGE,
              TableSpec.MONEY,
              "the feature's",
              "the smallest value beyond it; null where open or never reached")
          .column(CUSTOMERS, "BIGINT", "count", "buyers with this score; 0 where ties leave it out")
          .column("method", "STRING", "", "quantile, fixed, or static: edges of another snapshot")
          .optional("edges_as_of", "DATE", "", "the date of that snapshot; null for own edges")
          .key(SCORE_SET, GROUP, FEATURE, SCORE);

  public static final String NAME = "name";
  public static final String VALUE = "value";

  public static final TableSpec BASE_STATISTICS =
      TableSpec.snapshot("base_statistics", "the numbers of the base that rules compare with")
          .column(SCORE_SET, "STRING", "", "the score set by which the rules' scheme compares")
          .column(NAME, "STRING", "", "the comparison or the number as rules write it")
          .column(GROUP, "STRING", "", "the group compared within; empty for the whole base")
          .optional(VALUE, "DECIMAL(38,10)", "the feature's", "null where there is none")
          .column("meaning", "STRING", "", "what the value is")
          .key(SCORE_SET, NAME, GROUP);

  public static final String MEASURE = "measure";
  public static final String SCOPE = "scope";

  public static final TableSpec CONCENTRATION_SUMMARY =
      TableSpec.snapshot(
              "concentration_summary", "how unequally a measure is spread over the customers")
          .column(MEASURE, "STRING", "", "revenue, orders, margin or contribution (lifetime)")
          .column(
              SCOPE,
              "STRING",
              "",
              "base; or a part of it with customers in it, such as country=PL or"
                  + " lifecycle_9=new_active")
          .column(
              CUSTOMERS,
              "BIGINT",
              "count",
              "customers with an accepted line and a known value of the measure")
          .column("total", TableSpec.TOTAL, "money or orders", "sum of the measure")
          .column(
              "positive_total", TableSpec.TOTAL, "money or orders", "sum of the positive values")
          .column(
              "negative_total", TableSpec.TOTAL, "money or orders", "sum of the negative values")
          .optional(
              "gini",
              TableSpec.SHARE,
              "share",
              "2·Σ(i·xᵢ)/(n·Σx) − (n+1)/n, x ascending; above 1 is possible with negative values;"
                  + " null where the total is not positive")
          .optional(
              "top_1_share",
              TableSpec.SHARE,
              "share",
              "of the total held by the ⌈1 %⌉ greatest customers; null where the total is not"
                  + " positive")
          .optional("top_5_share", TableSpec.SHARE, "share", "the same for 5 %")
          .optional("top_10_share", TableSpec.SHARE, "share", "the same for 10 %")
          .optional("top_20_share", TableSpec.SHARE, "share", "the same for 20 %")
          .optional(
              "customers_for_80",
              "BIGINT",
              "count",
              "the fewest customers that hold 80 % of the total; null where it is not positive")
          .optional(
              "customers_for_80_share",
              TableSpec.SHARE,
              "share",
              "the same as a share of the customers")
          .optional(
              "whale_peak_share",
              TableSpec.SHARE,
              "share",
              "highest point of the whale curve: positive values / total; 1 without negative ones")
          .column("customers_at_peak", "BIGINT", "count", "customers with a positive value")
          .optional(
              "customers_for_100",
              "BIGINT",
              "count",
              "the fewest customers that hold all of the total: what the others earn and lose adds"
                  + " up to nothing or less; null where it is not positive")
          .optional(
              "customers_for_100_share",
              TableSpec.SHARE,
              "share",
              "the same as a share of the customers")
          .column("losing_customers", "BIGINT", "count", "customers with a negative value")
          .optional(
              "gini_normalised",
              TableSpec.SHARE,
              "share",
              "gini / (1 + 2·area between the Lorenz curve and zero where it lies below): from 0 to"
                  + " 1, and equal to gini without negative values; null where the total is not"
                  + " positive")
          .optional(
              "abc_a_edge",
              TableSpec.MONEY,
              "the measure's",
              "the least value of class A: share of the positive sum above the tie group < 0.80")
          .optional("abc_b_edge", TableSpec.MONEY, "the measure's", "the same for class B, < 0.95")
          .key(MEASURE, SCOPE);

  public static final TableSpec CONCENTRATION_CURVE =
      TableSpec.snapshot(
              "concentration_curve",
              "Lorenz (ascending) and Pareto or whale (descending) curve on 101 points")
          .column(MEASURE, "STRING", "", "revenue, orders, margin or contribution")
          .column(SCOPE, "STRING", "", "as in concentration_summary")
          .column("direction", "STRING", "", "ascending (Lorenz) or descending (Pareto, whale)")
          .column("population_share", "DECIMAL(5,4)", "share", "of the customers, 0 to 1 by 0.01")
          .optional(
              "value_share",
              TableSpec.SHARE,
              "share",
              "of the total held by them, linear inside a customer; null where the total is not"
                  + " positive")
          .key(MEASURE, SCOPE, "direction", "population_share");

  /** A row of {@code segment_summary}. */
  public record SegmentSummaryRow(
      String scheme,
      String segment,
      long customers,
      BigDecimal customerShare,
      long orders,
      BigDecimal revenue,
      @Nullable BigDecimal revenueShare,
      @Nullable BigDecimal margin,
      @Nullable BigDecimal marginShare,
      @Nullable BigDecimal medianRecencyDays,
      @Nullable BigDecimal medianFrequency,
      @Nullable BigDecimal medianMonetary,
      long leads) {}

  /** A row of {@code segment_definitions}. */
  public record SegmentDefinitionRow(
      String scheme,
      int version,
      String segment,
      int position,
      String population,
      @Nullable String rule,
      Map<String, String> parameters,
      Map<String, String> labels,
      @Nullable Integer rank,
      Map<String, String> policy,
      Map<String, List<String>> playbook,
      @Nullable String goal) {}

  /** A row of {@code scheme_runs}. */
  public record SchemeRunRow(
      String scheme,
      int version,
      String status,
      @Nullable String reason,
      List<String> signalsUsed,
      List<String> signalsMissing) {}

  /** A row of {@code score_edges}. */
  public record ScoreEdgeRow(
      String scoreSet,
      String grp,
      String feature,
      int score,
      @Nullable BigDecimal lowerEdge,
      @Nullable BigDecimal upperEdge,
      long customers,
      String method,
      @Nullable LocalDate edgesAsOf) {}

  /** A row of {@code base_statistics}. */
  public record BaseStatisticRow(
      String scoreSet, String name, String grp, @Nullable BigDecimal value, String meaning) {}

  /** A row of {@code concentration_summary}. */
  public record ConcentrationSummaryRow(
      String measure,
      String scope,
      long customers,
      BigDecimal total,
      BigDecimal positiveTotal,
      BigDecimal negativeTotal,
      @Nullable BigDecimal gini,
      @Nullable BigDecimal top1Share,
      @Nullable BigDecimal top5Share,
      @Nullable BigDecimal top10Share,
      @Nullable BigDecimal top20Share,
      @Nullable Long customersFor80,
      @Nullable BigDecimal customersFor80Share,
      @Nullable BigDecimal whalePeakShare,
      long customersAtPeak,
      @Nullable Long customersFor100,
      @Nullable BigDecimal customersFor100Share,
      long losingCustomers,
      @Nullable BigDecimal giniNormalised,
      @Nullable BigDecimal abcAEdge,
      @Nullable BigDecimal abcBEdge) {}

  /** A row of {@code concentration_curve}. */
  public record ConcentrationCurveRow(
      String measure,
      String scope,
      String direction,
      BigDecimal populationShare,
      @Nullable BigDecimal valueShare) {}

  private SummaryTables() {}
}
