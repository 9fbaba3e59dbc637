package io.clientele.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.RuleColumns;
import io.clientele.rule.Vocabulary;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeFile;
import io.clientele.scheme.SchemeLibrary;
import io.clientele.support.Sparks;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final Vocabulary WORDS =
      Vocabulary.ofCustomers(Features.declared(Span.of(List.of(365))).all());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reflect('java.lang.System', 'exit', '0') = 'x'",
        "frequency = (SELECT 1)",
        "rand() < 0.5",
        "last_purchase_on < current_date()",
        "frequency = 1; DROP TABLE x",
        "frequency LIKE '1%'",
        "CASE WHEN frequency = 1 THEN true END",
        "count(*) > 1",
        "frequency",
        "frequency + 1",
        "frequency = 'one'",
        "frequency > true",
        "monetary_rank_share < frequency",
        "monetary_rank_share + 1 < 2",
        "monetary_rank_share < 1.5",
        "abs(1, 2) = 1",
        "frequency >",
        ""
      })
  void what_a_rule_cannot_say_is_refused(String rule) {
    assertThatThrownBy(() -> scheme(rule, "{}")).isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frequenzy = 1 | did you mean 'frequency'?",
        "frequency = ${lmit} | did you mean 'limit'?",
        "recency_day < 3 | did you mean 'recency_days'?",
        "greates(1, 2) = 1 | did you mean 'greatest'?"
      })
  void a_typo_names_the_nearest_known_word(String rule, String hint) {
    assertThatThrownBy(() -> scheme(rule, "{limit: 3}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("scheme test, segment first")
        .hasMessageContaining(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frequency = 3 | true",
        "frequency <> 3 | false",
        "frequency BETWEEN 2 AND 4 | true",
        "frequency NOT BETWEEN 2 AND 4 | false",
        "frequency IN (1, 3) | true",
        "recency_days IS NULL | true",
        "recency_days IS NOT NULL | false",
        "recency_days < 5 | false",
        "NOT recency_days < 5 | false",
        "coalesce(recency_days, 0) < 5 | true",
        "monetary / (frequency - 3) > 1 | false",
        "monetary * 2 - 1 = 20 | true",
        "-frequency < 0 | true",
        "greatest(frequency, 10) = 10 AND least(frequency, 1) = 1 AND abs(-2) = 2 | true",
        "floor(monetary) = 10 AND ceil(monetary) = 11 | true",
        "last_purchase_on < DATE'2024-01-01' | true",
        "frequency >= ${limit} | true",
        "${on} AND frequency > 0 | true"
      })
  void rules_mean_what_sql_means_and_undecided_is_not_true(String rule, boolean expected) {
    Scheme scheme = scheme(rule, "{limit: 3, on: true}");

    Row row =
        Sparks.session()
            .sql(
                "SELECT 3L frequency, CAST(NULL AS BIGINT) recency_days,"
                    + " CAST(10.5 AS DECIMAL(18,4)) monetary, DATE'2023-05-05' last_purchase_on")
            .select(segment(scheme))
            .head();

    assertThat(row.getString(0)).isEqualTo(expected ? "first" : "rest");
  }

  @Test
  void the_first_rule_that_holds_wins_and_others_fall_to_otherwise() {
    Scheme scheme =
        Scheme.of(
            SchemeFile.parse(
                "test.yaml",
                """
                scheme: test
                population: buyers
                segments:
                  - {name: one, when: frequency >= 1}
                  - {name: two, when: frequency >= 2}
                otherwise: nobody
                """,
                Map.of()),
            WORDS);

    List<Row> rows =
        Sparks.session()
            .sql("SELECT explode(array(0L, 1L, 2L, NULL)) frequency")
            .select(segment(scheme))
            .collectAsList();

    assertThat(rows)
        .extracting(row -> row.getString(0))
        .containsExactly("nobody", "one", "one", "nobody");
  }

  @Test
  void a_scheme_file_reports_all_that_is_wrong_with_its_lines() {
    assertThatThrownBy(
            () ->
                SchemeFile.parse(
                    "test.yaml",
                    """
                    scheme: Bad Name
                    populaton: buyers
                    segments:
                      - {name: one, when: frequency = 1, goal: nowhere}
                      - {name: one}
                    """,
                    Map.of("limit", "3")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("test.yaml:1: scheme: 'Bad Name'")
        .hasMessageContaining("test.yaml:2: unknown key 'populaton'; did you mean 'population'?")
        .hasMessageContaining("when: missing")
        .hasMessageContaining("'one' is defined twice")
        .hasMessageContaining("otherwise: missing")
        .hasMessageContaining("the goal 'nowhere' of one")
        .hasMessageContaining("unknown parameter 'limit'");
  }

  @Test
  void a_policy_has_known_terms_of_known_types() {
    assertThatThrownBy(
            () ->
                SchemeFile.parse(
                    "test.yaml",
                    """
                    scheme: test
                    segments:
                      - name: one
                        when: frequency >= 1
                        policy:
                          exit_after_days: soon
                          exit_after_snapshots: 4
                          discount_share: 5
                          payment_terms_days: 30
                          contact_channels: [call, e-mail]
                          service_channels: [self service]
                          offer: strongest
                    otherwise: nobody
                    """,
                    Map.of()))
        .hasMessageContaining("exit_after_days")
        .hasMessageContaining("'soon' is not a whole number from 30 to 3650")
        .hasMessageContaining("unknown key 'segments[0].policy.exit_after_snapshots'")
        .hasMessageContaining("'5' is not a share from 0 to 1")
        .hasMessageContaining("payment_terms_days'; did you mean 'payment_term_days'?")
        .hasMessageContaining("'e-mail' is no channel; did you mean 'email'?")
        .hasMessageContaining("'self service' is no channel; did you mean 'self-service'?")
        .hasMessageContaining("'strongest' is not");
  }

  @Test
  void a_segment_that_a_parameter_switches_off_is_not_there() {
    String text =
        """
        scheme: test
        parameters: {apart: false}
        segments:
          - {name: none, only_if: "${apart}", when: frequency = 0}
          - {name: some, when: frequency >= 0}
        otherwise: nobody
        """;

    SchemeFile off = SchemeFile.parse("test.yaml", text, Map.of());
    SchemeFile on = SchemeFile.parse("test.yaml", text, Map.of("apart", "true"));

    assertThat(off.segments()).extracting("name").containsExactly("some");
    assertThat(on.segments()).extracting("name").containsExactly("none", "some");
    assertThat(off.definition())
        .isEqualTo(on.definition())
        .contains("segment none only if: ${apart}");
    assertThatThrownBy(
            () -> SchemeFile.parse("test.yaml", text.replace("${apart}", "${apar}"), Map.of()))
        .hasMessageContaining("only_if of none is '${apar}'");
  }

  @Test
  void every_shipped_scheme_is_valid() {
    for (String name : SchemeLibrary.SHIPPED) {
      assertThat(
              new SchemeLibrary(null)
                  .load(
                      io.clientele.config.BaseConfig.parse(
                          "x",
                          """
                          base: b
                          currency: EUR
                          lake: l
                          sources: {transactions: {format: parquet, path: p, columns: {order_id: a,
                            customer_id: b, ordered_at: c, revenue: d}}}
                          schemes: [%s]
                          """
                              .formatted(name),
                          List.of())))
          .hasSize(1);
    }
  }

  private static Column segment(Scheme scheme) {
    RuleColumns columns =
        new RuleColumns(
            scheme.vocabulary(),
            all -> true,
            new BaseConstants(Map.of(), Map.of()),
            functions::col);
    return scheme.segment(columns, all -> true);
  }

  private static Scheme scheme(String rule, String parameters) {
    return Scheme.of(
        SchemeFile.parse(
            "test.yaml",
            "scheme: test\npopulation: customers\nparameters: "
                + parameters
                + "\nsegments:\n  - name: first\n    when: \""
                + rule
                + "\"\notherwise: rest\n",
            Map.of()),
        WORDS);
  }
}
