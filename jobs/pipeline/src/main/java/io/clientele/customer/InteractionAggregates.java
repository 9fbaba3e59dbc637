package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.clientele.feature.Features;
import io.clientele.feature.Margins;
import io.clientele.feature.OptionalFeatures;
import io.clientele.feature.Span;
import io.clientele.spark.Catalyst;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Contacts in both directions: one row a party with an event. */
final class InteractionAggregates {
  private static final String MONEY = "decimal(18,4)";
  private static final int DIGITS = 18;
  private static final int SCALE = 4;

  private InteractionAggregates() {}

  /**
   * Adds up the events of each party: one shuffle, and a fold over the events in order of parties.
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
    Column type = lower(col("type"));
    Column direction = col("direction");
    ArrayList<Span> own = new ArrayList<>(spans);
    Dataset<PartyEvent> sorted =
        events
            .filter(col(party).isNotNull())
            .select(
                col(party).cast("binary").as("party"),
                type.as("type"),
                datediff(lit(asOf), to_date(col("happened_at"))).as("back"),
                when(direction.equalTo("in"), PartyEvent.INBOUND)
                    .otherwise(PartyEvent.OUTBOUND)
                    .plus(when(col("campaign_id").isNotNull(), PartyEvent.CAMPAIGN).otherwise(0))
                    .as("flags"),
                Catalyst.unscaled(coalesce(col("cost"), typical(type, byType)).cast(MONEY))
                    .as("cost"),
                unix_micros(col("happened_at")).as("at"),
                col("device").cast("binary").as("device"),
                when(type.isin("view", "product_view"), col("product_id"))
                    .cast("binary")
                    .as("viewed"))
            .repartition(col("party"))
            .sortWithinPartitions(col("party"))
            .as(Encoders.bean(PartyEvent.class));
    Dataset<Row> folded =
        Catalyst.rows(
            events.sparkSession(),
            sorted.toJavaRDD().mapPartitions(part -> new EventFold(part, own)),
            EventFold.schema(own));
    List<Column> facts = new ArrayList<>();
    facts.add(col(EventFold.PARTY).cast("string").as(party));
    facts.add(
        map_from_arrays(col(EventFold.TYPES), col(EventFold.TYPE_DAYS)).as(Features.EVENT_DAYS));
    facts.add(
        map_from_arrays(col(EventFold.COUNT_KEYS), col(EventFold.COUNT_VALUES))
            .as(Features.EVENT_COUNTS));
    EventFold.COUNTS.forEach(count -> facts.add(col(count)));
    facts.add(col(EventFold.OUTBOUND_BACK).cast("bigint").as("last_outbound_days"));
    facts.add(col(EventFold.DEVICE).cast("string").as(OptionalFeatures.LAST_DEVICE));
    facts.add(col(EventFold.VIEWED).cast("string").as(OptionalFeatures.LAST_VIEWED_PRODUCT));
    facts.add(col(EventFold.LEAST_BACK).as("least_back"));
    facts.add(cost(null, EventFold.COST, Margins.COST_TO_SERVE));
    for (Span span : spans) {
      facts.add(cost(span, EventFold.COST, Margins.COST_TO_SERVE));
      facts.add(cost(span, EventFold.SUPPORT, Margins.SUPPORT_COST));
      facts.add(cost(span, EventFold.CAMPAIGN, Margins.CAMPAIGN_COST));
    }
    return folded.select(facts.toArray(Column[]::new));
  }

  private static Column cost(@Nullable Span span, String from, String name) {
    return Catalyst.decimal(col(EventFold.in(span, from)), DIGITS, SCALE)
        .as(EventFold.in(span, name));
  }

  private static Column typical(Column type, Map<String, BigDecimal> byType) {
    Column cost = lit(BigDecimal.ZERO);
    for (Map.Entry<String, BigDecimal> entry : byType.entrySet()) {
      cost = when(type.equalTo(entry.getKey()), lit(entry.getValue())).otherwise(cost);
    }
    return cost.cast(MONEY);
  }
}
