package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.output.CustomerSegments;
import io.clientele.output.SegmentSummaries;
import io.clientele.profit.ExitCandidates;
import io.clientele.support.Computed;
import io.clientele.support.Results;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.ProfitTables;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From revenue to contribution margin as of 2025-01-01, worked out by hand: prices include 25 % tax
 * and are before discounts, a return gives back half of its cost and takes 2.00 and 10 % to handle.
 */
class ProfitRunTest {
  private static final String YAML =
      """
      base: shop
      currency: EUR
      time_zone: UTC
      as_of: 2025-01-01
      lake: %1$s/lake
      data: %1$s
      revenue_basis: {discounts: included, tax: included, tax_rate: 0.25}
      costs:
        return_recovery_share: 0.5
        return_handling: {per_line: 2, share_of_amount: 0.1}
        interactions: {call: 5, email: 0.10}
        late_payment_rate: 0.365
      sources:
        transactions:
          format: csv
          path: lines
          options: {header: true}
          schema: >-
            order_id STRING, customer_id STRING, day DATE, amount DECIMAL(20,4), units INT,
            product STRING, discount DECIMAL(10,2)
          columns:
            order_id: order_id
            customer_id: customer_id
            ordered_at: day
            revenue: amount
            quantity: units
            product_id: product
            discount: discount
        customers:
          format: csv
          path: customers.csv
          options: {header: true}
          schema: customer_id STRING, channel STRING, won_for DECIMAL(10,2)
          columns:
            {customer_id: customer_id, acquisition_channel: channel, acquisition_cost: won_for}
        products:
          format: csv
          path: products.csv
          options: {header: true}
          schema: product_id STRING, cost DECIMAL(10,2)
          columns: {product_id: product_id, unit_cost: cost}
        receivables:
          format: csv
          path: receivables.csv
          options: {header: true}
          schema: >-
            invoice_id STRING, customer_id STRING, issued DATE, due DATE, amount DECIMAL(10,2),
            paid DATE
          columns:
            {invoice_id: invoice_id, customer_id: customer_id, issued_on: issued, due_on: due,
             amount: amount, paid_on: paid}
        interactions:
          format: csv
          path: interactions.csv
          options: {header: true}
          schema: customer_id STRING, at TIMESTAMP, type STRING, direction STRING, cost DECIMAL(10,2)
          columns:
            {customer_id: customer_id, happened_at: at, type: type, direction: direction, cost: cost}
      gates: {max_quarantined_share: 1}
      schemes: [profit_loyalty, lifecycle_9]
      """;

  @TempDir Path directory;

