package io.clientele.table;

import java.util.List;

/**
 * The two tables with a row for each customer; their further columns depend on the configuration.
 */
public final class CustomerTables {
  public static final String CUSTOMER_ID = "customer_id";

  public static final TableSpec FEATURES =
      TableSpec.snapshot(
              "customer_features",
              "what is known of each customer: one row a customer with an accepted line")
          .column(CUSTOMER_ID, "STRING", "", "the customer")
          .key(CUSTOMER_ID);

  public static final TableSpec SEGMENTS =
      TableSpec.snapshot(
              "customer_segments",
              "scores and segments of each customer, one column a scheme, named as the scheme")
          .column(CUSTOMER_ID, "STRING", "", "the customer")
          .key(CUSTOMER_ID);

  private CustomerTables() {}

  /** A score's column. */
  public static ColumnSpec score(String name, String feature, int bins) {
    return new ColumnSpec(
        name,
        "INT",
        true,
        "score",
        "1 to "
            + bins
            + ", higher is better, by "
            + feature
            + "; null for customers without a"
            + " purchase; the edges stand in score_edges");
  }

  /** Whether a column is a score of the default set or of one with a name. */
  public static boolean isScore(String column) {
    return column.matches("(recency|frequency|monetary)_score(_[a-z0-9_]+)?");
  }

  /** A scheme's column. */
  public static ColumnSpec scheme(String name, String description, List<String> segments) {
    return new ColumnSpec(
        name, "STRING", true, "", description + ": " + String.join(", ", segments));
  }

  /** A column that says whether the rule of a segment holds, whatever rule came before it. */
  public static ColumnSpec flag(String name, String scheme) {
    return new ColumnSpec(
        name,
        "BOOLEAN",
        true,
        "",
        "whether the rule of this segment of " + scheme + " holds, first match or not");
  }
}
