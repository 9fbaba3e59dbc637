package io.clientele.run;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.output.CustomerFeatures;
import io.clientele.support.Computed;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.LedgerTables;
import io.clientele.table.ProfitTables;
import io.clientele.table.QuarantineTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lookups, sources in parts and merged customers, worked out by hand. */
class JoinedSourcesTest {
  private static final String YAML =
      """
      base: shop
      currency: EUR
      time_zone: UTC
      as_of: 2025-01-01
      lake: %1$s/lake
      data: %1$s
      sources:
        transactions:
          format: csv
          path: lines
          options: {header: true}
          schema: order_id STRING, amount DECIMAL(12,2)
          lookups:
            head:
              format: csv
              path: heads.csv
              options: {header: true}
              schema: order_no INT, customer_id STRING, day DATE
              key: order_no
              on: substring(order_id, 2)
          columns:
            order_id: order_id
            customer_id: head.customer_id
            ordered_at: head.day
            revenue: amount
            cost: CAST(amount / 2 AS DECIMAL(12,2))
        customers:
          format: csv
          path: customers.csv
          options: {header: true}
          schema: customer_id STRING, became STRING, country STRING
          columns: {customer_id: customer_id, merged_into: became, country: country}
        interactions:
          parts:
            calls:
              format: csv
              path: calls.csv
              options: {header: true}
              schema: customer_id STRING, at DATE, price DECIMAL(10,2)
              columns:
                {customer_id: customer_id, happened_at: at, type: "'call'", direction: "'in'",
                 cost: price}
            mailings:
              format: csv
              path: mailings.csv
              options: {header: true}
              schema: campaign STRING, customer_id STRING
              lookups:
                campaign_head:
                  format: csv
                  path: campaigns.csv
                  options: {header: true}
                  schema: campaign STRING, starts DATE
                  key: campaign
                  on: campaign
              columns:
                {customer_id: customer_id, happened_at: campaign_head.starts, type: "'mailing'",
                 direction: "'out'", campaign_id: campaign}
      costs: {interactions: {mailing: 0.50}}
      gates: {max_quarantined_share: 1}
      schemes: [lifecycle_9]
      """;

  @TempDir Path directory;

  @Test
  void rows_find_their_heads_parts_are_one_source_and_merged_customers_are_one() {
    Computed shop = shop().compute();

    List<Row> customers =
        shop.table(CustomerTables.FEATURES).orderBy("customer_id").collectAsList();
    assertThat(customers).extracting(row -> row.getAs("customer_id")).containsExactly("c1", "c2");
    // c0 became c00, who became c1: orders 1 and 2 are theirs, 100 + 20 and 30.
    Row one = customers.get(0);
    assertThat((long) one.getAs("frequency")).isEqualTo(2);
    assertThat((BigDecimal) one.getAs("monetary")).isEqualByComparingTo("150");
    assertThat((String) one.getAs("country")).isEqualTo("PL");
    // A call of c0 and two mailings to c1; the mailing of the as-of date is not seen.
    assertThat(one.<String, Integer>getJavaMap(one.fieldIndex("event_days")))
        .containsEntry("call", 31)
        .containsEntry("mailing", 92);
    assertThat((long) one.getAs("interactions_365d")).isEqualTo(3);
    assertThat((BigDecimal) one.getAs("cost_to_serve_365d")).isEqualByComparingTo("5.00");
    assertThat((BigDecimal) one.getAs("campaign_cost_365d")).isEqualByComparingTo("1.00");
    // The line of order 4 has no head, so no day.
    List<Row> refused =
        shop.table(QuarantineTable.SPEC)
            .filter(array_contains(col(QuarantineTable.REASONS), "missing_ordered_at"))
            .collectAsList();
    assertThat(refused).hasSize(1);
    assertThat((String) refused.get(0).getAs(QuarantineTable.SOURCE_ROW)).contains("o4");
    Row invested = shop.table(ProfitTables.INVESTMENT).filter("campaign_cost_365d > 0.5").head();
    // Contribution of c1: 75 − 5 = 70; (70 + 1) / 1.
    assertThat((BigDecimal) invested.getAs("campaign_cost_365d")).isEqualByComparingTo("1");
    assertThat((BigDecimal) invested.getAs("return_on_campaigns")).isEqualByComparingTo("71");
    assertThat(shop.input())
        .contains("lines (1 file) with ", "heads.csv (1 file)", "campaigns.csv (1 file)");
  }

