package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.support.Computed;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.QuarantineTable;
import io.clientele.table.ReconciliationTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions whose lines lie in several tables: the same base as from one. */
class LinesInPartsTest {
  private static final String HEAD =
      """
      base: shop
      currency: EUR
      time_zone: UTC
      as_of: 2025-01-01
      lake: %1$s/lake
      data: %1$s
      gates: {max_quarantined_share: 1}
      schemes: [lifecycle_9, abc]
      sources:
        transactions:
      """;

  private static final String SALES =
      """
      format: csv
      path: sales.csv
      options: {header: true}
      schema: order_no STRING, customer STRING, day DATE, amount DECIMAL(12,2), pieces INT, cost DECIMAL(14,4)
      columns:
        order_id: order_no
        customer_id: customer
        ordered_at: day
        revenue: amount
        quantity: pieces
        cost: cost
      where: order_no NOT LIKE 'TEST%%'
      """;

  private static final String RETURNS =
      """
      format: csv
      path: returns.csv
      options: {header: true}
      schema: order_no STRING, returned_on STRING, given_back DECIMAL(10,2), pieces DOUBLE
      lookups:
        sold:
          format: csv
          path: orders.csv
          options: {header: true}
          schema: order_no STRING, customer STRING
          key: order_no
          on: order_no
      columns:
        order_id: order_no
        customer_id: sold.customer
        ordered_at: to_date(returned_on, 'dd.MM.yyyy')
        revenue: -given_back
        quantity: -pieces
      """;

  private static final List<String> SOLD =
      List.of(
          "s1,c1,2024-06-01,100.00,2,40.0000",
          "s2,c2,2024-07-01,50.00,1,",
          "s3,c1,2024-08-01,30.50,3,10.1234",
          "TEST1,c9,2024-08-01,999.00,1,",
          "s4,c3,1.9.2024,5.00,1,",
          "s5,c3,2024-09-01,\"1,200.00\",1,",
          "s6,c3,2024-09-02,10.001,1,",
          "s7,c3,2024-09-03,,1,",
          "s8,c3,2024-09-04,7.00,1,,too,many",
          "s9,c3,2025-03-01,7.00,1,");

  private static final String RETURNED =
      """
      order_no,returned_on,given_back,pieces
      s1,05.06.2024,20.00,1.0
      s2,31.31.2024,50.00,1.0
      sX,06.06.2024,5.00,1.0
      s2,07.06.2024,,1.0
      s2,08.06.2024,abc,1.0
      """;

  @TempDir Path directory;

  @Test
  void sales_and_returns_in_two_tables_give_what_one_file_gives() {
    Computed parts = parts().compute();
    Computed one = one().compute();

    assertThat(features(parts)).isEqualTo(features(one)).hasSize(2);
    assertThat(reasons(parts)).isEqualTo(reasons(one)).hasSize(6);
    assertThat(reconciliation(parts)).isEqualTo(reconciliation(one));
    Row c1 = parts.table(CustomerTables.FEATURES).filter("customer_id = 'c1'").head();
    // Sold for 130.50, 20 given back.
    assertThat(c1.<BigDecimal>getAs("monetary")).isEqualByComparingTo("110.50");
    assertThat(parts.input()).contains("sales.csv (1 file)", "; ", "returns.csv (1 file) with ");
  }

  @Test
  void the_rows_of_a_gate_name_the_columns_of_their_part() {
    Shop shop =
        parts()
            .file(
                "sales.csv",
                "order_no,customer,day,amount,pieces,cost\n" + lines(SOLD.subList(0, 3)))
            .set("gates.max_quarantined_share=0.1");

    assertThatThrownBy(shop::run)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("returned_on is '31.31.2024'");
  }

  @Test
  void the_columns_of_each_part_are_watched_and_a_rerun_changes_nothing() {
    Shop shop = parts();

    String first = shop.run().runId();

    assertThat(shop.attempt("test/2/2").run().runId()).isEqualTo(first);
    shop.file("returns.csv", RETURNED.replace("20.00", "21.00"));
    assertThat(shop.attempt("test/3/3").run().runId()).isNotEqualTo(first);
  }

  @Test
  void an_expression_that_cannot_be_used_is_named_with_its_part() {
    Shop shop = parts().set("sources.transactions.parts.returns.columns.revenue=given");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.transactions.parts.returns.columns.revenue")
        .hasMessageContaining("given_back");
  }

  @Test
  void versions_of_two_types_cannot_be_compared() {
    Shop shop =
        parts()
            .set(
                "sources.transactions.parts.sales.columns.transaction_id=order_no",
                "sources.transactions.parts.sales.columns.version=pieces",
                "sources.transactions.parts.returns.columns.transaction_id=concat('r', order_no)",
                "sources.transactions.parts.returns.columns.version=returned_on");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.transactions.parts.returns.columns.version")
        .hasMessageContaining("cast one to the other");
  }

  @Test
  void lines_are_told_apart_in_all_parts_or_in_none() {
    assertThatThrownBy(
            () ->
                parts()
                    .set("sources.transactions.parts.sales.columns.transaction_id=order_no")
                    .config())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("transaction_id is mapped in some parts only");
  }

  private Shop parts() {
    return new Shop(directory.resolve("parts"))
        .yaml(
            HEAD
                + "    parts:\n      sales:\n"
                + SALES.indent(8)
                + "      returns:\n"
                + RETURNS.indent(8))
        .file("sales.csv", "order_no,customer,day,amount,pieces,cost\n" + lines(SOLD))
        .file("returns.csv", RETURNED)
        .file("orders.csv", "order_no,customer\ns1,c1\ns2,c2\ns3,c1\n");
  }

  private Shop one() {
    return new Shop(directory.resolve("one"))
        .yaml(HEAD + SALES.indent(4))
        .file(
            "sales.csv",
            "order_no,customer,day,amount,pieces,cost\n"
                + lines(SOLD)
                + lines(
                    List.of(
                        "s1,c1,2024-06-05,-20.00,-1,",
                        "s2,c2,31.31.2024,-50.00,-1,",
                        "sX,,2024-06-06,-5.00,-1,",
                        "s2,c2,2024-06-07,,-1,",
                        "s2,c2,2024-06-08,abc,-1,")));
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  private static List<String> features(Computed of) {
    return of.table(CustomerTables.FEATURES).orderBy("customer_id").collectAsList().stream()
        .map(Row::toString)
        .toList();
  }

  private static List<String> reasons(Computed of) {
    return of
        .table(QuarantineTable.SPEC)
        .select(explode(col(QuarantineTable.REASONS)).as("reason"))
        .groupBy("reason")
        .count()
        .orderBy("reason")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static List<String> reconciliation(Computed of) {
    return of.table(ReconciliationTable.SPEC).collectAsList().stream().map(Row::toString).toList();
  }
}
