package io.clientele.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreSetsTest {
  private static final String BASE =
      """
      base: shop
      currency: EUR
      lake: lake/shop
      sources: {transactions: {format: parquet, path: p, columns: {order_id: a,
        customer_id: b, ordered_at: c, revenue: d}}}
      schemes: [abc]
      """;

  @Test
  void without_a_word_there_is_the_default_set_with_edges_of_each_run() {
    ScoreSets sets = parse("");

    assertThat(sets.all()).hasSize(1);
    assertThat(sets.byDefault().edgesAsOf()).isNull();
    assertThat(sets.byDefault().column("recency_score")).isEqualTo("recency_score");
    assertThat(sets.of(null, null)).contains(sets.byDefault());
  }

  @Test
  void sets_take_over_what_they_do_not_say() {
    ScoreSets sets =
        parse(
            """
            scores: {bins: 4, recency: {method: fixed, edges: [30, 60, 90]}}
            score_sets:
              frozen: {edges_as_of: 2011-09-01}
              frozen_groups: {edges_as_of: 2011-09-01, set: by_country}
              by_country: {within: country}
              coarse: {bins: 3, recency: {method: quantile}}
            """);

    assertThat(sets.all())
        .extracting(ScoreSet::name)
        .containsExactly("default", "frozen", "frozen_groups", "by_country", "coarse");
    ScoreSet frozen = sets.find("frozen").orElseThrow();
    assertThat(frozen.features()).isEqualTo(sets.byDefault().features());
    assertThat(frozen.edgesAsOf()).isEqualTo(LocalDate.of(2011, 9, 1));
    assertThat(frozen.edgesOf()).isEqualTo("default");
    assertThat(frozen.column("recency_score")).isEqualTo("recency_score_frozen");
    assertThat(sets.find("frozen_groups").orElseThrow().within()).isEqualTo("country");
    assertThat(sets.find("by_country").orElseThrow().bins()).isEqualTo(4);
    assertThat(sets.find("coarse").orElseThrow().bins()).isEqualTo(3);
  }

  @Test
  void a_grouped_scheme_brings_a_set_along_that_is_static_as_the_default_one() {
    ScoreSet own = parse("").of("country", null).orElseThrow();
    ScoreSet still = parse("scores: {edges_as_of: 2011-09-01}").of("country", null).orElseThrow();

    assertThat(own.name()).isEqualTo("within_country");
    assertThat(own.edgesAsOf()).isNull();
    assertThat(still.edgesAsOf()).isEqualTo(LocalDate.of(2011, 9, 1));
    assertThat(still.edgesOf()).isEqualTo("within_country");
  }

  @Test
  void what_does_not_fit_is_refused_with_place_and_mend() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    scores: {recency: {method: fixed, edges: [10, 20, 30, 40]}}
                    groups: {floor: 0.001}
                    score_sets:
                      within_x: {within: country}
                      Bad: {}
                      fewer: {bins: 3}
                      by_country: {within: country}
                      one: {edges_as_of: 2011-09-01, set: by_contry}
                      two: {edges_as_of: 2011-09-01, bins: 3}
                      three: {edges_as_of: yesterday}
                      four: {edges_as_of: 2011-09-01, set: two}
                    """))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("score_sets.within_x: the name is taken")
        .hasMessageContaining("score_sets.Bad: a set's name must be lower-case")
        .hasMessageContaining("scores.recency has fixed edges for 5 scores")
        .hasMessageContaining("'by_contry' is no set with edges of its own; did you mean 'by_coun")
        .hasMessageContaining("score_sets.two.bins: a set with edges_as_of scores as the set whose")
        .hasMessageContaining("'yesterday' is not a date")
        .hasMessageContaining("'two' is no set with edges of its own")
        .hasMessageContaining("groups.floor: 0.001 is below 0.01");
  }

  @Test
  void the_sets_and_the_groups_are_part_of_the_fingerprint() {
    assertThat(config("score_sets: {frozen: {edges_as_of: 2011-09-01}}").fingerprint())
        .isNotEqualTo(config("").fingerprint())
        .isNotEqualTo(config("score_sets: {frozen: {edges_as_of: 2011-09-02}}").fingerprint());
    assertThat(config("groups: {floor: 0.02}").fingerprint())
        .isNotEqualTo(config("").fingerprint());
    assertThat(config("groups: {floor: 0.010}").fingerprint()).isEqualTo(config("").fingerprint());
  }

  private static ScoreSets parse(String more) {
    return config(more).scores();
  }

  private static BaseConfig config(String more) {
    return BaseConfig.parse("shop.yaml", BASE + more, List.of());
  }
}
