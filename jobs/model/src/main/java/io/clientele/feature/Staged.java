package io.clientele.feature;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the customers that the one pass over the lines leaves behind, one row each.
 * Amounts are whole numbers of 10⁻⁴.
 */
public final class Staged {
  public static final String CUSTOMER_ID = "customer_id";
  public static final String FIRST_DAY = "first_day";
  public static final String LAST_DAY = "last_day";
  public static final String FREQUENCY = "frequency";
  public static final String PURCHASE_DAYS = "purchase_days";
  public static final String KEPT_ORDERS = "kept_orders";
  public static final String LINES = "lines";
  public static final String RETURN_LINES = "return_lines";
  public static final String MONETARY = "monetary";
  public static final String PURCHASE_AMOUNT = "purchase_amount";
  public static final String RETURN_AMOUNT = "return_amount";
  public static final String QUANTITY = "quantity";
  public static final String QUANTITY_LINES = "quantity_lines";
  public static final String DISTINCT_PRODUCTS = "distinct_products";
  public static final String ACTIVE_MONTHS = "active_months";
  public static final String GAP_COUNT = "gap_count";
  public static final String GAP_SUM = "gap_sum";
  public static final String GAP_SQUARES = "gap_squares";
  public static final String GAP_MAX = "gap_max";
  public static final String GAP_MEDIAN_TWICE = "gap_median_twice";
  public static final String DISCOUNT = "discount";
  public static final String DISCOUNTED_REVENUE = "discounted_revenue";
  public static final String KNOWN_REVENUE = "known_revenue";
  public static final String KNOWN_COST = "known_cost";
  public static final String KNOWN_PURCHASES = "known_purchases";
  public static final String DAYS_BACK = "days_back";

  public static final String LINE_COUNTRY = "line_country";
  public static final String LINE_STORE = "line_store";
  public static final String LINE_CHANNEL = "line_channel";
  public static final String MAIN_CATEGORY = "category_of_most_revenue";
  public static final String MAIN_BRAND = "brand_of_most_orders";
  public static final String TOP_SEASON = "season_of_most_revenue";
  public static final String TOP_SEASON_AMOUNT = "season_amount";
  public static final String ORDER_UNITS_TWICE = "order_units_twice";
  public static final String BRAND_ORDERS = "orders_with_brand";
  public static final String TOP_BRAND_ORDERS = "orders_with_top_brand";
  public static final String EARLY_BUYS = "early_buys";
  public static final String FOLLOWER_BUYS = "follower_buys";
  public static final String ELIGIBLE_PRODUCTS = "launched_products";

  /** The totals that every {@link Span} keeps beside the lifetime ones. */
  private static final List<String> SPANNED =
      List.of(
          FREQUENCY,
          PURCHASE_DAYS,
          LINES,
          RETURN_LINES,
          MONETARY,
          PURCHASE_AMOUNT,
          RETURN_AMOUNT,
          QUANTITY,
          DISCOUNT,
          KNOWN_REVENUE,
          KNOWN_COST,
          KNOWN_PURCHASES);

  private static final List<String> LIFETIME =
      List.of(
          FREQUENCY,
          PURCHASE_DAYS,
          KEPT_ORDERS,
          LINES,
          RETURN_LINES,
          MONETARY,
          PURCHASE_AMOUNT,
          RETURN_AMOUNT,
          QUANTITY,
          QUANTITY_LINES,
          DISTINCT_PRODUCTS,
          ACTIVE_MONTHS,
          GAP_COUNT,
          GAP_SUM,
          GAP_SQUARES,
          GAP_MAX,
          GAP_MEDIAN_TWICE,
          DISCOUNT,
          DISCOUNTED_REVENUE,
          KNOWN_REVENUE,
          KNOWN_COST,
          KNOWN_PURCHASES);

  private static final List<String> HABITS =
      List.of(LINE_COUNTRY, LINE_STORE, LINE_CHANNEL, MAIN_CATEGORY, MAIN_BRAND, TOP_SEASON);

  private static final List<String> HABIT_NUMBERS =
      List.of(
          TOP_SEASON_AMOUNT,
          ORDER_UNITS_TWICE,
          BRAND_ORDERS,
          TOP_BRAND_ORDERS,
          EARLY_BUYS,
          FOLLOWER_BUYS,
          ELIGIBLE_PRODUCTS);

  private Staged() {}

  /** Whether a customer's row comes from lines: others are known from the customers source only. */
  public static Column transacting() {
    return functions.col(DAYS_BACK).isNotNull();
  }

  /** The column of a total within a span. */
  public static String in(Span span, String total) {
    return total + "_" + span.suffix();
  }

  /** The columns of a customer for the given spans. */
  public static StructType schema(List<Span> spans) {
    StructType schema =
        new StructType()
            .add(CUSTOMER_ID, DataTypes.StringType)
            .add(FIRST_DAY, DataTypes.IntegerType)
            .add(LAST_DAY, DataTypes.IntegerType)
            .add(DAYS_BACK, DataTypes.BinaryType);
    for (String total : LIFETIME) {
      schema = schema.add(total, DataTypes.LongType);
    }
    for (Span span : spans) {
      for (String total : SPANNED) {
        schema = schema.add(in(span, total), DataTypes.LongType);
      }
    }
    for (String text : HABITS) {
      schema = schema.add(text, DataTypes.StringType);
    }
    for (String number : HABIT_NUMBERS) {
      schema = schema.add(number, DataTypes.LongType);
    }
    return schema;
  }

  /** The totals that are 0 for a customer without any line. */
  public static List<String> totals(List<Span> spans) {
    List<String> totals = new ArrayList<>(LIFETIME);
    totals.removeAll(List.of(GAP_MEDIAN_TWICE));
    spans.forEach(span -> SPANNED.forEach(total -> totals.add(in(span, total))));
    HABIT_NUMBERS.stream().filter(n -> !n.equals(ORDER_UNITS_TWICE)).forEach(totals::add);
    return totals;
  }
}
