package io.clientele.customer;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
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
        .agg(
            latest("nps", asOf).as("nps_last"),
            latest("csat", asOf).as("csat_last"),
            answers(asOf).as(Features.ANSWERS));
  }

  /** The latest answer to each question before the as-of date; of equal times the greatest. */
  private static Column answers(LocalDate asOf) {
    Column said =
        to_date(col("answered_at"))
            .lt(lit(asOf))
            .and(col("question").isNotNull())
            .and(col("answer").isNotNull());
    Column all =
        sort_array(
            collect_set(when(said, struct(col("answered_at"), col("question"), col("answer")))));
    // Later answers take the place of earlier ones.
    Column latest =
        aggregate(
            all,
            map().cast("map<string,string>"),
            (known, one) ->
                map_concat(
                    map_filter(known, (q, a) -> q.notEqual(one.getField("question"))),
                    map(one.getField("question"), one.getField("answer"))));
    return when(size(all).gt(0), latest);
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