  @Test
  void every_step_from_revenue_to_margin_is_what_the_rows_say_and_adds_up() {
    Computed shop = shop().compute();

    Map<String, Row> customers = customers(shop);
    // 250 − 50 tax − (80 + 40 − 20) goods = 100; − 10 discount − 14.5 handling − 5.5 − 10 late = 60
    assertMoney(customers.get("c1"), "net_revenue_365d", "250");
    assertMoney(customers.get("c1"), "tax_amount_365d", "50");
    assertMoney(customers.get("c1"), "cost_of_goods_365d", "100");
    assertMoney(customers.get("c1"), "gross_margin_365d", "100");
    assertMoney(customers.get("c1"), "return_handling_cost_365d", "14.5");
    assertMoney(customers.get("c1"), "cost_to_serve_365d", "5.5");
    assertMoney(customers.get("c1"), "late_payment_cost_365d", "10");
    assertMoney(customers.get("c1"), "contribution_margin_365d", "60");
    assertMoney(customers.get("c1"), "trouble_cost_365d", "24.5");
    // With 2023: 350 − 70 − 132 = 148; − 10 − 14.5 − 25.5 − 20 = 78; − 30 for winning the customer
    assertMoney(customers.get("c1"), "gross_margin", "148");
    assertMoney(customers.get("c1"), "contribution_margin", "78");
    assertMoney(customers.get("c1"), "margin_after_acquisition", "48");
    // The year before: 100 − 20 − 32 − 20 for a visit − 10 for paying late.
    assertMoney(customers.get("c1"), "contribution_margin_prior_365d", "18");
    assertMoney(customers.get("c1"), "contribution_margin_change_365d", "42");
    // 100 − 20 − 32 − 12 calls of 5
    assertMoney(customers.get("c2"), "contribution_margin_365d", "-12");
    assertThat(value(customers.get("c3"), "contribution_margin")).as("no known cost").isNull();
    // Only a return: −50 + 10 tax + 8 goods − 2 − 5
    assertMoney(customers.get("c4"), "contribution_margin_365d", "-39");
    assertMoney(customers.get("c5"), "contribution_margin", "0");

    assertThat(waterfall(shop, "base", "all", "365d"))
        .containsExactly(
            "revenue 340.0000",
            "revenue_of_unknown_cost -40.0000",
            "tax -60.0000",
            "cost_of_goods -124.0000",
            "= gross_margin 116.0000",
            "discounts -10.0000",
            "return_handling -21.5000",
            "cost_to_serve -65.5000",
            "late_payment -10.0000",
            "= contribution_margin 9.0000");
    assertThat(waterfall(shop, "base", "all", "lifetime"))
        .endsWith("acquisition_cost -55.0000", "= margin_after_acquisition -28.0000");
    assertThat(waterfall(shop, "profit_loyalty", "cost_unknown", "365d"))
        .contains("revenue 40.0000", "= contribution_margin 0.0000");

    // c1 bought in 3 of 7 periods; c2 once, 245 days ago, and its calls weigh most.
    assertThat(reasons(shop))
        .containsExactlyInAnyOrder(
            "c1 disloyal [long_pauses]",
            "c2 disloyal [too_few_purchases, long_pauses, silent]",
            "c2 unprofitable [cost_to_serve]");
    assertThat(rows(shop, ProfitTables.SEGMENT_REASONS))
        .extracting(row -> row.getAs("reason") + " " + row.getAs("customers"))
        .contains("cost_to_serve 1", "silent 1");

    Row web =
        rows(shop, ProfitTables.ACQUISITION_QUALITY).stream()
            .filter(row -> row.getAs("channel").equals("web"))
            .findFirst()
            .orElseThrow();
    assertThat((long) web.getAs("customers")).isEqualTo(2);
    assertThat((long) web.getAs("repeat_buyers")).isEqualTo(1);
    assertThat((long) web.getAs("losing_customers")).isEqualTo(1);
    assertMoney(web, "contribution_margin", "66");
    assertMoney(web, "return_on_acquisition", "1.32");

    Row levers =
        rows(shop, ProfitTables.GROWTH_LEVERS).stream()
            .filter(row -> row.getAs("scheme").equals("base"))
            .findFirst()
            .orElseThrow();
    assertMoney(levers, "revenue_change", "240");
    BigDecimal effects =
        ((BigDecimal) levers.getAs("orders_effect"))
            .add(levers.getAs("units_effect"))
            .add(levers.getAs("price_effect"));
    assertThat(effects).isEqualByComparingTo("240");
  }

  @Test
  void keep_cost_moves_the_line_between_profitable_and_not() {
    Computed shop = shop().set("parameters.profit_loyalty.keep_cost=60").compute();

    assertThat(segment(shop, "c1")).as("60 is not more than 60").isEqualTo("unprofitable_disloyal");
    assertThat(reasons(shop)).anyMatch(reason -> reason.startsWith("c1 unprofitable"));
  }

  @Test
  void who_stays_as_long_as_the_policy_says_is_listed_to_be_let_go() {
    Shop shop =
        shop()
            .file(
                "schemes/patience.yaml",
                """
                scheme: patience
                segments:
                  - {name: once, when: frequency = 1, policy: {exit_after_days: 180}}
                  - {name: often, when: frequency > 1}
                otherwise: none
                """)
            .set("schemes=[patience]")
            .only(new CustomerSegments(), new SegmentSummaries(), new ExitCandidates());
    shop.run(LocalDate.of(2024, 6, 30));
    shop.attempt("test/1/2").run(LocalDate.of(2024, 12, 1));
    assertThat(published(shop, ProfitTables.EXIT_CANDIDATES, LocalDate.of(2024, 12, 1)))
        .as("only 154 days, two snapshots")
        .isEmpty();

    shop.attempt("test/1/3").run(LocalDate.of(2025, 1, 1));

    // c1 bought again since; c3 is new.
    List<Row> leaving = published(shop, ProfitTables.EXIT_CANDIDATES, LocalDate.of(2025, 1, 1));
    assertThat(leaving).extracting(row -> row.getAs("customer_id")).containsExactly("c2");
    assertThat(leaving.get(0).getAs("since").toString()).isEqualTo("2024-06-30");
    assertThat((int) leaving.get(0).getAs("snapshots")).isEqualTo(3);
  }

