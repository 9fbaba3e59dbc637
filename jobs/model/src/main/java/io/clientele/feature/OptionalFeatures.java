package io.clientele.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.Input;
import io.clientele.config.SourceKind;
import io.clientele.config.TransactionField;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/** The features that the optional sources and the optional fields of the lines unlock. */
public final class OptionalFeatures {
  public static final String COUNTRY = "country";
  public static final String AGE_YEARS = "age_years";
  public static final String CONTACTABLE_CHANNELS = "contactable_channels";
  public static final String HAS_EMAIL = "has_email";
  public static final String HAS_PHONE = "has_phone";
  public static final String INTEREST = "interest";
  public static final String BUYING_STAGE = "buying_stage";
  public static final String LEAD_OUTCOME = "lead_outcome";
  public static final String LEAD_SOURCE = "lead_source";
  public static final String ACQUISITION_COST = "acquisition_cost";
  public static final String LAST_DEVICE = "last_device";
  public static final String LAST_VIEWED_PRODUCT = "last_viewed_product";
  public static final String LEAD_TO_PURCHASE_DAYS = "lead_to_purchase_days";
  public static final String REGISTRATION_TO_PURCHASE_DAYS = "registration_to_purchase_days";

  /** What the two are counted from, in days from 1970-01-01; not published. */
  public static final String FIRST_LEAD_DAY = "__first_lead_day";

  public static final String REGISTERED_DAY = "__registered_day";

  /** The attributes that the customers source tells as they are. */
  public static final List<String> ATTRIBUTES =
      List.of(
          "region",
          "city",
          "district",
          "language",
          "owner",
          "gender",
          "education",
          "occupation",
          "income_band",
          "household_size",
          "acquisition_channel");

  private final List<Feature> features = new ArrayList<>();
  private final Predicate<Input> provides;
  private final LocalDate asOf;

  private OptionalFeatures(Predicate<Input> provides, LocalDate asOf, List<String> attributes) {
    this.provides = provides;
    this.asOf = asOf;
    lines();
    products();
    customers();
    tags();
    receivables();
    interactions();
    surveys();
    leads();
    for (String attribute : attributes) {
      text(
          attribute,
          col(attribute),
          new Input("customers", attribute),
          attribute + ", an attribute of this base's own, by the customers source");
    }
  }

  /**
   * The declarations.
   *
   * @param provides what the sources provide; the formulas of everything else must not be evaluated
   * @param asOf the as-of date
   * @param attributes attributes of customers that are the base's own
   */
  static List<Feature> declared(
      Predicate<Input> provides, LocalDate asOf, List<String> attributes) {
    return List.copyOf(new OptionalFeatures(provides, asOf, attributes).features);
  }

  private void lines() {
    Input country = new Input("customers", COUNTRY);
    Column ofLine = col(Staged.LINE_COUNTRY);
    text(
        COUNTRY,
        provides.test(country)
            ? (provides.test(Input.of(TransactionField.COUNTRY))
                ? coalesce(col(COUNTRY), ofLine)
                : col(COUNTRY))
            : ofLine,
        Input.attribute(COUNTRY),
        "the customer's country: by the customers source, else by the latest line");
    text(
        "store",
        col(Staged.LINE_STORE),
        Input.of(TransactionField.STORE),
        "store of the latest line; of equal days the greatest name");
    text(
        "purchase_channel",
        col(Staged.LINE_CHANNEL),
        Input.of(TransactionField.CHANNEL),
        "channel of the latest line; of equal days the greatest name");
    Input always = Input.of(TransactionField.REVENUE);
    text(
        "top_season",
        col(Staged.TOP_SEASON),
        always,
        "winter (December to February), spring, summer or autumn with most purchases by value; of"
            + " equal ones the first");
    add(
        "top_season_share",
        FeatureType.SHARE,
        "share",
        Formulas.share(col(Staged.TOP_SEASON_AMOUNT), col(Staged.PURCHASE_AMOUNT)),
        true,
        "purchases of that season / all purchases; null without purchases",
        always);
    add(
        "median_order_units",
        FeatureType.QUANTITY,
        "units",
        // Twice the median in 10⁻⁴, so that the mean of two middle orders stays whole.
        Formulas.meanDays(col(Staged.ORDER_UNITS_TWICE), lit(20_000L)),
        true,
        "median over the purchases with known units of the units sold, the mean of the middle two"
            + " for an even number; null without one",
        Input.of(TransactionField.QUANTITY));
  }

