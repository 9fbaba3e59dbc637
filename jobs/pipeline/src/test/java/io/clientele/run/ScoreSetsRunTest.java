package io.clientele.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.output.CustomerSegments;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.SummaryTables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges of another snapshot: movement is behaviour, not re-binning. */
class ScoreSetsRunTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 6, 1);
  private static final LocalDate SECOND = LocalDate.of(2025, 1, 1);
  private static final String HEADER = "order_id,customer_id,day,amount";

  /** Segments that follow one score, one place and one number of the base. */
  private static final String SCHEME =
      """
      scheme: %s
      population: buyers
      scores: %s
      segments:
        - {name: best, when: monetary_score = 5 AND monetary_rank_share < 0.5}
        - {name: good, when: "monetary > base_quantile(monetary, 0.5)"}
      otherwise: rest
      """;

  @TempDir Path directory;

  @Test
  void under_static_edges_nobody_moves_who_did_not_change_and_under_quantiles_somebody_does() {
    Shop shop = shop();
    shop.run(FIRST);
    Map<String, Row> before = segments(shop, FIRST);
    shop.run(SECOND);
    Map<String, Row> after = segments(shop, SECOND);

    List<String> moved = new ArrayList<>();
    List<String> movedStatic = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String unchanged = "c" + i;
      if (!same(unchanged, before, after, "monetary_score", "frequency_score", "fresh")) {
        moved.add(unchanged);
      }
      if (!same(
          unchanged, before, after, "monetary_score_frozen", "frequency_score_frozen", "still")) {
        movedStatic.add(unchanged);
      }
    }
    assertThat(moved).as("moved by re-binning").isNotEmpty();
    assertThat(movedStatic).as("moved without a change").isEmpty();
    // On the date itself both ways are one.
    before.forEach(
        (customer, row) -> {
          for (String score : List.of("recency_score", "frequency_score", "monetary_score")) {
            assertThat(row.<Integer>getAs(score + "_frozen")).isEqualTo(row.getAs(score));
          }
          assertThat(row.<String>getAs("still")).isEqualTo(row.getAs("fresh"));
        });
    assertThat(edges(shop, SECOND, "frozen")).isEqualTo(edges(shop, FIRST, "default"));
    assertThat(statistics(shop, SECOND, "frozen")).isEqualTo(statistics(shop, FIRST, "default"));
    assertThat(statistics(shop, SECOND, "default"))
        .isNotEqualTo(statistics(shop, FIRST, "default"));
  }

  @Test
  void the_default_set_can_be_static_with_all_that_it_decides() {
    Shop shop = shop().set("scores.edges_as_of=2024-06-01");
    shop.run(FIRST);
    String first = shop.run(SECOND).runId();

    assertThat(edges(shop, SECOND, "default")).isEqualTo(edges(shop, FIRST, "default"));
    assertThat(statistics(shop, SECOND, "default")).isEqualTo(statistics(shop, FIRST, "default"));
    assertThat(shop.table(SummaryTables.SCORE_EDGES, SECOND).filter("method <> 'static'").count())
        .isZero();

    // Another run of the first date, with other edges: what was scored by them is another run.
    shop.lines("late.csv", HEADER, "late,c1,2024-05-01,900.00");
    shop.run(FIRST);
    assertThat(shop.run(SECOND).runId()).isNotEqualTo(first);
    assertThat(edges(shop, SECOND, "default")).isEqualTo(edges(shop, FIRST, "default"));
  }

  @Test
  void a_snapshot_or_an_edge_that_is_not_there_is_a_clear_error() {
    Shop shop = shop();
    assertThatThrownBy(() -> shop.run(SECOND))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("score_sets.frozen: edges as of 2024-06-01 are to be used")
        .hasMessageContaining("holds no complete run of base 'shop' for that date")
        .hasMessageContaining("Run that date first with this configuration: --as-of 2024-06-01");

    shop.run(FIRST);
    shop.file(
        "schemes/still.yaml",
        SCHEME
            .formatted("still", "frozen")
            .replace("scheme: still\n", "scheme: still\nversion: 2\n")
            .replace("share < 0.5", "share < 0.4"));
    assertThatThrownBy(() -> shop.run(SECOND))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds no 'monetary_rank_share < 0.4' in base_statistics")
        .hasMessageContaining("--as-of 2024-06-01");
    assertThat(shop.pointer().read().current()).doesNotContainKey(SECOND);
  }

  @Test
  void a_scheme_names_a_score_set_that_there_is() {
    Shop shop = shop();
    shop.file("schemes/still.yaml", SCHEME.formatted("still", "frosen"));

    assertThatThrownBy(() -> shop.run(FIRST))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("scores: 'frosen' is no score set; did you mean 'frozen'?");
  }

  /** Forty customers who never come back, and as many who do, richer than all. */
  private Shop shop() {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < 40; i++) {
      for (int order = 0; order <= i % 4; order++) {
        lines.add("o" + i + "-" + order + ",c" + i + ",2024-0" + (1 + i % 5) + "-10," + (5 + i));
      }
      lines.add("n" + i + ",new" + i + ",2024-0" + (7 + i % 3) + "-03," + (100 + i));
    }
    return new Shop(directory)
        .lines("a.csv", lines.toArray(String[]::new))
        .file("schemes/fresh.yaml", SCHEME.formatted("fresh", "default"))
        .file("schemes/still.yaml", SCHEME.formatted("still", "frozen"))
        .set("schemes=[fresh, still]", "score_sets.frozen.edges_as_of=2024-06-01")
        .only(new CustomerSegments(), new ScoreReferenceOutput());
  }

  private static boolean same(
      String customer, Map<String, Row> before, Map<String, Row> after, String... columns) {
    for (String column : columns) {
      if (!before.get(customer).getAs(column).equals(after.get(customer).getAs(column))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Row> segments(Shop shop, LocalDate asOf) {
    Map<String, Row> rows = new TreeMap<>();
    shop.table(CustomerTables.SEGMENTS, asOf)
        .collectAsList()
        .forEach(row -> rows.put(row.getAs(CustomerTables.CUSTOMER_ID), row));
    return rows;
  }

  private static Map<String, List<BigDecimal>> edges(Shop shop, LocalDate asOf, String set) {
    Map<String, List<BigDecimal>> edges = new TreeMap<>();
    for (Row row :
        shop.table(SummaryTables.SCORE_EDGES, asOf)
            .filter(col(SummaryTables.SCORE_SET).equalTo(set))
            .collectAsList()) {
      List<BigDecimal> both = new ArrayList<>();
      both.add(row.getAs(SummaryTables.LOWER_EDGE));
      both.add(row.getAs(SummaryTables.UPPER_EDGE));
      edges.put(row.getAs(SummaryTables.FEATURE) + " " + row.getAs(SummaryTables.SCORE), both);
    }
    assertThat(edges).hasSize(15);
    return edges;
  }

  private static Map<String, BigDecimal> statistics(Shop shop, LocalDate asOf, String set) {
    Map<String, BigDecimal> values = new TreeMap<>();
    shop.table(SummaryTables.BASE_STATISTICS, asOf)
        .filter(col(SummaryTables.SCORE_SET).equalTo(set))
        .filter("name <> 'loyalty_period_days'")
        .collectAsList()
        .forEach(row -> values.put(row.getAs(SummaryTables.NAME), row.getAs(SummaryTables.VALUE)));
    assertThat(values)
        .containsOnlyKeys("base_quantile(monetary, 0.5)", "monetary_rank_share < 0.5");
    return values;
  }
}
