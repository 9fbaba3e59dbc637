package io.clientele.run;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.output.SchemeFindings;
import io.clientele.support.Computed;
import io.clientele.support.Results;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.table.CustomerTables;
import io.clientele.table.LeadTables;
import io.clientele.table.QuarantineTable;
import io.clientele.table.ReconciliationTable;
import io.clientele.table.SummaryTables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the optional sources tell, as of 2025-01-01, worked out by hand beside each row. */
class OptionalSourcesTest {
  private static final String LINES = "order_id,customer_id,day,amount,units,product,store,country";

  @TempDir Path directory;

  @Test
  void every_source_tells_what_its_rows_say_as_of_the_date_and_no_more() {
    Computed shop = shop(everything()).compute();

    assertThat(shop.skipped()).isEmpty();
    Row one = customer(shop, "c1");
    // Lines: the latest line tells the place; orders of 3, 1 and 10 units.
    assertThat((String) one.getAs("country")).as("the source wins over lines").isEqualTo("PL");
    assertThat((String) one.getAs("store")).isEqualTo("s2");
    assertThat((BigDecimal) one.getAs("median_order_units")).isEqualByComparingTo("3");
    // 100 + 40 in tea, 30 in mugs; brand A in both branded orders of tea.
    assertThat((String) one.getAs("main_category")).isEqualTo("tea");
    assertThat((String) one.getAs("main_brand")).isEqualTo("A");
    assertThat((long) one.getAs("brand_orders")).isEqualTo(2);
    assertThat((BigDecimal) one.getAs("top_brand_share")).isEqualByComparingTo("1");
    // p1 launched 2024-05-20, bought 2024-06-01: 12 days; p2 launched 2024-06-01, bought 07-15: 44.
    assertThat((long) one.getAs("early_buys_730d")).isEqualTo(1);
    assertThat((long) one.getAs("follower_buys_730d")).isEqualTo(1);
    assertThat((long) one.getAs("eligible_products_730d")).isEqualTo(2);
    // 100 + 30 of 170 in summer.
    assertThat((String) one.getAs("top_season")).isEqualTo("summer");
    assertThat((BigDecimal) one.getAs("top_season_share")).isEqualByComparingTo("0.764706");
    // Born on 1 January 1990: 35 on the as-of date. The permission of 2025-01-01 is not seen yet.
    assertThat((long) one.getAs("age_years")).isEqualTo(35);
    assertThat((boolean) one.getAs("permission_email")).isTrue();
    assertThat((boolean) one.getAs("permission_call")).isFalse();
    assertThat((long) one.getAs("contactable_channels")).isEqualTo(1);
    // vip was set; old was removed; future is set on the as-of date; the latest interest wins.
    assertThat(one.<String>getList(one.fieldIndex("tags")))
        .containsExactly("interest:golf", "interest:tea", "vip");
    assertThat((String) one.getAs("interest")).isEqualTo("tea");
    // i1 1000, 10 days late; i2 3000, unpaid, due 2024-12-02: 30 days past due; i3 of 2023 500,
    // prompt; i4 paid on the as-of date, so open and 1 day past due, 1000.
    assertThat((long) one.getAs("invoices")).isEqualTo(4);
    assertThat((long) one.getAs("invoices_365d")).isEqualTo(3);
    assertThat((BigDecimal) one.getAs("late_amount_share_365d")).isEqualByComparingTo("1");
    // (1000·10 + 3000·30 + 1000·1) / 5000 = 20.2; with the prompt 500: 101000 / 5500 = 18.3636
    assertThat((BigDecimal) one.getAs("weighted_days_late_365d")).isEqualByComparingTo("20.2");
    assertThat((BigDecimal) one.getAs("weighted_days_late")).isEqualByComparingTo("18.3636");
    assertThat((BigDecimal) one.getAs("late_10d_amount_share_365d")).isEqualByComparingTo("0.6");
    assertThat((long) one.getAs("max_overdue_days")).isEqualTo(30);
    assertThat((BigDecimal) one.getAs("unpaid_amount")).isEqualByComparingTo("4000");
    assertThat((long) one.getAs("disputed_invoices_365d")).isEqualTo(1);
    // A cart 5 days ago, two complaints, a call of ours 10 days ago; one event too old, one unseen.
    assertThat(one.<String, Integer>getJavaMap(one.fieldIndex("event_days")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("cart", 5, "complaint", 20, "call", 10, "email_open", 400));
    assertThat((long) one.getAs("interactions_365d")).isEqualTo(4);
    assertThat((long) one.getAs("complaints_365d")).isEqualTo(2);
    assertThat((long) one.getAs("engagements_90d")).isEqualTo(1);
    assertThat((long) one.getAs("last_outbound_days")).isEqualTo(10);
    assertThat((BigDecimal) one.getAs("cost_to_serve_365d")).isEqualByComparingTo("9.50");
    assertThat((BigDecimal) one.getAs("trouble_cost_365d")).isEqualByComparingTo("7.00");
    assertThat((BigDecimal) one.getAs("nps_last")).isEqualByComparingTo("9");

    Row known = customer(shop, "c9");
    assertThat((long) known.getAs("frequency")).as("known, without a line").isZero();
    assertThat((BigDecimal) known.getAs("monetary")).isEqualByComparingTo("0");
    assertThat(known.isNullAt(known.fieldIndex("recency_days"))).isTrue();
    assertThat((String) customer(shop, "c2").getAs("country")).isEqualTo("DE");

    assertThat(segments(shop, "c1"))
        .containsEntry("marked", "vip_with_cart")
        .containsEntry("after", "watched")
        .containsEntry("usage_status", "occasional");
    assertThat(segments(shop, "c2")).containsEntry("marked", "rest");
    assertThat(segments(shop, "c9")).containsEntry("usage_status", "potential");

    Map<String, Row> leads = leads(shop);
    // c1 bought, so l1 is no lead any more; l2 has a cart 5 days ago: 15 · 0.5^(5/14) = 11.7106.
    assertThat(leads.keySet()).containsExactly("l2", "l3", "l4");
    assertThat((BigDecimal) leads.get("l2").getAs("temperature")).isEqualByComparingTo("11.7106");
    assertThat((String) leads.get("l2").getAs("readiness")).isEqualTo("warm_lead");
    // Closed on the as-of date: still open; met on it: not met.
    assertThat((String) leads.get("l3").getAs("lead_outcome")).isEqualTo("open");
    assertThat((String) leads.get("l3").getAs("readiness")).isEqualTo("enquirer");
    assertThat((String) leads.get("l4").getAs("readiness")).isEqualTo("alien");
    assertThat((String) leads.get("l4").getAs("usage_status")).isEqualTo("non_user");

    Map<String, Long> items = items(shop);
    assertThat(items)
        .containsEntry("customers.read", 4L)
        .containsEntry("customers.accepted", 3L)
        .containsEntry("customers.duplicate", 1L)
        .containsEntry("tags.unseen", 1L)
        .containsEntry("receivables.quarantined", 1L)
        .containsEntry("receivables.unparsable_amount", 1L)
        .containsEntry("interactions.missing_party", 1L)
        .containsEntry("interactions.unknown_direction", 1L)
        .containsEntry("interactions.unseen", 1L)
        .containsEntry("surveys.accepted", 2L)
        .containsEntry("exchange_rates.rate_not_positive", 1L)
        .containsEntry("leads.unseen", 1L)
        .containsEntry("leads.lead segments of readiness", 3L);
    List<Row> refused =
        shop.table(QuarantineTable.SPEC)
            .filter(array_contains(col(QuarantineTable.REASONS), "unparsable_amount"))
            .collectAsList();
    assertThat(refused).hasSize(1);
    assertThat((String) refused.get(0).getAs(QuarantineTable.SOURCE_ROW)).contains("12,5x");
  }

  @Test
  void a_run_over_every_source_is_published_whole() {
    Shop shop = shop(everything());

    assertThat(shop.run().skipped()).isEmpty();
    Snapshots.assertSound(shop);
  }

  @Test
  void without_its_source_a_scheme_is_skipped_by_name_and_everything_else_is_the_same() {
    Computed with = shop(everything()).compute();
    Computed without =
        new Shop(directory.resolve("plain"))
            .yaml(yaml(""))
            .lines("a.csv", lines())
            .file("schemes/marked.yaml", MARKED)
            .file("schemes/after.yaml", AFTER)
            .compute();

    assertThat(without.skipped())
        .containsEntry("marked", "needs tags, interactions, which the sources do not tell")
        .containsEntry("after", "asks for segments of marked, which does not run")
        .containsEntry("solvency", "needs receivables, which the sources do not tell")
        .containsEntry("readiness", "needs leads, which the sources do not tell");
    for (String id : List.of("c1", "c2")) {
      Row plain = customer(without, id);
      Row full = customer(with, id);
      for (String feature :
          List.of("monetary", "frequency", "recency_days", "net_revenue_365d", "purchase_days")) {
        assertThat(plain.<Object>getAs(feature)).as(feature).isEqualTo(full.getAs(feature));
      }
      for (String scheme : List.of("rfm", "lifecycle_9", "usage_status")) {
        assertThat(segments(without, id)).containsEntry(scheme, segments(with, id).get(scheme));
      }
    }
    assertThat(items(without)).containsEntry("transactions.accepted", 5L);
    assertThat(without.table(SummaryTables.SCHEME_RUNS).filter("status = 'skipped'").count())
        .isEqualTo(4);
  }

  @Test
  void a_thousand_events_and_a_hundred_invoices_of_one_customer_leave_the_money_alone() {
    Computed shop =
        shop(everything())
            .file(
                "interactions.csv",
                "customer_id,lead_id,at,type,direction,cost\n"
                    + IntStream.range(0, 1_000)
                        .mapToObj(i -> "c1,,2024-12-01 10:00:00,kind" + i % 40 + ",in,0.01\n")
                        .collect(Collectors.joining()))
            .file(
                "receivables.csv",
                "invoice_id,customer_id,issued,due,amount,paid,disputed\n"
                    + IntStream.range(0, 100)
                        .mapToObj(
                            i -> "i" + i + ",c1,2024-06-01,2024-07-01,1.00,2024-07-02,false\n")
                        .collect(Collectors.joining()))
            .compute();

    Row totals =
        shop.table(CustomerTables.FEATURES)
            .selectExpr("count(*)", "sum(monetary)", "sum(frequency)")
            .head();
    // c1, c2 and c9, with the five lines' money and the four orders.
    assertThat(totals.getLong(0)).isEqualTo(3);
    assertThat(totals.getDecimal(1)).isEqualByComparingTo("210");
    assertThat(totals.getLong(2)).isEqualTo(4);
    assertThat((long) customer(shop, "c1").getAs("interactions_365d")).isEqualTo(1_000);
    assertThat((BigDecimal) customer(shop, "c1").getAs("monetary")).isEqualByComparingTo("170");
  }

  @Test
  void keys_that_stand_in_rows_that_differ_are_refused_by_name_and_count() {
    String products = "product_id,category,brand,launched\np1,tea,A,\np1,coffee,A,\np2,tea,A,\n";
    Shop shop = shop(everything()).file("products.csv", products);

    assertThatThrownBy(shop::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("sources.products: 1 values of product_id stand in 2 rows")
        .hasMessageContaining(": p1.")
        .hasMessageContaining("duplicate_keys: quarantine");

    Computed set = shop.set("sources.products.duplicate_keys=quarantine").compute();

    assertThat((BigDecimal) customer(set, "c1").getAs("monetary")).isEqualByComparingTo("170");
    assertThat(items(set)).containsEntry("products.duplicate_key", 2L);
    assertThat(
            set.table(QuarantineTable.SPEC)
                .filter(array_contains(col(QuarantineTable.REASONS), "duplicate_key"))
                .count())
        .isEqualTo(2);
  }

  @Test
  void a_mapping_that_does_not_fit_says_which_field_of_which_source() {
    Shop shop =
        shop(everything())
            .set(
                "sources.tags.columns.set_on=customer_id",
                "sources.customers.columns.gender=gendre");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.customers.columns.gender: 'gendre' reads the column");
    assertThatThrownBy(() -> shop.set("sources.customers.columns.gender=name").compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.tags.columns.set_on: 'customer_id' yields STRING, expected");
  }

  @Test
  void columns_that_come_go_or_change_their_type_follow_the_policy_of_the_source() {
    Shop shop = shop(TAGS).only(new SchemeFindings());
    shop.run();
    String more = "customer_id,tag,set_on,removed_on,set_by\nc1,vip,2024-12-31,,me\n";
    shop.file("tags.csv", more)
        .set(
            "sources.tags.schema=customer_id STRING, tag STRING, set_on DATE, removed_on DATE,"
                + " set_by STRING");

    RunReport appeared = shop.attempt("test/1/2").run();

    assertThat(appeared.notes())
        .contains("sources.tags: column set_by STRING appeared since the last published run");
    shop.set(
            "sources.tags.schema=customer_id STRING, tag STRING, set_on TIMESTAMP,"
                + " removed_on DATE, set_by STRING")
        .attempt("test/1/3");
    assertThatThrownBy(shop::run)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("sources.tags: column set_on was DATE and is TIMESTAMP since")
        .hasMessageContaining("set schema_changes of it to record");
    assertThat(shop.set("sources.tags.schema_changes.retype=record").run().notes())
        .contains(
            "sources.tags: column set_on was DATE and is TIMESTAMP since the last published run");
  }

  @Test
  void an_earlier_date_sees_none_of_the_later_rows_of_any_source() {
    Row one = customer(shop(everything()).compute(LocalDate.of(2024, 7, 1)), "c1");

    assertThat((long) one.getAs("frequency")).isEqualTo(1);
    assertThat((long) one.getAs("invoices")).isEqualTo(2);
    assertThat((BigDecimal) one.getAs("unpaid_amount")).isEqualByComparingTo("1000");
    assertThat(one.<String>getList(one.fieldIndex("tags"))).containsExactly("interest:golf", "old");
    assertThat(one.<String, Integer>getJavaMap(one.fieldIndex("event_days")))
        .containsExactlyEntriesOf(Map.of("email_open", 216));
    assertThat(one.isNullAt(one.fieldIndex("nps_last"))).isTrue();
    assertThat((boolean) one.getAs("permission_email")).isFalse();
  }

  private static final String MARKED =
      """
      scheme: marked
      population: customers
      segments:
        - {name: vip_with_cart, when: "has_tag('vip') AND did('cart', 30) AND NOT did('order', 14)"}
      otherwise: rest
      """;

  private static final String AFTER =
      """
      scheme: after
      population: customers
      segments:
        - {name: watched, when: "marked = 'vip_with_cart' AND rfm <> 'champion'"}
      otherwise: rest
      """;

  private static String[] lines() {
    return new String[] {
      LINES,
      "o1,c1,2024-06-01,100.00,3,p1,s1,GB",
      "o2,c1,2024-07-15,30.00,1,p2,s1,GB",
      "o3,c1,2024-11-20,40.00,10,p1,s2,GB",
      "o4,c2,2024-03-01,20.00,2,p3,s1,GB",
      "o4,c2,2024-03-02,20.00,2,,s1,DE"
    };
  }

  private Shop shop(String sources) {
    return new Shop(directory)
        .yaml(yaml(sources))
        .lines("a.csv", lines())
        .file("schemes/marked.yaml", MARKED)
        .file("schemes/after.yaml", AFTER)
        .file(
            "customers.csv",
            """
            customer_id,name,country,gender,birth,email,may_mail,mail_on,may_call,call_on
            c1,Ann,PL,f,1990-01-01,a@example.org,true,2024-10-01,true,2025-01-01
            c1,Ann,PL,f,1990-01-01,a@example.org,true,2024-10-01,true,2025-01-01
            c2,Bob,,m,,,true,,false,
            c9,Cem,FR,m,2000-02-29,,true,,false,
            """)
        .file(
            "tags.csv",
            """
            customer_id,tag,set_on,removed_on
            c1,vip,2024-12-31,
            c1,old,2024-01-01,2024-12-31
            c1,future,2025-01-01,
            c1,interest:golf,2024-01-01,
            c1,interest:tea,2024-08-01,
            """)
        .file(
            "products.csv",
            """
            product_id,category,brand,launched
            p1,tea,A,2024-05-20
            p2,mugs,B,2024-06-01
            p3,tea,,
            """)
        .file(
            "receivables.csv",
            """
            invoice_id,customer_id,issued,due,amount,paid,disputed
            i1,c1,2024-06-01,2024-07-01,1000.00,2024-07-11,true
            i2,c1,2024-11-02,2024-12-02,3000.00,,false
            i3,c1,2023-05-01,2023-06-01,500.00,2023-05-20,false
            i4,c1,2024-12-01,2024-12-31,1000.00,2025-01-01,false
            i5,c1,2024-12-01,2024-12-31,"12,5x",,false
            """)
        .file(
            "interactions.csv",
            """
            customer_id,lead_id,at,type,direction,cost
            c1,,2024-12-27 10:00:00,Cart,in,
            c1,,2024-12-12 10:00:00,complaint,in,3.00
            c1,,2024-11-12 10:00:00,complaint,in,4.00
            c1,,2024-12-22 10:00:00,call,out,2.50
            c1,,2023-11-28 10:00:00,email_open,in,
            c1,,2025-01-01 00:00:00,visit,in,
            ,,2024-12-22 10:00:00,call,out,
            c1,,2024-12-22 10:00:00,call,sideways,
            ,l2,2024-12-27 12:00:00,cart,in,
            """)
        .file(
            "leads.csv",
            """
            lead_id,created,contact,intent,budget,met,outcome,closed,customer_id
            l1,2024-05-01 09:00:00,true,true,true,,won,2024-06-01 00:00:00,c1
            l2,2024-12-20 09:00:00,true,true,true,,,,
            l3,2024-12-20 09:00:00,true,,true,2025-01-01,lost,2025-01-01 00:00:00,
            l4,2024-12-20 09:00:00,,,,,disqualified,,
            l5,2025-01-01 00:00:00,true,true,true,,,,
            """)
        .file(
            "surveys.csv",
            """
            customer_id,asked,answered,instrument,score
            c1,2024-10-01 08:00:00,2024-10-02 08:00:00,nps,9
            c1,2024-12-30 08:00:00,2025-01-01 00:00:00,nps,2
            """)
        .file(
            "rates.csv",
            """
            currency,day,rate
            USD,2024-01-01,0.91
            USD,2024-01-02,0
            """);
  }

  private static String yaml(String sources) {
    return """
        base: shop
        currency: EUR
        time_zone: UTC
        as_of: 2025-01-01
        lake: %%1$s/lake
        data: %%1$s
        sources:
          transactions:
            format: csv
            path: lines
            options: {header: true}
            schema: >-
              order_id STRING, customer_id STRING, day DATE, amount DECIMAL(20,4), units INT,
              product STRING, store STRING, country STRING
            columns:
              order_id: order_id
              customer_id: customer_id
              ordered_at: day
              revenue: amount
              quantity: units
              product_id: product
              store: store
              country: country
        %s
        gates: {max_quarantined_share: 1}
        schemes: [rfm, lifecycle_9, marked, after, usage_status, solvency, readiness]
        """
        .formatted(sources.indent(2));
  }

  private static final String TAGS =
      """
      tags:
        format: csv
        path: tags.csv
        options: {header: true}
        schema: customer_id STRING, tag STRING, set_on DATE, removed_on DATE
        columns: {customer_id: customer_id, tag: tag, set_on: set_on, removed_on: removed_on}
      """;

  private static String everything() {
    return """
        customers:
          format: csv
          path: customers.csv
          options: {header: true}
          schema: >-
            customer_id STRING, name STRING, country STRING, gender STRING, birth DATE,
            email STRING, may_mail BOOLEAN, mail_on DATE, may_call BOOLEAN, call_on DATE
          columns:
            customer_id: customer_id
            name: name
            country: country
            gender: gender
            birth_date: birth
            email: email
            permission_email: may_mail
            permission_email_on: mail_on
            permission_call: may_call
            permission_call_on: call_on
        tags:
          format: csv
          path: tags.csv
          options: {header: true}
          schema: customer_id STRING, tag STRING, set_on DATE, removed_on DATE
          columns: {customer_id: customer_id, tag: tag, set_on: set_on, removed_on: removed_on}
        products:
          format: csv
          path: products.csv
          options: {header: true}
          schema: product_id STRING, category STRING, brand STRING, launched DATE
          columns:
            {product_id: product_id, category: category, brand: brand, launched_on: launched}
        receivables:
          format: csv
          path: receivables.csv
          options: {header: true}
          schema: >-
            invoice_id STRING, customer_id STRING, issued DATE, due DATE, amount DECIMAL(12,2),
            paid DATE, disputed BOOLEAN
          columns:
            invoice_id: invoice_id
            customer_id: customer_id
            issued_on: issued
            due_on: due
            amount: amount
            paid_on: paid
            disputed: disputed
        interactions:
          format: csv
          path: interactions.csv
          options: {header: true}
          schema: >-
            customer_id STRING, lead_id STRING, at TIMESTAMP, type STRING, direction STRING,
            cost DECIMAL(12,2)
          columns:
            customer_id: customer_id
            lead_id: lead_id
            happened_at: at
            type: type
            direction: direction
            cost: cost
        leads:
          format: csv
          path: leads.csv
          options: {header: true}
          schema: >-
            lead_id STRING, created TIMESTAMP, contact BOOLEAN, intent BOOLEAN, budget BOOLEAN,
            met DATE, outcome STRING, closed TIMESTAMP, customer_id STRING
          columns:
            lead_id: lead_id
            created_at: created
            has_contact: contact
            has_intent: intent
            has_budget: budget
            met_on: met
            outcome: outcome
            closed_at: closed
            customer_id: customer_id
        surveys:
          format: csv
          path: surveys.csv
          options: {header: true}
          schema: >-
            customer_id STRING, asked TIMESTAMP, answered TIMESTAMP, instrument STRING, score INT
          columns:
            customer_id: customer_id
            asked_at: asked
            answered_at: answered
            instrument: instrument
            score: score
        exchange_rates:
          format: csv
          path: rates.csv
          options: {header: true}
          schema: currency STRING, day DATE, rate DECIMAL(18,6)
          columns: {currency: currency, date: day, rate: rate}
        """;
  }

  private static Row customer(Results shop, String id) {
    return shop.table(CustomerTables.FEATURES).filter(col("customer_id").equalTo(id)).head();
  }

  private static Map<String, Object> segments(Results shop, String id) {
    Row row = shop.table(CustomerTables.SEGMENTS).filter(col("customer_id").equalTo(id)).head();
    Map<String, Object> segments = new TreeMap<>();
    for (String name : row.schema().fieldNames()) {
      segments.put(name, row.getAs(name));
    }
    return segments;
  }

  private static Map<String, Row> leads(Results shop) {
    Map<String, Row> leads = new TreeMap<>();
    shop.table(LeadTables.SEGMENTS)
        .collectAsList()
        .forEach(row -> leads.put(row.getAs(LeadTables.LEAD_ID), row));
    return leads;
  }

  private static Map<String, Long> items(Results shop) {
    Map<String, Long> items = new TreeMap<>();
    for (Row row : shop.table(ReconciliationTable.SPEC).collectAsList()) {
      items.put(
          row.getAs(ReconciliationTable.SOURCE) + "." + row.getAs(ReconciliationTable.ITEM),
          row.getAs(ReconciliationTable.ROWS));
    }
    return items;
  }
}
