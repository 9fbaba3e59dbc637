package io.clientele.table;

/** Accepted order lines: one row a line. */
public final class OrderLinesTable {
  public static final String CUSTOMER_ID = "customer_id";
  public static final String ORDER_ID = "order_id";
  public static final String TRANSACTION_ID = "transaction_id";
  public static final String ORDERED_ON = "ordered_on";
  public static final String KIND = "kind";
  public static final String PRODUCT_ID = "product_id";
  public static final String REVENUE = "revenue";
  public static final String QUANTITY = "quantity";
  public static final String COST = "cost";
  public static final String DISCOUNT = "discount";
  public static final String COUNTRY = "country";
  public static final String STORE = "store";
  public static final String CHANNEL = "channel";

  public static final TableSpec SPEC =
      TableSpec.snapshot(
              "order_lines",
              "accepted order lines: checked, typed, each once; filled where keep_lines is set")
          .column(CUSTOMER_ID, "STRING", "", "the customer, after merges")
          .column(ORDER_ID, "STRING", "", "the order")
          .optional(TRANSACTION_ID, "STRING", "", "identity of the line; null where not mapped")
          .column(ORDERED_ON, "DATE", "", "day of the line in the base's time zone")
          .column(KIND, "STRING", "", "sale or return")
          .optional(PRODUCT_ID, "STRING", "", "the product; null where unknown")
          .column(REVENUE, TableSpec.MONEY, "money", "net money, negative for returns")
          .optional(QUANTITY, "DECIMAL(18,4)", "units", "units, negative for returns")
          .optional(COST, TableSpec.MONEY, "money", "cost of the goods, negative for returns")
          .column(DISCOUNT, TableSpec.MONEY, "money", "discount granted; 0 where none is known")
          .optional(COUNTRY, "STRING", "", "country of the line; null where unknown")
          .optional(STORE, "STRING", "", "store of the line; null where unknown")
          .optional(CHANNEL, "STRING", "", "channel of the line; null where unknown")
          .key();

  private OrderLinesTable() {}
}
