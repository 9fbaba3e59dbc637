package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.clientele.feature.Features;
import io.clientele.feature.OptionalFeatures;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tags that customers carry: one row a customer with one. */
final class TagAggregates {
  private static final String TAG = "tag";

  private TagAggregates() {}

  static Dataset<Row> of(Dataset<Row> tags, LocalDate asOf) {
    Column removed = coalesce(col("removed_on").lt(lit(asOf)), lit(false));
    return tags.filter(removed.equalTo(false))
        .groupBy(col(Features.CUSTOMER_ID))
        .agg(
            sort_array(collect_set(col(TAG))).as(Features.TAGS),
            latest("interest:").as(OptionalFeatures.INTEREST),
            latest("stage:").as(OptionalFeatures.BUYING_STAGE));
  }

  /** What follows the prefix in the latest tag that has it. */
  private static Column latest(String prefix) {
    Column own =
        when(
            col(TAG).startsWith(prefix),
            struct(col("set_on"), substring(col(TAG), prefix.length() + 1, 255).as("value")));
    return max(own).getField("value");
  }
}
