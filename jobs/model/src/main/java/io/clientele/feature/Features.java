package io.clientele.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;

import io.clientele.config.CostConfig;
import io.clientele.config.Input;
import io.clientele.config.TransactionField;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * All features of a customer, each declared once. Unsuffixed features look at the whole history
 * before the as-of date, suffixed ones at their window.
 */
public final class Features {
  public static final String CUSTOMER_ID = "customer_id";
  public static final String RECENCY_DAYS = "recency_days";
  public static final String TENURE_DAYS = "tenure_days";
  public static final String FREQUENCY = "frequency";
  public static final String MONETARY = "monetary";
  public static final String GROSS_MARGIN = "gross_margin";
  public static final String CONTRIBUTION_MARGIN = "contribution_margin";
  public static final String LOYALTY_PERIOD_DAYS = "loyalty_period_days";

  /**
   * The share of the base's positive net revenue held by customers above this one's tie group, 1
   * for customers without positive revenue. Only rules can ask about it, by comparison with a
   * constant: an edge of revenue decides it.
   */
  public static final String MONETARY_RANK_SHARE = "monetary_rank_share";

  /** The same for gross margin. */
  public static final String MARGIN_RANK_SHARE = "gross_margin_rank_share";

  /** The 365-day contribution margin; net revenue where no cost is mapped. */
  public static final String VALUE_365D = "value_365d";

  /** The same as a rank share for {@link #VALUE_365D}. */
  public static final String VALUE_RANK_SHARE = "value_rank_share";

  /**
   * The rank by {@link #VALUE_365D} among the buyers, 1 for the greatest, equal values with the
   * first rank of theirs, divided by the number of buyers; also for rules only.
   */
  public static final String VALUE_TOP_SHARE = "value_top_share";

  /** The share of buyers with strictly less net revenue; also for rules only. */
  public static final String MONETARY_PERCENTILE = "monetary_percentile";

  /** The tags that a customer carries; rules ask has_tag. */
  public static final String TAGS = "tags";

  /** Days since the last event of each type; rules ask did. */
  public static final String EVENT_DAYS = "event_days";

  /** Events by type and window; rules ask count. */
  public static final String EVENT_COUNTS = "event_counts";

  /** The windows in which events are counted. */
  public static final List<Integer> COUNTED_DAYS = List.of(7, 30, 90, 365);

  /** The latest answer to each question; rules ask answered. */
  public static final String ANSWERS = "answers";

  private static final String ACTIVE_PERIOD_SHARE = "active_period_share";

  private static final Set<String> PASSING = Set.of(RECENCY_DAYS, TENURE_DAYS, ACTIVE_PERIOD_SHARE);

  private static final Column NOBODY = lit(null).cast("bigint");

  private final Map<String, Feature> byName = new LinkedHashMap<>();
  private final Set<String> windowed = new LinkedHashSet<>();

  private final Predicate<Input> provides;
  private final Margins margins;

