package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.ReadinessConfig;
import io.clientele.feature.Features;
import io.clientele.feature.LeadFeatures;
import io.clientele.feature.OptionalFeatures;
import io.clientele.feature.Staged;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Leads with their features, and what leads tell of the customers they became. */
public final class LeadBase {
  /** Whether the lead became a known customer, who is counted as one. */
  public static final String IS_CUSTOMER = "is_customer";

  private LeadBase() {}

  /**
   * The leads who have not bought before the as-of date: one row a lead with its features.
   *
   * @param leads the accepted leads
   * @param events the accepted interactions; null without the source
   * @param customers the staged customers
   */
  public static Dataset<Row> of(
      Dataset<Row> leads,
      @Nullable Dataset<Row> events,
      Dataset<Row> customers,
      ReadinessConfig readiness,
      LocalDate asOf) {
    Column today = lit(asOf);
    Dataset<Row> known =
        customers.select(
            col(Staged.CUSTOMER_ID).as("__customer"), col(Staged.FREQUENCY).gt(0).as("__bought"));
    Dataset<Row> own =
        leads
            .join(known, leads.col("customer_id").equalTo(col("__customer")), "left")
            .filter(coalesce(col("__bought"), lit(false)).equalTo(false));
    Column age = datediff(today, to_date(col("created_at"))).cast("bigint");
    Column outcome = outcome(asOf);
    Dataset<Row> base =
        own.select(
            col(LeadFeatures.LEAD_ID),
            col("customer_id"),
            col("__customer").isNotNull().as(IS_CUSTOMER),
            age.as("lead_age_days"),
            outcome.as(OptionalFeatures.LEAD_OUTCOME),
            col("source").as(OptionalFeatures.LEAD_SOURCE),
            col("enquiry_kind"),
            col("owner").as("lead_owner"),
            when(outcome.equalTo("lost"), col("lost_reason")).as("lost_reason"),
            coalesce(col("has_contact"), lit(false)).as("has_contact"),
            coalesce(col("has_intent"), lit(false)).as("has_intent"),
            coalesce(col("has_budget"), lit(false)).as("has_budget"),
            coalesce(col("met_on").lt(today), lit(false)).as("was_met"));
    if (events == null) {
      return base.withColumn("days_since_event", col("lead_age_days"))
          .withColumn(LeadFeatures.TEMPERATURE, lit(BigDecimal.ZERO).cast("decimal(18,4)"));
    }
    Dataset<Row> last =
        InteractionAggregates.of(events, LeadFeatures.LEAD_ID, asOf, List.of(), Map.of())
            .select(
                col(LeadFeatures.LEAD_ID),
                col(Features.EVENT_DAYS),
                col(Features.EVENT_COUNTS),
                col("least_back").cast("bigint").as("__last"));
    Dataset<Row> warmth = Temperature.of(events, readiness, asOf);
    return base.join(last, usingLead(), "left")
        .join(warmth, usingLead(), "left")
        .withColumn("days_since_event", least(col("lead_age_days"), col("__last")))
        .withColumn(
            LeadFeatures.TEMPERATURE, coalesce(col(LeadFeatures.TEMPERATURE), lit(BigDecimal.ZERO)))
        .drop("__last");
  }

  /** Outcome and source of the latest lead of each customer, and the day of the first. */
  static Dataset<Row> ofCustomers(Dataset<Row> leads, LocalDate asOf) {
    Column newest =
        max(
            struct(
                col("created_at"),
                col(LeadFeatures.LEAD_ID),
                outcome(asOf).as("outcome"),
                col("source")));
    return leads
        .filter(col("customer_id").isNotNull())
        .groupBy(col("customer_id"))
        .agg(
            newest.as("newest"),
            unix_date(to_date(min(col("created_at")))).cast("bigint").as("first_day"))
        .select(
            col("customer_id"),
            col("newest.outcome").as(OptionalFeatures.LEAD_OUTCOME),
            col("newest.source").as(OptionalFeatures.LEAD_SOURCE),
            col("first_day").as(OptionalFeatures.FIRST_LEAD_DAY));
  }

  /** What was closed on or after the as-of date is open still. */
  private static Column outcome(LocalDate asOf) {
    Column closed = coalesce(to_date(col("closed_at")).lt(lit(asOf)), lit(true));
    return when(closed, coalesce(col("outcome"), lit("open"))).otherwise("open");
  }

  private static String[] usingLead() {
    return new String[] {LeadFeatures.LEAD_ID};
  }
}
