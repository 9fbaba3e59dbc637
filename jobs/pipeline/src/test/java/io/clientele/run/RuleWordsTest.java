package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.support.Computed;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.SummaryTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules may ask of events, questionnaires and the time before the first purchase. */
class RuleWordsTest {
  private static final String CONFIG =
      """
      base: shop
      currency: EUR
      as_of: 2025-01-01
      lake: %1$s/lake
      data: %1$s
      sources:
        transactions:
          format: csv
          path: lines
          options: {header: true}
          schema: order_id STRING, customer_id STRING, day DATE, amount DECIMAL(20,4)
          columns: {order_id: order_id, customer_id: customer_id, ordered_at: day, revenue: amount}
        customers:
          format: csv
          path: customers.csv
          options: {header: true}
          schema: id STRING, since DATE
          columns: {customer_id: id, registered_on: since}
        leads:
          format: csv
          path: leads.csv
          options: {header: true}
          schema: lead STRING, at TIMESTAMP, id STRING
          columns: {lead_id: lead, created_at: at, customer_id: id}
        interactions:
          format: csv
          path: events.csv
          options: {header: true}
          schema: id STRING, at TIMESTAMP, type STRING, product STRING
          columns:
            customer_id: id
            happened_at: at
            type: type
            direction: "'in'"
            product_id: product
        surveys:
          format: csv
          path: answers.csv
          options: {header: true}
          schema: id STRING, asked TIMESTAMP, answered TIMESTAMP, question STRING, answer STRING
          columns:
            customer_id: id
            asked_at: asked
            answered_at: answered
            instrument: "'free'"
            question: question
            answer: answer
      gates: {max_quarantined_share: 1}
      schemes: [words]
      """;

  @TempDir Path directory;

  @Test
  void events_are_counted_by_type_and_window_and_the_latest_view_is_known() {
    Row one = customer(shop().compute(), "a");

    // Visits 1, 3, 7, 8 and 31 days back, and one of 2025-01-01, which is not seen.
    assertThat(one.<String, Integer>getJavaMap(one.fieldIndex("event_counts")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "visit/7",
                3,
                "visit/30",
                4,
                "visit/90",
                5,
                "visit/365",
                5,
                "view/30",
                2,
                "view/90",
                2,
                "view/365",
                2));
    assertThat((String) one.getAs("last_viewed_product")).isEqualTo("p2");
    assertThat(customer(shop().compute(), "b").isNullAt(one.fieldIndex("event_counts"))).isTrue();
  }