  @Test
  void a_cost_that_makes_no_sense_is_refused_with_where_and_how() {
    assertThatThrownBy(
            () -> shop().set("revenue_basis.tax=netted", "costs.interactions.call=-1").config())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("revenue_basis.tax_rate")
        .hasMessageContaining("costs.interactions.call");
  }

  private Shop shop() {
    return new Shop(directory)
        .yaml(YAML)
        .lines(
            "a.csv",
            "order_id,customer_id,day,amount,units,product,discount",
            "o0,c1,2023-06-01,100,4,p1,",
            "o1,c1,2024-06-01,250,10,p1,10",
            "o2,c1,2024-09-01,125,5,p1,",
            "r2,c1,2024-09-10,-125,5,p1,",
            "o3,c2,2024-05-01,100,4,p1,",
            "o4,c3,2024-08-01,40,2,p9,",
            "r5,c4,2024-03-01,-50,2,p1,")
        .file(
            "customers.csv",
            """
            customer_id,channel,won_for
            c1,web,30
            c2,web,20
            c5,fair,5
            """)
        .file("products.csv", "product_id,cost\np1,8\n")
        .file(
            "receivables.csv",
            """
            invoice_id,customer_id,issued,due,amount,paid
            i1,c1,2024-06-01,2024-07-01,1000.00,2024-07-11
            i2,c1,2023-06-01,2023-07-01,500.00,2023-07-21
            """)
        .file(
            "interactions.csv",
            "customer_id,at,type,direction,cost\n"
                + "c1,2024-05-01 10:00:00,Call,in,\n"
                + "c1,2024-05-02 10:00:00,email,out,0.50\n"
                + "c1,2023-05-02 10:00:00,visit,out,20\n"
                + "c2,2024-11-01 10:00:00,call,in,\n".repeat(12));
  }

  private static Map<String, Row> customers(Results shop) {
    Map<String, Row> customers = new LinkedHashMap<>();
    shop.table(CustomerTables.FEATURES)
        .collectAsList()
        .forEach(row -> customers.put(row.getAs("customer_id"), row));
    return customers;
  }

  private static String segment(Results shop, String customer) {
    return shop.table(CustomerTables.SEGMENTS)
        .filter(col("customer_id").equalTo(customer))
        .head()
        .getAs("profit_loyalty");
  }

  private static List<String> waterfall(
      Results shop, String scheme, String segment, String period) {
    List<String> steps = new ArrayList<>();
    for (Row row :
        shop.table(ProfitTables.MARGIN_WATERFALL)
            .filter(col("scheme").equalTo(scheme).and(col("segment").equalTo(segment)))
            .filter(col("period").equalTo(period))
            .orderBy("position")
            .collectAsList()) {
      boolean subtotal = row.getAs("is_subtotal");
      steps.add((subtotal ? "= " : "") + row.getAs("step") + " " + row.getAs("amount"));
    }
    return steps;
  }

  private static List<String> reasons(Results shop) {
    return rows(shop, ProfitTables.CUSTOMER_REASONS).stream()
        .map(
            row ->
                row.getAs("customer_id")
                    + " "
                    + row.getAs("kind")
                    + " "
                    + row.getList(row.fieldIndex("reasons")))
        .toList();
  }

  private static List<Row> rows(Results shop, TableSpec table) {
    return shop.table(table).collectAsList();
  }

  private static List<Row> published(Shop shop, TableSpec table, LocalDate asOf) {
    return shop.table(table, asOf).collectAsList();
  }

  private static Object value(Row row, String column) {
    return row.get(row.fieldIndex(column));
  }

  private static void assertMoney(Row row, String column, String expected) {
    assertThat((BigDecimal) value(row, column)).as(column).isEqualByComparingTo(expected);
  }
}
