package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.ReadinessConfig;
import io.clientele.feature.LeadFeatures;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How warm a lead is: events fade by half-life. */
final class Temperature {
  private static final int WEIGHT_DIGITS = 8;

  private Temperature() {}

  static Dataset<Row> of(Dataset<Row> events, ReadinessConfig config, LocalDate asOf) {
    Column points = lit(0L);
    for (var entry : config.points().entrySet()) {
      points = when(col("type").equalTo(entry.getKey()), (long) entry.getValue()).otherwise(points);
    }
    Column capped = least(col("events"), lit((long) config.dailyCap()));
    Column weight = element_at(lit(weights(config)), col("back"));
    return events
        .filter(col(LeadFeatures.LEAD_ID).isNotNull())
        .select(
            col(LeadFeatures.LEAD_ID),
            lower(col("type")).as("type"),
            datediff(lit(asOf), to_date(col("happened_at"))).as("back"))
        .filter(col("back").leq(config.windowDays()))
        .groupBy(col(LeadFeatures.LEAD_ID), col("type"), col("back"))
        .agg(count(lit(1)).as("events"))
        .groupBy(col(LeadFeatures.LEAD_ID))
        .agg(
            coalesce(sum(capped.multiply(points).multiply(weight)), lit(0L))
                .cast("decimal(38,0)")
                .multiply(lit(BigDecimal.ONE.movePointLeft(WEIGHT_DIGITS)))
                .cast("decimal(18,4)")
                .as(LeadFeatures.TEMPERATURE));
  }

  /** 0.5^(age / half-life) in whole 10⁻⁸ for ages from 1 day; the same on every machine. */
  private static long[] weights(ReadinessConfig config) {
    long[] weights = new long[config.windowDays()];
    for (int age = 1; age <= weights.length; age++) {
      double weight = StrictMath.pow(0.5, (double) age / config.halfLifeDays());
      weights[age - 1] = Math.round(weight * Math.pow(10, WEIGHT_DIGITS));
    }
    return weights;
  }
}
