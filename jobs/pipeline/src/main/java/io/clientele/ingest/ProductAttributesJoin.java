package io.clientele.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_date;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Brings what is known of a product to its lines; the products are unique, so no line doubles. */
public final class ProductAttributesJoin {
  private static final String KEY = OwnColumns.named("product");
  private static final String CATEGORY = OwnColumns.named("category");
  private static final String BRAND = OwnColumns.named("brand");
  private static final String LAUNCHED = OwnColumns.named("launched");
  private static final String UNIT_COST = OwnColumns.named("unit_cost");

  /** A table of products up to this size is sent to every task instead of shuffling the lines. */
  private static final long SMALL = 2_000_000;

  private final Dataset<Row> products;

  /**
   * A join.
   *
   * @param accepted the products that count, one row each
   * @param rows how many there are
   */
  public ProductAttributesJoin(Dataset<Row> accepted, long rows) {
    Dataset<Row> packed =
        accepted.select(
            col("product_id").as(KEY),
            col("category").as(CATEGORY),
            col("brand").as(BRAND),
            unix_date(col("launched_on")).as(LAUNCHED),
            col("unit_cost").as(UNIT_COST));
    this.products = rows <= SMALL ? broadcast(packed) : packed;
  }

  Dataset<Row> join(Dataset<Row> lines, Column product) {
    return lines.join(products, product.equalTo(col(KEY)), "left");
  }

  /** Cost of one unit in the base's currency; null where unknown. */
  Column unitCost() {
    return col(UNIT_COST);
  }

  /** Null where unknown. */
  Column category() {
    return col(CATEGORY);
  }

  /** Null where unknown. */
  Column brand() {
    return col(BRAND);
  }

  /** Days from 1970-01-01; null where unknown. */
  Column launched() {
    return col(LAUNCHED);
  }
}
