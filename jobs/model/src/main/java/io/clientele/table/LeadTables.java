package io.clientele.table;

/** The table with a row for each lead; its further columns depend on the configuration. */
public final class LeadTables {
  public static final String LEAD_ID = "lead_id";

  public static final TableSpec SEGMENTS =
      TableSpec.snapshot(
              "lead_segments",
              "features and segments of each lead without a purchase, one column a scheme")
          .column(LEAD_ID, "STRING", "", "the lead")
          .optional("customer_id", "STRING", "", "the customer the lead became")
          .column(
              "is_customer",
              "BOOLEAN",
              "",
              "whether that customer is known, and so counted there by schemes of all parties")
          .key(LEAD_ID);

  private LeadTables() {}
}
