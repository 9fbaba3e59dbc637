package io.clientele.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.failure.ConfigurationException;
import io.clientele.lake.LakeViews;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.output.SegmentOutlook;
import io.clientele.output.SegmentSummaries;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeDefinition;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.ExplanationTables.SchemeDefinitionRow;
import io.clientele.table.Records;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shop small enough to be worked out by hand. Net revenue: dan 1000, anna 200, ben 79.50, evil
 * 0.50, cleo −10 (a return only); above anna lies 1000 / 1280 = 0.78 of the positive sum, so she is
 * the last of class A, above ben 1200 / 1280 = 0.94, so he is the last of class B.
 */
class ExplainTest {
  private static final LocalDate BEFORE = LocalDate.of(2024, 12, 1);
  private static final LocalDate NOW = LocalDate.of(2025, 1, 1);
  private static final String EVIL = "evil\u001b[31m\u202e";

  @TempDir static Path directory;
  private static Shop shop;

  @BeforeAll
  static void run_two_dates() {
    shop = new Shop(directory);
    shop.set("parameters.lifecycle_9.sleeping_days=91")
        .only(
            new CustomerFeatures(),
            new CustomerSegments(),
            new SegmentSummaries(),
            new SchemeDefinitions(),
            new ScoreReferenceOutput(),
            new SegmentOutlook())
        .lines(
            "a.csv",
            "order_id,customer_id,day,amount",
            "a1,anna,2024-02-01,50.00",
            "a2,anna,2024-05-01,50.00",
            "a3,anna,2024-08-01,50.00",
            "a4,anna,2024-11-14,50.00",
            "b1,ben,2024-06-01,40.00",
            "b2,ben,2024-12-22,39.50",
            "c1,cleo,2024-12-01,-10.00",
            "d1,dan,2024-12-31,1000.00",
            "e1," + EVIL + ",2024-12-31,0.50");
    shop.run(BEFORE);
    shop.run(NOW);
  }