  @Test
  void heads_that_contradict_each_other_are_refused_by_name_and_count() {
    Shop shop = shop().file("heads.csv", HEADS + "2,c2,2024-07-15\n1,c1,2024-06-02\n");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(
            "sources.transactions.lookups.head: 2 values of order_no stand in rows that differ: 1,"
                + " 2.");
  }

  @Test
  void customers_who_became_each_other_are_refused_by_name() {
    Shop shop =
        shop().file("customers.csv", "customer_id,became,country\nc1,c2,\nc2,c0,\nc0,c1,\n");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("merged_into goes round in a circle: c0, c1, c2");
  }

  @Test
  void another_head_is_another_run() {
    Shop shop = shop().only(new CustomerFeatures());
    RunReport before = shop.run();
    shop.file("heads.csv", HEADS.replace("2024-11-20", "2024-11-21"));

    RunReport after = shop.attempt("test/1/2").run();

    assertThat(after.runId()).isNotEqualTo(before.runId());
    assertThat((String) shop.table(LedgerTables.RUNS).head().getAs("input"))
        .contains("lines (1 file) with ", "heads.csv (1 file)", "campaigns.csv (1 file)");
    assertThat(
            (int)
                shop.table(CustomerTables.FEATURES)
                    .filter("customer_id = 'c2'")
                    .selectExpr("CAST(recency_days AS INT)")
                    .head()
                    .getInt(0))
        .isEqualTo(41);
  }

  @Test
  void what_a_lookup_lacks_is_said() {
    assertThatThrownBy(() -> shop().set("sources.transactions.lookups.head.key=order").compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("lookups.head.key: the lookup has no column 'order'");
    assertThatThrownBy(() -> shop().set("sources.transactions.lookups.head.on=order_nr").compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "sources.transactions.lookups.head.on: 'order_nr' reads the column 'order_nr', which the"
                + " source does not have; did you mean 'order_id'?");
    assertThatThrownBy(() -> shop().set("sources.transactions.lookups.head.on=rand()").compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "lookups.head.on: 'rand()' must give the same value for the same line");
    assertThatThrownBy(
            () ->
                BaseConfig.parse(
                    "shop.yaml",
                    String.format(YAML, directory),
                    List.of("sources.transactions.lookups.head.where=day > 0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("unknown key 'sources.transactions.lookups.head.where'");
  }

  private static final String HEADS =
      """
      order_no,customer_id,day
      1,c1,2024-06-01
      1,c1,2024-06-01
      2,c0,2024-07-15
      3,c2,2024-11-20
      """;

  private Shop shop() {
    return new Shop(directory)
        .yaml(YAML)
        .lines("a.csv", "order_id,amount", "o1,100.00", "o1,20.00", "o2,30.00", "o3,40.00", "o4,5")
        .file("heads.csv", HEADS)
        .file(
            "customers.csv", "customer_id,became,country\nc1,,PL\nc0,c00,DE\nc00,c1,GB\nc2,c2,FR\n")
        .file("calls.csv", "customer_id,at,price\nc0,2024-12-01,4.00\n")
        .file("mailings.csv", "campaign,customer_id\nm1,c1\nm2,c00\nm3,c1\nm2,c2\n")
        .file("campaigns.csv", "campaign,starts\nm1,2024-05-01\nm2,2024-10-01\nm3,2025-01-01\n");
  }
}
