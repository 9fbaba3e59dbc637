package io.clientele.fact;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import io.clientele.feature.Facts;
import io.clientele.feature.Features;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Contacts in both directions: one row a party with an event. */
final class InteractionFacts {
  /** What somebody does who is interested; an opened e-mail may be a machine's. */
  private static final List<String> ENGAGEMENTS =
      List.of(
          "click",
          "email_click",
          "visit",
          "site_visit",
          "view",
          "product_view",
          "price_or_delivery_page",
          "cart",
          "order_form");

  private static final List<String> TROUBLES = List.of("complaint", "support");
  private static final int YEAR = 365;
  private static final int QUARTER = 90;

  private InteractionFacts() {}

  /**
   * Adds up the events of each party.
   *
   * @param party the column that says whose events they are
   */
  static Dataset<Row> of(Dataset<Row> events, String party, LocalDate asOf) {
    Column back = col("back");
    Column type = col("type");
    Column year = back.leq(YEAR);
    Column quarter = back.leq(QUARTER);
    Column trouble = type.isin(TROUBLES.toArray());
    Dataset<Row> byType =
        events
            .filter(col(party).isNotNull())
            .select(
                col(party),
                lower(col("type")).as("type"),
                datediff(lit(asOf), to_date(col("happened_at"))).as("back"),
                col("direction"),
                coalesce(col("cost"), lit(BigDecimal.ZERO)).as("cost"),
                col("device"),
                col("happened_at"))
            .groupBy(col(party), type)
            .agg(
                min(back).as("least_back"),
                functions.count_if(year).as("year"),
                functions.count_if(year.and(col("direction").equalTo("in"))).as("inbound"),
                functions.count_if(quarter).as("quarter"),
                sum(when(year, col("cost")).otherwise(BigDecimal.ZERO)).as("cost"),
                min(when(col("direction").equalTo("out"), back)).as("outbound_back"),
                max(when(col("device").isNotNull(), struct(col("happened_at"), col("device"))))
                    .as("device"));
    Column none = lit(0L);
    return byType
        .groupBy(col(party))
        .agg(
            map_from_entries(sort_array(collect_list(struct(type, col("least_back")))))
                .as(Features.EVENT_DAYS),
            sum(col("year")).as("interactions_365d"),
            sum(col("inbound")).as("inbound_contacts_365d"),
            sum(when(type.equalTo("complaint"), col("year")).otherwise(none)).as("complaints_365d"),
            sum(when(trouble, col("year")).otherwise(none)).as("support_contacts_365d"),
            sum(when(type.isin(ENGAGEMENTS.toArray()), col("quarter")).otherwise(none))
                .as("engagements_90d"),
            sum(when(type.equalTo("email_open"), col("quarter")).otherwise(none)).as("opens_90d"),
            min(col("outbound_back")).cast("bigint").as("last_outbound_days"),
            max(col("device")).getField("device").as(Facts.LAST_DEVICE),
            sum(col("cost")).cast("decimal(18,4)").as("cost_to_serve_365d"),
            sum(when(trouble, col("cost")).otherwise(BigDecimal.ZERO))
                .cast("decimal(18,4)")
                .as("trouble_cost_365d"),
            min(col("least_back")).as("least_back"),
            count(lit(1)).as("event_types"));
  }
}