  @Test
  void the_latest_answer_to_each_question_counts() {
    Row one = customer(shop().compute(), "a");

    assertThat(one.<String, String>getJavaMap(one.fieldIndex("answers")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("why", "price", "where", "fair"));
  }

  @Test
  void the_time_to_the_first_purchase_is_counted_from_the_first_contact() {
    Computed run = shop().compute();

    // Bought on 2024-06-01: registered on 2024-05-20, first lead on 2024-05-12.
    assertThat((Long) customer(run, "a").getAs("registration_to_purchase_days")).isEqualTo(12);
    assertThat((Long) customer(run, "a").getAs("lead_to_purchase_days")).isEqualTo(20);
    // Bought before it registered, and was never a lead.
    Row second = customer(run, "b");
    assertThat((Long) second.getAs("registration_to_purchase_days")).isNull();
    assertThat((Long) second.getAs("lead_to_purchase_days")).isNull();
  }

  @Test
  void rules_ask_for_counts_and_answers() {
    Computed run = shop().compute();

    assertThat(segment(run, "a")).isEqualTo("visits_much");
    assertThat(segment(run, "b")).isEqualTo("quiet");
    assertThat(segment(run, "c")).isEqualTo("wants_a_price");
  }

  @Test
  void without_its_sources_the_scheme_is_skipped_by_name() {
    assertThat(
            shop()
                .set("sources.interactions=null", "sources.surveys.columns.answer=null")
                .set("schemes=[words, abc]")
                .compute()
                .skipped())
        .containsEntry(
            "words", "needs interactions, surveys.answer, which the sources do not tell");
  }

  @Test
  void a_window_that_is_not_counted_is_refused_with_those_that_are() {
    assertThatThrownBy(
            () -> shop().file("schemes/words.yaml", scheme("count('visit', 8) >= 3")).compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("count('visit', 30) takes an event and 7, 30, 90 or 365 days");
  }

  @Test
  void attributes_of_the_base_s_own_are_features() {
    Computed run = cards().compute();

    assertThat((String) customer(run, "a").getAs("loyalty_card")).isEqualTo("GOLD");
    assertThat((String) customer(run, "b").getAs("loyalty_card")).isNull();
    assertThat(segment(run, "a")).isEqualTo("visits_much");
    assertThat(segment(run, "c")).isEqualTo("wants_a_price");
    assertThat(
            run
                .table(SummaryTables.CONCENTRATION_SUMMARY)
                .filter("scope LIKE 'loyalty_card=%' AND measure = 'revenue'")
                .collectAsList()
                .stream()
                .map(row -> row.<String>getAs("scope") + " " + row.<Long>getAs("customers"))
                .toList())
        .contains("loyalty_card=GOLD 1", "loyalty_card=SILVER 1");
  }

  @Test
  void a_run_over_own_attributes_is_published_and_explained() {
    Shop shop = cards();

    shop.run();

    assertThat(
            shop.table(ExplanationTables.SCHEME_DEFINITIONS)
                .selectExpr("attributes")
                .head()
                .getList(0))
        .isEqualTo(List.of("loyalty_card"));
    Snapshots.assertSound(shop);
  }

  @Test
  void an_attribute_cannot_take_the_name_of_something_else() {
    assertThatThrownBy(() -> cards().set("sources.customers.attributes.frequency=card").compute())
        .hasMessageContaining(
            "sources.customers.attributes.frequency: there is a feature, a score or a scheme");
    assertThatThrownBy(() -> cards().set("sources.customers.attributes.city=card").compute())
        .hasMessageContaining("city: is a field of customers; map it under columns");
    assertThatThrownBy(() -> cards().set("sources.customers.attributes.x=no_such_column").compute())
        .hasMessageContaining("sources.customers.columns.x");
  }

  private Shop cards() {
    return shop()
        .file(
            "customers.csv",
            "id,since,card\na,2024-05-20,gold\nb,2024-06-02,\nc,2024-06-01,silver\n")
        .set(
            "sources.customers.schema=id STRING, since DATE, card STRING",
            "sources.customers.attributes.loyalty_card=upper(card)",
            "concentration.scopes=[loyalty_card]",
            "groups.least_buyers=1")
        .file("schemes/words.yaml", scheme("loyalty_card = 'GOLD'"));
  }

  private static Row customer(Computed run, String id) {
    return run.table(CustomerTables.FEATURES)
        .filter("customer_id = '" + id + "'")
        .collectAsList()
        .get(0);
  }

  private static String segment(Computed run, String id) {
    return run.table(CustomerTables.SEGMENTS)
        .filter("customer_id = '" + id + "'")
        .collectAsList()
        .get(0)
        .getAs("words");
  }

  private static String scheme(String rule) {
    return "scheme: words\nsegments:\n  - {name: visits_much, when: \""
        + rule
        + "\"}\n  - {name: wants_a_price, when: \"answered('why', 'price')\"}\notherwise: quiet\n";
  }

  private Shop shop() {
    return new Shop(directory)
        .yaml(CONFIG)
        .file("schemes/words.yaml", scheme("count('Visit', 7) >= 3"))
        .lines(
            "a.csv",
            "order_id,customer_id,day,amount",
            "1,a,2024-06-01,10",
            "2,b,2024-06-01,10",
            "3,c,2024-06-01,10")
        .file("customers.csv", "id,since\na,2024-05-20\nb,2024-06-02\nc,2024-06-01\n")
        .file(
            "leads.csv",
            "lead,at,id\nl1,2024-05-12 10:00:00,a\nl2,2024-05-30 10:00:00,a\nl3,2024-07-01 09:00:00,c\n")
        .file(
            "events.csv",
            """
            id,at,type,product
            a,2024-12-31 10:00:00,Visit,
            a,2024-12-29 10:00:00,visit,
            a,2024-12-25 23:59:59,visit,
            a,2024-12-24 10:00:00,visit,
            a,2024-12-01 10:00:00,visit,
            a,2025-01-01 00:00:00,visit,
            a,2024-12-11 10:00:00,view,p1
            a,2024-12-12 10:00:00,view,p2
            c,2024-12-31 11:00:00,visit,
            """)
        .file(
            "answers.csv",
            """
            id,asked,answered,question,answer
            a,2024-07-01 10:00:00,2024-07-02 10:00:00,why,quality
            a,2024-08-01 10:00:00,2024-08-02 10:00:00,why,price
            a,2024-08-01 10:00:00,2025-01-01 10:00:00,why,nothing
            a,2024-08-01 10:00:00,2024-08-02 10:00:00,where,fair
            a,2024-08-01 10:00:00,,who,me
            b,2024-08-01 10:00:00,2024-08-02 10:00:00,why,quality
            c,2024-08-01 10:00:00,2024-08-02 10:00:00,why,price
            """);
  }
}