  @Test
  void the_views_of_a_lake_show_the_date_that_is_asked_for() {
    LakeViews views = new LakeViews(shop.lake(), "shop");

    views.register(shop.pointer().read(), BEFORE);

    assertThat(dates("current_customer_features")).containsExactly(BEFORE);
    assertThat(dates("customer_features")).containsExactly(BEFORE, NOW);
    assertThatThrownBy(() -> views.register(shop.pointer().read(), LocalDate.of(2020, 1, 1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("as of 2020-01-01")
        .hasMessageContaining("there are runs as of 2024-12-01, 2025-01-01");
  }

  private static List<LocalDate> dates(String view) {
    return shop
        .spark()
        .table(view)
        .select("as_of")
        .distinct()
        .orderBy("as_of")
        .collectAsList()
        .stream()
        .map(row -> row.getDate(0).toLocalDate())
        .toList();
  }

  @Test
  void the_rule_that_decides_is_shown_with_the_customers_own_values() {
    Explanation.InScheme lifecycle = explain("anna", "lifecycle_9").schemes().get(0);

    assertThat(lifecycle.segment()).isEqualTo("regular_active");
    assertThat(lifecycle.label()).containsEntry("en", "Regular, active");
    assertThat(lifecycle.rank()).isEqualTo(9);
    assertThat(lifecycle.overrides()).containsExactly(Map.entry("sleeping_days", "91"));
    assertThat(lifecycle.position()).isEqualTo(7);
    assertThat(lifecycle.rule()).isEqualTo("frequency >= 4 AND recency_days < 60");
    assertThat(lifecycle.conditions())
        .containsExactly(
            new Explanation.Condition("frequency >= 4", true, Map.of("frequency", "4")),
            new Explanation.Condition("recency_days < 60", true, Map.of("recency_days", "48")));
    assertThat(lifecycle.failed()).hasSize(6);
    assertThat(lifecycle.failed().get(3))
        .isEqualTo(
            new Explanation.Failed(
                4,
                "promising_active",
                new Explanation.Condition("frequency < 4", false, Map.of("frequency", "4"))));
  }

  @Test
  void what_comes_next_is_said_in_sentences() {
    assertThat(sentences("anna", "lifecycle_9"))
        .containsExactly(
            "if nothing is bought: regular_sleeping on 2025-01-13, in 12 days (demotion)");
    assertThat(sentences("dan", "lifecycle_9"))
        .containsExactly(
            "if nothing is bought: new_sleeping on 2025-03-01, in 59 days (demotion)",
            "after one usual order (1000.00): promising_active (promotion)");
    // Money does not melt by silence, and 119.25 is still below the edge of 200.
    assertThat(explain("ben", "abc").schemes().get(0).outlook()).isNull();
  }

  @Test
  void a_place_in_the_base_is_shown_with_the_value_and_the_edge_that_decide_it() {
    Explanation.InScheme abc = explain("ben", "abc").schemes().get(0);

    assertThat(abc.rule()).isEqualTo("monetary > 0 AND monetary_rank_share < 0.95");
    assertThat(abc.conditions().get(1))
        .isEqualTo(
            new Explanation.Condition(
                "monetary_rank_share < 0.95",
                true,
                Map.of("monetary", "79.50", "upper_side_from", "79.50")));
    assertThat(abc.failed().get(0).condition())
        .isEqualTo(
            new Explanation.Condition(
                "monetary_rank_share < 0.80",
                false,
                Map.of("monetary", "79.50", "upper_side_from", "200.00")));
  }

  @Test
  void scores_are_shown_with_their_edges() {
    Explanation.InScheme rfm = explain("anna", "rfm").schemes().get(0);
    Row row = shop.table(CustomerTables.SEGMENTS).filter("customer_id = 'anna'").head();

    // Four buyers; nobody has an older purchase than anna, three have fewer orders.
    assertThat(rfm.scores())
        .containsExactly(
            new Explanation.Scored("recency_score", 1, "recency_days", "11", null),
            new Explanation.Scored("frequency_score", 4, "frequency", "4", null));
    assertThat(row.<Integer>getAs("recency_score")).isEqualTo(1);
    assertThat(row.<String>getAs("rfm")).isEqualTo(rfm.segment());
  }

  @Test
  void what_changed_since_the_snapshot_before_is_told() {
    Explanation.Previous ben = explain("ben", "lifecycle_9").previous();
    Explanation.Previous dan = explain("dan", null).previous();

    assertThat(ben.asOf()).isEqualTo(BEFORE);
    assertThat(ben.segments())
        .containsExactly(
            Map.entry("lifecycle_9", new Explanation.Change("new_lost", "promising_active")));
    assertThat(ben.values())
        .containsEntry("recency_days", new Explanation.Change("183", "10"))
        .containsEntry("frequency", new Explanation.Change("1", "2"));
    assertThat(dan.known()).isFalse();
    assertThat(explainer().explain("ben", BEFORE, null).previous()).isNull();
  }

  @Test
  void a_customer_outside_the_population_is_told_so() {
    Explanation.InScheme lifecycle = explain("cleo", "lifecycle_9").schemes().get(0);

    assertThat(lifecycle.segment()).isEqualTo("no_purchase");
    assertThat(lifecycle.outside()).contains("not in the population", "no purchase");
    assertThat(lifecycle.outlook()).isNull();
    assertThat(ExplanationText.of(explain("cleo", "lifecycle_9")))
        .contains("no_purchase (No purchase)", "not in the population");
  }

  @Test
  void who_or_what_is_not_there_is_one_clear_message() {
    assertThatThrownBy(() -> explain("nobody", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no customer 'nobody' as of 2025-01-01")
        .hasMessageContaining("5 customers");
    assertThatThrownBy(() -> explain("anna", "lifecicle_9"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("did you mean 'lifecycle_9'?");
    assertThatThrownBy(() -> explainer().explain("anna", LocalDate.of(2024, 1, 1), null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there are runs as of 2024-12-01, 2025-01-01");
  }

  @Test
  void what_a_customer_is_called_cannot_command_a_terminal() throws Exception {
    Explanation evil = explain(EVIL, null);

    String text = ExplanationText.of(evil);
    String json = ExplanationJson.of(evil);

    assertThat(text).contains("evil\\u001b[31m\\u202e").doesNotContain("\u001b", "\u202e");
    assertThat(json).doesNotContain("\u001b", "\u202e");
    JsonNode read = new ObjectMapper().readTree(json);
    assertThat(read.get("customer_id").asText()).isEqualTo(EVIL);
    assertThat(read.get("schemes")).hasSize(4);
  }

  @Test
  void the_text_names_rule_values_outlook_and_changes() {
    assertThat(ExplanationText.of(explain("anna", "lifecycle_9")))
        .contains(
            "Customer anna of shop as of 2025-01-01, run 20250101-",
            "lifecycle_9 v3 with sleeping_days = 91: regular_active (Regular, active), rank 9",
            "  rule 7 of 9: frequency >= 4 AND recency_days < 60",
            "  ✓ recency_days < 60                                 recency_days = 48",
            "    4 promising_active: ✗ frequency < 4               frequency = 4",
            "  if nothing is bought: regular_sleeping on 2025-01-13, in 12 days (demotion)",
            "Since 2024-12-01, run 20241201-",
            "  lifecycle_9: regular_active, as then",
            "  frequency: 4, as then",
            "  recency_days: 17 -> 48");
  }

  @Test
  void a_definition_in_the_lake_is_the_whole_scheme() {
    List<SchemeDefinitionRow> rows =
        Records.of(
            SchemeDefinitionRow.class,
            shop.table(ExplanationTables.SCHEME_DEFINITIONS).orderBy("position").collectAsList());

    assertThat(rows).hasSize(4);
    for (SchemeDefinitionRow row : rows) {
      SchemeDefinition kept = SchemeDefinition.of(row);
      Scheme rebuilt = kept.rebuild();
      assertThat(
              SchemeDefinition.of(
                  rebuilt,
                  kept.position(),
                  kept.windowsDays(),
                  kept.attributes(),
                  kept::provides,
                  kept.groupedBy()))
          .isEqualTo(kept);
    }
    assertThat(SchemeDefinition.of(rows.get(1)).rebuild().file().parameters())
        .containsEntry("sleeping_days", "91")
        .containsEntry("active_days", "60");
  }

  private static List<String> sentences(String customer, String scheme) {
    return Sentences.of(explain(customer, scheme).schemes().get(0).outlook());
  }

  private static Explanation explain(String customer, String scheme) {
    return explainer().explain(customer, null, scheme);
  }

  private static Explainer explainer() {
    return new Explainer(shop.lake(), "shop", shop.pointer().read());
  }

  @Test
  void over_three_snapshots_and_more_the_path_is_told(@TempDir Path own) {
    Shop three =
        new Shop(own)
            .set("schemes=[lifecycle_9]")
            .only(new CustomerFeatures(), new CustomerSegments(), new SchemeDefinitions())
            .lines(
                "a.csv",
                "order_id,customer_id,day,amount",
                "a1,anna,2024-01-01,50.00",
                "b1,ben,2024-03-01,40.00",
                "b2,ben,2024-12-22,39.50");
    List<LocalDate> dates =
        List.of(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 4, 1), LocalDate.of(2025, 1, 1));
    dates.forEach(three::run);

    Explanation ben =
        new Explainer(three.lake(), "shop", three.pointer().read()).explain("ben", null, null);

    assertThat(ben.path())
        .containsEntry(
            "lifecycle_9",
            List.of(
                new Explanation.Stay(dates.get(1), "new_active"),
                new Explanation.Stay(dates.get(2), "promising_active")));
    assertThat(ExplanationText.of(ben))
        .contains("  lifecycle_9: 2024-04-01 new_active -> 2025-01-01 promising_active");
    assertThat(ExplanationJson.of(ben)).contains("\"since\" : \"2024-04-01\"");
    assertThat(explainer().explain("ben", null, null).path()).isEmpty();
  }
}