  private void products() {
    Input product = Input.of(TransactionField.PRODUCT_ID);
    Input category = new Input("products", "category");
    Input brand = new Input("products", "brand");
    Input launch = new Input("products", "launched_on");
    text(
        "main_category",
        col(Staged.MAIN_CATEGORY),
        "category with most purchases by value; of equal ones the first by name",
        product,
        category);
    text(
        "main_brand",
        col(Staged.MAIN_BRAND),
        "brand in most orders of the main category; of equal ones the first by name",
        product,
        brand);
    count(
        "brand_orders",
        col(Staged.BRAND_ORDERS),
        "orders",
        "purchases in the main category with a branded product",
        product,
        brand);
    add(
        "top_brand_share",
        FeatureType.SHARE,
        "share",
        Formulas.share(col(Staged.TOP_BRAND_ORDERS), col(Staged.BRAND_ORDERS)),
        true,
        "those with the main brand / brand_orders; null without one",
        product,
        brand);
    String launched = "distinct products of known launch day bought within 730 days";
    count(
        "early_buys_730d",
        col(Staged.EARLY_BUYS),
        "products",
        launched + ", first bought within 30 days of their launch",
        product,
        launch);
    count(
        "follower_buys_730d",
        col(Staged.FOLLOWER_BUYS),
        "products",
        launched + ", first bought 31 to 90 days after it",
        product,
        launch);
    count(
        "eligible_products_730d",
        col(Staged.ELIGIBLE_PRODUCTS),
        "products",
        launched,
        product,
        launch);
    add(
        "early_buy_share",
        FeatureType.SHARE,
        "share",
        Formulas.share(col(Staged.EARLY_BUYS), col(Staged.ELIGIBLE_PRODUCTS)),
        true,
        "early_buys_730d / eligible_products_730d; null without one",
        product,
        launch);
  }

  private void customers() {
    for (String attribute : ATTRIBUTES) {
      text(
          attribute,
          col(attribute),
          new Input("customers", attribute),
          attribute.replace('_', ' ') + " by the customers source");
    }
    add(
        AGE_YEARS,
        FeatureType.INTEGER,
        "years",
        col(AGE_YEARS),
        true,
        "whole years from birth_date to the as-of date; null where unknown",
        new Input("customers", "birth_date"));
    for (String money : List.of(ACQUISITION_COST, "potential_value")) {
      add(
          money,
          FeatureType.MONEY,
          "money",
          col(money),
          true,
          money.replace('_', ' ') + " by the customers source",
          new Input("customers", money));
    }
    untilPurchase(
        REGISTRATION_TO_PURCHASE_DAYS,
        "days from registered_on to the first purchase; null where either is missing or the"
            + " purchase came first",
        col(REGISTERED_DAY),
        new Input("customers", "registered_on"));
    flag(HAS_EMAIL, "whether an e-mail address is known", new Input("customers", "email"));
    flag(HAS_PHONE, "whether a telephone number is known", new Input("customers", "phone"));
    for (String channel : SourceKind.CHANNELS) {
      flag(
          "permission_" + channel,
          "whether the customer may be contacted by " + channel + " on the as-of date",
          new Input("customers", "permission_" + channel));
    }
    count(
        CONTACTABLE_CHANNELS,
        col(CONTACTABLE_CHANNELS),
        "channels",
        "channels with permission and, where the source tells addresses, with an address",
        Input.permissions());
    for (String channel : SourceKind.CHANNELS) {
      flag(
          "reachable_" + channel,
          "whether the customer may be contacted by "
              + channel
              + " and, where the source tells such addresses, has one",
          new Input("customers", "permission_" + channel));
    }
  }