  private Features(
      List<Span> spans,
      List<String> attributes,
      Predicate<Input> provides,
      CostConfig costs,
      LocalDate asOf,
      Column daysAhead,
      int period) {
    this.provides = provides;
    this.margins = new Margins(costs, provides);
    Set<TransactionField> mapped = EnumSet.noneOf(TransactionField.class);
    for (TransactionField field : TransactionField.values()) {
      if (provides.test(Input.of(field))) {
        mapped.add(field);
      }
    }
    days(asOf, daysAhead, period);
    lifetime(mapped);
    Set<String> lifetime = Set.copyOf(byName.keySet());
    for (Span span : spans) {
      windowed(span, mapped);
    }
    add(
        new Feature(
            "net_revenue_change_" + Span.TREND_DAYS + "d",
            FeatureType.MONEY,
            "money",
            Layer.CUSTOMER,
            List.of(),
            false,
            "net revenue of the last 90 days less that of the 90 days before",
            Formulas.money(
                col(Staged.MONETARY + "_90d").minus(col(Staged.MONETARY + "_prior_90d")))));
    margins.trends().forEach(this::add);
    add(
        new Feature(
            VALUE_365D,
            FeatureType.MONEY,
            "money",
            Layer.CUSTOMER,
            List.of(),
            true,
            "contribution_margin_365d where the base's cost is mapped, else net_revenue_365d: what"
                + " customers are ranked by",
            margins.value()));
    windowed.addAll(byName.keySet());
    windowed.removeAll(lifetime);
    forRules(
        MONETARY_RANK_SHARE,
        null,
        "share of the base's positive net revenue held by customers"
            + " with more than this one; 1 without positive revenue");
    forRules(
        MARGIN_RANK_SHARE,
        TransactionField.COST,
        "share of the base's positive gross margin"
            + " held by customers with more than this one; 1 without positive margin");
    forRules(
        VALUE_RANK_SHARE,
        null,
        "share of the base's positive value_365d held by customers with more than this one; 1"
            + " without positive value");
    forRules(
        VALUE_TOP_SHARE,
        null,
        "rank by value_365d among the buyers, 1 for the greatest, ties share the first rank,"
            + " divided by the number of buyers; unknown where the value is");
    forRules(MONETARY_PERCENTILE, null, "share of the buyers with strictly less net revenue");
    OptionalFeatures.declared(provides, asOf, attributes).forEach(this::add);
  }

  /**
   * The features of one run.
   *
   * @param spans the windows
   * @param attributes attributes of customers that are the base's own
   * @param provides what the sources provide; features of fields that are not mapped are null,
   *     those of sources that are not there are not published
   * @param costs what lies between revenue and contribution margin
   * @param asOf the as-of date
   * @param statistics what single customers are compared with
   */
  public static Features of(
      List<Span> spans,
      List<String> attributes,
      Predicate<Input> provides,
      CostConfig costs,
      LocalDate asOf,
      BaseStatistics statistics) {
    return ahead(spans, attributes, provides, costs, asOf, lit(0), statistics);
  }

  /**
   * The features as they will be some days after the as-of date if nothing happens. Sums over
   * windows, which then end later, and what optional sources tell stay as they are.
   *
   * @param daysAhead an INT column
   */
  public static Features ahead(
      List<Span> spans,
      List<String> attributes,
      Predicate<Input> provides,
      CostConfig costs,
      LocalDate asOf,
      Column daysAhead,
      BaseStatistics statistics) {
    return new Features(
        spans, attributes, provides, costs, asOf, daysAhead, statistics.loyaltyPeriodDays());
  }

  /** The features as declarations only, for rules and documentation before any data is known. */
  public static Features declared(List<Span> spans) {
    return declared(spans, List.of());
  }

  /** The same with attributes of customers that are a base's own. */
  public static Features declared(List<Span> spans, List<String> attributes) {
    return new Features(
        spans, attributes, all -> true, CostConfig.NONE, LocalDate.EPOCH, lit(0), 1);
  }

  /** The key of a type of event and a window in {@link #EVENT_COUNTS}. */
  public static String countKey(String event, int days) {
    return event + "/" + days;
  }

  /** The declaration of a feature. */
  public Optional<Feature> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Whether it changes from day to day although nothing happens, windows aside. */
  public boolean isPassing(String name) {
    return PASSING.contains(name);
  }

  /** Whether it looks at the days of a window, so that it changes when time passes. */
  public boolean isWindowed(String name) {
    return windowed.contains(name);
  }

  /** Whether the contribution margin can be another amount than the gross margin. */
  public boolean tellsCostsBelow() {
    return margins.tellsCostsBelow();
  }

  /** All declarations in the order of the columns. */
  public Collection<Feature> all() {
    return byName.values();
  }

  /** The declarations that are published as columns. */
  public List<Feature> published() {
    return byName.values().stream()
        .filter(feature -> feature.formula() != null)
        .filter(
            feature ->
                feature.layer() != Layer.FACT || feature.requires().stream().allMatch(provides))
        .toList();
  }

