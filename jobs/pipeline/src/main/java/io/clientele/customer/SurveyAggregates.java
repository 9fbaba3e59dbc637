package io.clientele.customer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.clientele.feature.Features;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What customers answered last: one row a customer who was asked. */
final class SurveyAggregates {
  private SurveyAggregates() {}

  static Dataset<Row> of(Dataset<Row> surveys, LocalDate asOf) {
    return surveys
        .groupBy(col(Features.CUSTOMER_ID))
        .agg(latest("nps", asOf).as("nps_last"), latest("csat", asOf).as("csat_last"));
  }

  /** The score of the latest answer before the as-of date; of equal times the greater score. */
  private static Column latest(String instrument, LocalDate asOf) {
    Column answered =
        col("instrument")
            .equalTo(instrument)
            .and(to_date(col("answered_at")).lt(lit(asOf)))
            .and(col("score").isNotNull());
    return max(when(answered, struct(col("answered_at"), col("score"))))
        .getField("score")
        .cast("decimal(18,4)");
  }
}