  private void tags() {
    Input tags = Input.of("tags");
    add(
        Features.TAGS,
        FeatureType.TAGS,
        "",
        coalesce(col(Features.TAGS), lit(new String[0])),
        false,
        "tags set before the as-of date and not removed before it, sorted",
        tags);
    text(
        INTEREST,
        col(INTEREST),
        tags,
        "the latest tag interest:…, without the prefix; of equal days the greatest");
    text(
        BUYING_STAGE,
        col(BUYING_STAGE),
        tags,
        "the latest tag stage:…, without the prefix; of equal days the greatest");
  }

  private void receivables() {
    Input receivables = Input.of("receivables");
    String late =
        "days late = days from due_on to payment, or to the as-of date while unpaid, at least 0; 0"
            + " while unpaid and disputed, or paid by open credit notes, which pay what is due first";
    count("invoices", col("invoices"), "invoices", "invoices issued", receivables);
    count(
        "invoices_365d",
        col("invoices_365d"),
        "invoices",
        "invoices issued within 365 days",
        receivables);
    share(
        "late_amount_share_365d",
        "amount paid or open late / amount, of invoices within 365" + " days; null without one",
        receivables);
    share("late_10d_amount_share_365d", "the same for more than 10 days late", receivables);
    days(
        "weighted_days_late",
        "days late weighted by amount, all invoices; null without one; " + late,
        receivables);
    share(
        "late_10d_amount_share",
        "the same for more than 10 days late, of all invoices",
        receivables);
    days("weighted_days_late_365d", "the same for invoices issued within 365 days", receivables);
    count(
        "max_overdue_days",
        col("max_overdue_days"),
        "days",
        "most days past due of an unpaid invoice; 0 without one",
        receivables);
    count(
        "disputed_invoices_365d",
        col("disputed_invoices_365d"),
        "invoices",
        "disputed invoices issued within 365 days",
        receivables);
    money("unpaid_amount", "amount of invoices unpaid on the as-of date", receivables);
  }

  private void interactions() {
    Input interactions = Input.of("interactions");
    add(
        Features.EVENT_DAYS,
        FeatureType.EVENTS,
        "days",
        col(Features.EVENT_DAYS),
        true,
        "days since the last event of each type; null without any event",
        interactions);
    add(
        Features.EVENT_COUNTS,
        FeatureType.COUNTS,
        "events",
        col(Features.EVENT_COUNTS),
        true,
        "events by type and window, as in visit/30, for windows of 7, 30, 90 and 365 days; null"
            + " without any event",
        interactions);
    Column filled =
        least(
            try_element_at(col(Features.EVENT_DAYS), lit("cart")),
            try_element_at(col(Features.EVENT_DAYS), lit("order_form")));
    Column ordered = lit(asOf.toEpochDay()).minus(col(Staged.LAST_DAY));
    add(
        "open_cart_days",
        FeatureType.INTEGER,
        "days",
        when(ordered.isNull().or(filled.lt(ordered)), filled),
        true,
        "days since the last event cart or order_form, where it is later than the day of the last"
            + " purchase; null otherwise",
        interactions);
    count(
        "interactions_365d",
        col("interactions_365d"),
        "events",
        "events within 365 days",
        interactions);
    count(
        "inbound_contacts_365d",
        col("inbound_contacts_365d"),
        "events",
        "events from the customer within 365 days",
        interactions);
    count(
        "complaints_365d",
        col("complaints_365d"),
        "events",
        "events of type complaint within 365 days",
        interactions);
    count(
        "support_contacts_365d",
        col("support_contacts_365d"),
        "events",
        "events of type complaint or support within 365 days",
        interactions);
    count(
        "engagements_90d",
        col("engagements_90d"),
        "events",
        "clicks, visits, views and carts within 90 days",
        interactions);
    count(
        "opens_90d",
        col("opens_90d"),
        "events",
        "e-mails opened within 90 days, machines' opens among them",
        interactions);
    add(
        "last_outbound_days",
        FeatureType.INTEGER,
        "days",
        col("last_outbound_days"),
        true,
        "days since our last contact; null without one",
        interactions);
    text(
        LAST_DEVICE,
        col(LAST_DEVICE),
        new Input("interactions", "device"),
        "device of the latest event; of equal times the greatest name");
    text(
        LAST_VIEWED_PRODUCT,
        col(LAST_VIEWED_PRODUCT),
        new Input("interactions", "product_id"),
        "product of the latest event view or product_view; of equal times the greatest");
  }