  /**
   * One row a customer with every published feature.
   *
   * @param folded the customers of the fold
   */
  public Dataset<Row> apply(Dataset<Row> folded) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(Staged.CUSTOMER_ID).as(CUSTOMER_ID));
    for (Feature feature : published()) {
      Column formula = feature.formula();
      if (formula != null) {
        columns.add(formula.cast(feature.type().ddl()).as(feature.name()));
      }
    }
    return folded.select(columns.toArray(Column[]::new));
  }

  private void days(LocalDate asOf, Column daysAhead, int period) {
    Column today = date_add(lit(asOf), daysAhead);
    Column first = date(Staged.FIRST_DAY);
    Column last = date(Staged.LAST_DAY);
    Column tenure = datediff(today, first);
    add(
        "first_purchase_on",
        FeatureType.DATE,
        "",
        Layer.DAY,
        true,
        "day of the first purchase; null without one",
        first);
    add(
        "last_purchase_on",
        FeatureType.DATE,
        "",
        Layer.DAY,
        true,
        "day of the last purchase; null without one",
        last);
    add(
        RECENCY_DAYS,
        FeatureType.INTEGER,
        "days",
        Layer.CUSTOMER,
        true,
        "as-of date − day of the last purchase; returns are not purchases; null without one",
        datediff(today, last));
    add(
        TENURE_DAYS,
        FeatureType.INTEGER,
        "days",
        Layer.CUSTOMER,
        true,
        "as-of date − day of the first purchase; null without one",
        tenure);
    add(
        FREQUENCY,
        FeatureType.INTEGER,
        "orders",
        Layer.ORDER,
        false,
        "distinct orders with a sale of positive value; 0 for returns or gifts only",
        col(Staged.FREQUENCY));
    add(
        "purchase_days",
        FeatureType.INTEGER,
        "days",
        Layer.DAY,
        false,
        "distinct days with a purchase",
        col(Staged.PURCHASE_DAYS));
    add(
        "kept_orders",
        FeatureType.INTEGER,
        "orders",
        Layer.ORDER,
        false,
        "purchases whose net value after the returns booked on the same order stays positive",
        col(Staged.KEPT_ORDERS));
    add(
        "active_months",
        FeatureType.INTEGER,
        "months",
        Layer.DAY,
        false,
        "distinct calendar months with a purchase",
        col(Staged.ACTIVE_MONTHS));
    add(
        "mean_gap_days",
        FeatureType.DAYS,
        "days",
        Layer.DAY,
        true,
        "mean gap between neighbouring purchase days; null below two purchase days",
        Formulas.meanDays(col(Staged.GAP_SUM), col(Staged.GAP_COUNT)));
    add(
        "gap_spread_days",
        FeatureType.DAYS,
        "days",
        Layer.DAY,
        true,
        "sample standard deviation of the gaps; null below three purchase days",
        Formulas.spreadDays(col(Staged.GAP_COUNT), col(Staged.GAP_SUM), col(Staged.GAP_SQUARES)));
    add(
        "median_gap_days",
        FeatureType.DAYS,
        "days",
        Layer.DAY,
        true,
        "median gap, the mean of the middle two for an even count; null below two purchase days",
        Formulas.meanDays(col(Staged.GAP_MEDIAN_TWICE), lit(2L)));
    add(
        "max_gap_days",
        FeatureType.INTEGER,
        "days",
        Layer.DAY,
        true,
        "longest gap; null below three purchase days",
        Formulas.only(col(Staged.PURCHASE_DAYS).geq(3), col(Staged.GAP_MAX)));
    add(
        "expected_next_on",
        FeatureType.DATE,
        "",
        Layer.DAY,
        true,
        "last purchase + mean gap, rounded half up to days; null below two purchase days",
        date_add(
            last,
            org.apache
                .spark
                .sql
                .functions
                .round(Formulas.meanDays(col(Staged.GAP_SUM), col(Staged.GAP_COUNT)), 0)
                .cast("int")));
    add(
        LOYALTY_PERIOD_DAYS,
        FeatureType.INTEGER,
        "days",
        Layer.BASE,
        false,
        "the base's 80 % quantile of repurchase gaps within 30 to 730; 90 below 200 repeat buyers",
        lit((long) period));
    add(
        ACTIVE_PERIOD_SHARE,
        FeatureType.SHARE,
        "share",
        Layer.BASE,
        true,
        "loyalty periods, counted back from the as-of date, with a purchase / periods since the"
            + " first purchase; null without a purchase",
        Formulas.activePeriodShare(col(Staged.DAYS_BACK), daysAhead, tenure, period));
  }

  private void lifetime(Set<TransactionField> mapped) {
    add(
        MONETARY,
        FeatureType.MONEY,
        "money",
        Layer.LINE,
        false,
        "net revenue: purchases less returns",
        Formulas.money(col(Staged.MONETARY)));
    add(
        "purchase_amount",
        FeatureType.MONEY,
        "money",
        Layer.LINE,
        false,
        "revenue of the sales, before returns",
        Formulas.money(col(Staged.PURCHASE_AMOUNT)));
    add(
        "return_amount",
        FeatureType.MONEY,
        "money",
        Layer.LINE,
        false,
        "money given back for returns, positive",
        Formulas.money(col(Staged.RETURN_AMOUNT)));
    add(
        "return_amount_share",
        FeatureType.SHARE,
        "share",
        Layer.LINE,
        true,
        "return_amount / purchase_amount, above 1 where more came back than was bought; null"
            + " without purchases",
        Formulas.share(col(Staged.RETURN_AMOUNT), col(Staged.PURCHASE_AMOUNT)));
    add(
        "average_order_value",
        FeatureType.MONEY,
        "money",
        Layer.ORDER,
        true,
        "purchase_amount / frequency, rounded half up; null without a purchase",
        Formulas.moneyPer(col(Staged.PURCHASE_AMOUNT), col(Staged.FREQUENCY)));
    add("lines", FeatureType.INTEGER, "lines", Layer.LINE, false, "sale lines", col(Staged.LINES));
    add(
        "return_lines",
        FeatureType.INTEGER,
        "lines",
        Layer.LINE,
        false,
        "return lines",
        col(Staged.RETURN_LINES));
    needing(
        TransactionField.QUANTITY,
        mapped,
        Layer.LINE,
        "quantity",
        FeatureType.QUANTITY,
        "units",
        "units bought less units returned; null where no line says how many",
        Formulas.money(Formulas.only(col(Staged.QUANTITY_LINES).gt(0), col(Staged.QUANTITY))));
    needing(
        TransactionField.PRODUCT_ID,
        mapped,
        Layer.LINE,
        "distinct_products",
        FeatureType.INTEGER,
        "products",
        "distinct products bought",
        col(Staged.DISTINCT_PRODUCTS));
    needing(
        TransactionField.DISCOUNT,
        mapped,
        Layer.LINE,
        "discount_amount",
        FeatureType.MONEY,
        "money",
        "discounts granted on sales",
        Formulas.money(col(Staged.DISCOUNT)));
    needing(
        TransactionField.DISCOUNT,
        mapped,
        Layer.LINE,
        "discount_share",
        FeatureType.SHARE,
        "share",
        "discounts / (purchases + discounts); null where both are 0",
        Formulas.share(
            col(Staged.DISCOUNT), col(Staged.PURCHASE_AMOUNT).plus(col(Staged.DISCOUNT))));
    needing(
        TransactionField.DISCOUNT,
        mapped,
        Layer.LINE,
        "discounted_revenue_share",
        FeatureType.SHARE,
        "share",
        "revenue of sale lines with a discount / purchases; null without purchases",
        Formulas.share(col(Staged.DISCOUNTED_REVENUE), col(Staged.PURCHASE_AMOUNT)));
    margins.lifetime().forEach(this::add);
  }

  private void windowed(Span span, Set<TransactionField> mapped) {
    String end = "_" + span.suffix();
    String when =
        span.after() == 0
            ? " of the last " + span.upTo() + " days"
            : " from " + span.upTo() + " to " + (span.after() + 1) + " days back";
    add(
        "frequency" + end,
        FeatureType.INTEGER,
        "orders",
        Layer.CUSTOMER,
        false,
        "purchases" + when,
        in(span, Staged.FREQUENCY));
    add(
        "net_revenue" + end,
        FeatureType.MONEY,
        "money",
        Layer.CUSTOMER,
        false,
        "net revenue" + when,
        Formulas.money(in(span, Staged.MONETARY)));
    needing(
        TransactionField.QUANTITY,
        mapped,
        Layer.CUSTOMER,
        "quantity" + end,
        FeatureType.QUANTITY,
        "units",
        "units bought less returned" + when,
        Formulas.money(in(span, Staged.QUANTITY)));
    margins.windowed(span, when).forEach(this::add);
    if (span.isForGrowthOnly()) {
      return;
    }
    add(
        "purchase_days" + end,
        FeatureType.INTEGER,
        "days",
        Layer.CUSTOMER,
        false,
        "distinct purchase days" + when,
        in(span, Staged.PURCHASE_DAYS));
    add(
        "purchase_amount" + end,
        FeatureType.MONEY,
        "money",
        Layer.CUSTOMER,
        false,
        "revenue of the sales" + when,
        Formulas.money(in(span, Staged.PURCHASE_AMOUNT)));
    add(
        "return_amount" + end,
        FeatureType.MONEY,
        "money",
        Layer.CUSTOMER,
        false,
        "money given back" + when,
        Formulas.money(in(span, Staged.RETURN_AMOUNT)));
    add(
        "average_order_value" + end,
        FeatureType.MONEY,
        "money",
        Layer.CUSTOMER,
        true,
        "purchase_amount" + end + " / frequency" + end + "; null without a purchase",
        Formulas.moneyPer(in(span, Staged.PURCHASE_AMOUNT), in(span, Staged.FREQUENCY)));
    add(
        "lines" + end,
        FeatureType.INTEGER,
        "lines",
        Layer.CUSTOMER,
        false,
        "sale lines" + when,
        in(span, Staged.LINES));
    add(
        "return_lines" + end,
        FeatureType.INTEGER,
        "lines",
        Layer.CUSTOMER,
        false,
        "return lines" + when,
        in(span, Staged.RETURN_LINES));
    needing(
        TransactionField.DISCOUNT,
        mapped,
        Layer.CUSTOMER,
        "discount_amount" + end,
        FeatureType.MONEY,
        "money",
        "discounts" + when,
        Formulas.money(in(span, Staged.DISCOUNT)));
  }

  private void forRules(String name, @Nullable TransactionField requires, String meaning) {
    add(
        new Feature(
            name,
            FeatureType.SHARE,
            "share",
            Layer.BASE,
            requires == null ? List.of() : List.of(Input.of(requires)),
            true,
            meaning + "; in rules only, compared with a constant between 0 and 1",
            null));
  }

  private void add(
      String name,
      FeatureType type,
      String unit,
      Layer layer,
      boolean nullable,
      String meaning,
      Column formula) {
    add(new Feature(name, type, unit, layer, List.of(), nullable, meaning, formula));
  }

  private void needing(
      TransactionField field,
      Set<TransactionField> mapped,
      Layer layer,
      String name,
      FeatureType type,
      String unit,
      String meaning,
      Column formula) {
    boolean isMapped = mapped.contains(field);
    add(
        new Feature(
            name,
            type,
            unit,
            layer,
            List.of(Input.of(field)),
            true,
            meaning + "; null for everybody where " + field.key() + " is not mapped",
            isMapped ? formula : NOBODY));
  }

  private void add(Feature feature) {
    byName.put(feature.name(), feature);
  }

  private static Column in(Span span, String total) {
    return col(Staged.in(span, total));
  }

  private static Column date(String day) {
    return date_add(lit(LocalDate.EPOCH), col(day));
  }
}
