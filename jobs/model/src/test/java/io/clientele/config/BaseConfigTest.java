package io.clientele.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaseConfigTest {
  private static final String GOOD =
      """
      base: shop
      currency: EUR
      lake: lake/shop
      data: data
      sources:
        transactions:
          format: parquet
          path: lines
          columns: {order_id: o, customer_id: c, ordered_at: d, revenue: r}
      schemes: [abc]
      """;

  @Test
  void defaults_are_sensible_and_relative_paths_start_at_data() {
    BaseConfig config = parse(GOOD);

    assertThat(config.timeZone().getId()).isEqualTo("UTC");
    assertThat(config.moneyScale()).isEqualTo(4);
    assertThat(config.windowsDays()).containsExactly(365);
    assertThat(config.transactions().parts().get(0).source().path()).isEqualTo("data/lines");
    assertThat(config.maxQuarantinedShare()).isEqualByComparingTo("0.05");
    assertThat(config.asOf()).isNull();
  }

  @Test
  void all_problems_come_at_once_with_file_line_key_and_mend() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    base: shop
                    curency: EUR
                    time_zone: Europe/Londn
                    money_scale: nine
                    lake: l
                    sources:
                      transactions:
                        format: cvs
                        path: x
                        columns: {order_id: o, customer: c, ordered_at: d, revenue: r}
                    gates: {max_quarantined_share: 5}
                    scores: {recency: {method: fixed, edges: [30, 20]}}
                    spark: {shuffle: 3}
                    schemes: [abc]
                    """))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("shop.yaml:2: unknown key 'curency'; did you mean 'currency'?")
        .hasMessageContaining("currency: missing; for example currency: EUR")
        .hasMessageContaining("shop.yaml:3: time_zone: 'Europe/Londn' is not a time zone")
        .hasMessageContaining("shop.yaml:4: money_scale: 'nine' is not a whole number from 0 to 4")
        .hasMessageContaining("'cvs' is not one of csv, json, parquet, orc, delta")
        .hasMessageContaining("did you mean 'csv'?")
        .hasMessageContaining("customer_id: missing")
        .hasMessageContaining("unknown key 'sources.transactions.columns.customer'")
        .hasMessageContaining("max_quarantined_share: '5' is not a share from 0 to 1")
        .hasMessageContaining("4 edges make 5 scores; found 2")
        .hasMessageContaining("must ascend; 20 follows 30")
        .hasMessageContaining("Spark's settings begin with 'spark.'");
  }

  @Test
  void a_syntax_error_names_the_line() {
    assertThatThrownBy(() -> parse("base: shop\n  lake: [unclosed\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("shop.yaml:2")
        .hasMessageContaining("not valid YAML");
    assertThatThrownBy(() -> parse("base: a\nbase: b\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the key 'base' is written twice");
    assertThatThrownBy(() -> parse("")).hasMessageContaining("the file is empty");
    assertThatThrownBy(() -> parse("- a\n")).hasMessageContaining("key: value lines");
  }

  @Test
  void the_command_line_overrides_any_key_and_is_named_in_messages() {
    BaseConfig config =
        BaseConfig.parse(
            "shop.yaml",
            GOOD,
            List.of(
                "lake=/big/lake",
                "gates.max_quarantined_share=0.3",
                "spark.sql.shuffle.partitions=400",
                "schemes=[rfm, abc]",
                "parameters.rfm.floor_orders=1"));

    assertThat(config.lake()).isEqualTo("/big/lake");
    assertThat(config.maxQuarantinedShare()).isEqualByComparingTo("0.3");
    assertThat(config.spark()).containsEntry("spark.sql.shuffle.partitions", "400");
    assertThat(config.schemes()).containsExactly("rfm", "abc");
    assertThat(config.schemeParameters().get("rfm")).containsEntry("floor_orders", "1");
    assertThatThrownBy(() -> BaseConfig.parse("shop.yaml", GOOD, List.of("money_scale=x")))
        .hasMessageContaining("--set money_scale: money_scale: 'x' is not a whole number");
    assertThatThrownBy(() -> BaseConfig.parse("shop.yaml", GOOD, List.of("nonsense")))
        .hasMessageContaining("expected KEY=VALUE");
  }

  @Test
  void a_source_in_parts_has_one_at_least() {
    assertThatThrownBy(() -> BaseConfig.parse("x", GOOD, List.of("sources.interactions.parts={}")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.interactions.parts: empty; name at least one part");
  }

  @Test
  void only_what_can_change_a_result_is_in_the_fingerprint() {
    String here = parse(GOOD).fingerprint();

    assertThat(BaseConfig.parse("x", GOOD, List.of("lake=/other", "spark.a=b")).fingerprint())
        .isEqualTo(here);
    assertThat(BaseConfig.parse("x", GOOD, List.of("money_scale=2")).fingerprint())
        .isNotEqualTo(here);
    assertThat(BaseConfig.parse("x", GOOD, List.of("outlook.days=7")).fingerprint())
        .isNotEqualTo(here);
    assertThat(
            BaseConfig.parse("x", GOOD, List.of("sources.transactions.where=a > 1")).fingerprint())
        .isNotEqualTo(here);
  }

  private static BaseConfig parse(String text) {
    return BaseConfig.parse("shop.yaml", text, List.of());
  }
}