  private void surveys() {
    add(
        Features.ANSWERS,
        FeatureType.ANSWERS,
        "",
        col(Features.ANSWERS),
        true,
        "the latest answer to each question; null without one",
        new Input("surveys", "question"),
        new Input("surveys", "answer"));
    for (String instrument : List.of("nps", "csat")) {
      add(
          instrument + "_last",
          FeatureType.QUANTITY,
          "points",
          col(instrument + "_last"),
          true,
          "score of the latest answer to " + instrument + "; null without one",
          Input.of("surveys"));
    }
  }

  private void leads() {
    Input customer = Input.of("leads");
    untilPurchase(
        LEAD_TO_PURCHASE_DAYS,
        "days from the first lead that became the customer to the first purchase; null where"
            + " either is missing or the purchase came first",
        col(FIRST_LEAD_DAY),
        customer);
    text(
        LEAD_OUTCOME,
        col(LEAD_OUTCOME),
        customer,
        "outcome of the latest lead that became the customer; null without one");
    text(
        LEAD_SOURCE,
        col(LEAD_SOURCE),
        customer,
        "source of the latest lead that became the customer; null without one");
  }

  private void text(String name, Column formula, Input requires, String meaning) {
    text(name, formula, meaning, requires);
  }

  private void text(String name, Column formula, String meaning, Input... requires) {
    add(name, FeatureType.TEXT, "", formula, true, meaning + "; null where unknown", requires);
  }

  private void flag(String name, String meaning, Input requires) {
    add(
        name,
        FeatureType.FLAG,
        "",
        coalesce(col(name), lit(false)),
        false,
        meaning + "; false where unknown",
        requires);
  }

  /** Days from a day, counted from 1970-01-01, to the first purchase. */
  private void untilPurchase(String name, String meaning, Column from, Input requires) {
    Column days = col(Staged.FIRST_DAY).minus(from);
    add(name, FeatureType.INTEGER, "days", when(days.geq(0), days), true, meaning, requires);
  }

  private void count(String name, Column formula, String unit, String meaning, Input... requires) {
    add(name, FeatureType.INTEGER, unit, coalesce(formula, lit(0L)), false, meaning, requires);
  }

  private void share(String name, String meaning, Input requires) {
    add(name, FeatureType.SHARE, "share", col(name), true, meaning, requires);
  }

  private void days(String name, String meaning, Input requires) {
    add(name, FeatureType.DAYS, "days", col(name), true, meaning, requires);
  }

  private void money(String name, String meaning, Input requires) {
    add(
        name,
        FeatureType.MONEY,
        "money",
        coalesce(col(name), lit(java.math.BigDecimal.ZERO)),
        false,
        meaning + "; 0 without one",
        requires);
  }

  private void add(
      String name,
      FeatureType type,
      String unit,
      Column formula,
      boolean nullable,
      String meaning,
      Input... requires) {
    // What no source tells has no column to read: it is null, and not published.
    Column value = Stream.of(requires).allMatch(provides) ? formula : lit(null).cast(type.ddl());
    features.add(
        new Feature(name, type, unit, Layer.FACT, List.of(requires), nullable, meaning, value));
  }
}
