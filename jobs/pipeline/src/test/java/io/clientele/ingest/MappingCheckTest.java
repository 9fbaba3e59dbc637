package io.clientele.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found in schemas and expressions without data and without Spark. */
class MappingCheckTest {
  private static final String YAML =
      """
      base: shop
      currency: EUR
      lake: lake
      sources:
        transactions:
          format: csv
          path: lines
          options: {header: true}
          schema: >-
            `Order No` STRING, `Customer-ID` STRING, `Größe` STRING, `Order.Date` DATE,
            `Unit Price (GBP)` DECIMAL(10,2), Qty INT, buyer STRUCT<id: STRING>
          lookups:
            head: {format: csv, path: heads, schema: "no STRING, client STRING", key: no, on: "`Order No`"}
          columns:
            order_id: "`Order No`"
            customer_id: coalesce(head.client, buyer.id)
            ordered_at: "`Order.Date`"
            revenue: qty * `Unit Price (GBP)`
      schemes: [abc]
      """;

  @Test
  void names_in_backticks_structs_lookups_lambdas_and_any_case_are_found() {
    MappingCheck.of(
        config(
            "sources.transactions.columns.product_id=element_at(transform(split(`Größe`, ','), x -> trim(x)), 1)",
            "sources.transactions.where=QTY > 0 AND `order.date` < current_date"));
  }

  @Test
  void a_schema_without_its_backticks_is_shown_with_them() {
    assertThat(
            refusal(
                "sources.transactions.schema=Order No STRING, Größe STRING, a.b DATE, Unit Price"
                    + " (GBP) DECIMAL(10, 2) NOT NULL, Qty"))
        .contains("sources.transactions.schema: 'Order No' needs backticks: `Order No` STRING")
        .contains("'Größe' needs backticks: `Größe` STRING")
        .contains("'a.b' needs backticks: `a.b` DATE")
        .contains("'Unit Price (GBP)' needs backticks: `Unit Price (GBP)` DECIMAL(10, 2) NOT NULL")
        .contains("'Qty' has no type; for example Qty STRING");
    assertThat(refusal("sources.transactions.schema=a STRNG, b DATETIME, c VARCHAR2(10)"))
        .contains("'STRNG' of 'a' is no type; did you mean STRING?")
        .contains("'DATETIME' of 'b' is no type; did you mean TIMESTAMP?")
        .contains("'VARCHAR2(10)' of 'c' is no type");
    assertThat(refusal("sources.transactions.schema=a STRING, A INT"))
        .contains("the column 'A' is declared twice");
  }

  @Test
  void an_expression_without_its_backticks_is_shown_with_them() {
    assertThat(
            refusal(
                "sources.transactions.columns.revenue=Unit Price (GBP) * Qty",
                "sources.transactions.columns.customer_id=Customer-ID",
                "sources.transactions.columns.order_id=order no",
                "sources.transactions.columns.ordered_at=coalesce(Order.Date, `Order.Date`)"))
        .contains(
            "needs backticks around names with blanks or signs: revenue: \"`Unit Price (GBP)` * Qty\"")
        .contains(": customer_id: \"`Customer-ID`\"")
        .contains(": order_id: \"`order no`\"")
        .contains(": ordered_at: coalesce(`Order.Date`, `Order.Date`)");
  }

  @Test
  void an_unknown_column_is_named_with_the_nearest_and_a_broken_expression_with_its_place() {
    assertThat(
            refusal(
                "sources.transactions.columns.quantity=Qyt",
                "sources.transactions.columns.channel=head.cleint",
                "sources.transactions.columns.store=upper(nowhere",
                "sources.transactions.lookups.head.key=nr",
                "sources.transactions.where=prize > 0"))
        .contains(
            "columns.quantity: 'Qyt' reads the column 'Qyt', which the source does not have; did you mean 'Qty'?")
        .contains(
            "columns.channel: 'head.cleint' reads the column 'cleint', which the lookup head does not have; did you mean 'client'?")
        .contains("columns.store: 'upper(nowhere' cannot be read: Syntax error")
        .contains("lookups.head.key: the lookup has no column 'nr'; did you mean 'no'?")
        .contains("where: 'prize > 0' reads the column 'prize', which the source does not have.");
  }

  @Test
  void of_a_typed_source_only_the_grammar_is_checked() {
    BaseConfig config =
        BaseConfig.parse(
            "shop.yaml",
            """
            base: shop
            currency: EUR
            lake: lake
            sources:
              transactions:
                format: parquet
                path: lines
                columns: {order_id: anything, customer_id: c, ordered_at: d, revenue: "a +"}
            schemes: [abc]
            """,
            List.of());

    assertThatThrownBy(() -> MappingCheck.of(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("sources.transactions.columns.revenue: 'a +' cannot be read");
  }

  @Test
  void a_pattern_of_dates_that_no_column_has_is_refused() {
    assertThat(
            refusal(
                "sources.transactions.options={header: true, timestampFormat: dd.MM.yyyy HH:mm}"))
        .contains("options.timestampFormat: has no effect: the schema declares no TIMESTAMP");
  }

  private static String refusal(String... overrides) {
    Throwable refusal = catchThrowable(() -> MappingCheck.of(config(overrides)));
    assertThat(refusal).isInstanceOf(ConfigurationException.class);
    return String.valueOf(refusal.getMessage());
  }

  private static BaseConfig config(String... overrides) {
    List<String> quoted = new ArrayList<>();
    Arrays.stream(overrides)
        .forEach(
            o -> {
              String[] parts = o.split("=", 2);
              boolean flow = parts[1].startsWith("{");
              quoted.add(
                  parts[0] + "=" + (flow ? parts[1] : "'" + parts[1].replace("'", "''") + "'"));
            });
    return BaseConfig.parse("shop.yaml", YAML, quoted);
  }
}
