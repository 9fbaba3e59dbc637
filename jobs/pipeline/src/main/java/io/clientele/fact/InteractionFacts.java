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
import io.clientele.feature.Margins;
import io.clientele.feature.Span;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final String MONEY = "decimal(18,4)";
  private static final int YEAR = 365;
  private static final int QUARTER = 90;

  private InteractionFacts() {}

  /**
   * Adds up the events of each party.
   *
   * @param party the column that says whose events they are
   * @param spans the spans that have costs of their own beside those of the whole time
   * @param byType the cost of an event that has none of its own
   */
  static Dataset<Row> of(
      Dataset<Row> events,
      String party,
      LocalDate asOf,
      List<Span> spans,
      Map<String, BigDecimal> byType) {
    Column back = col("back");
    Column type = col("type");
    Column year = back.leq(YEAR);
    Column quarter = back.leq(QUARTER);
    Column trouble = type.isin(TROUBLES.toArray());
    List<Column> sums = new ArrayList<>();
    List<Column> totals = new ArrayList<>();
    costs(spans, back, trouble)
        .forEach(
            (name, cost) -> {
              sums.add(sum(cost).as(name));
              totals.add(sum(col(name)).cast(MONEY).as(name));
            });
    Dataset<Row> dated =
        events
            .filter(col(party).isNotNull())
            .select(
                col(party),
                lower(col("type")).as("type"),
                datediff(lit(asOf), to_date(col("happened_at"))).as("back"),
                col("direction"),
                coalesce(col("cost"), typical(lower(col("type")), byType)).as("cost"),
                col("device"),
                col("happened_at"));
    sums.add(functions.count_if(year).as("year"));
    sums.add(functions.count_if(year.and(col("direction").equalTo("in"))).as("inbound"));
    sums.add(functions.count_if(quarter).as("quarter"));
    sums.add(min(when(col("direction").equalTo("out"), back)).as("outbound_back"));
    sums.add(
        max(when(col("device").isNotNull(), struct(col("happened_at"), col("device"))))
            .as("device"));
    Dataset<Row> ofTypes =
        dated
            .groupBy(col(party), type)
            .agg(min(back).as("least_back"), sums.toArray(Column[]::new));
    Column none = lit(0L);
    totals.add(sum(col("year")).as("interactions_365d"));
    totals.add(sum(col("inbound")).as("inbound_contacts_365d"));
    totals.add(
        sum(when(type.equalTo("complaint"), col("year")).otherwise(none)).as("complaints_365d"));
    totals.add(sum(when(trouble, col("year")).otherwise(none)).as("support_contacts_365d"));
    totals.add(
        sum(when(type.isin(ENGAGEMENTS.toArray()), col("quarter")).otherwise(none))
            .as("engagements_90d"));
    totals.add(
        sum(when(type.equalTo("email_open"), col("quarter")).otherwise(none)).as("opens_90d"));
    totals.add(min(col("outbound_back")).cast("bigint").as("last_outbound_days"));
    totals.add(max(col("device")).getField("device").as(Facts.LAST_DEVICE));
    totals.add(min(col("least_back")).as("least_back"));
    totals.add(count(lit(1)).as("event_types"));
    return ofTypes
        .groupBy(col(party))
        .agg(
            map_from_entries(sort_array(collect_list(struct(type, col("least_back")))))
                .as(Features.EVENT_DAYS),
            totals.toArray(Column[]::new));
  }

  /** The costs to add up, by name of their column. */
  private static Map<String, Column> costs(List<Span> spans, Column back, Column trouble) {
    Column cost = col("cost");
    Column nothing = lit(BigDecimal.ZERO);
    Map<String, Column> costs = new LinkedHashMap<>();
    costs.put(Margins.COST_TO_SERVE, cost);
    for (Span span : spans) {
      String end = "_" + span.suffix();
      Column within = back.gt(span.after()).and(back.leq(span.upTo()));
      costs.put(Margins.COST_TO_SERVE + end, when(within, cost).otherwise(nothing));
      costs.put(Margins.SUPPORT_COST + end, when(within.and(trouble), cost).otherwise(nothing));
    }
    return costs;
  }

  private static Column typical(Column type, Map<String, BigDecimal> byType) {
    Column cost = lit(BigDecimal.ZERO);
    for (Map.Entry<String, BigDecimal> entry : byType.entrySet()) {
      cost = when(type.equalTo(entry.getKey()), lit(entry.getValue())).otherwise(cost);
    }
    return cost.cast(MONEY);
  }
}
