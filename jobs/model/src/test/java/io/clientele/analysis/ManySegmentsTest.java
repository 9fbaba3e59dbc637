package io.clientele.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.scheme.LoneScheme;
import io.clientele.scheme.Scheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemes that a program wrote: findings are bounded, and so is the time. */
class ManySegmentsTest {

  @Test
  void the_first_fifty_of_a_kind_are_listed_and_the_others_counted() {
    SchemeAnalysis proof = SchemeAnalysis.of(bands(120, 200));

    List<String> lines = AnalysisText.lines(proof);

    // Each pair overlaps, and nobody is in a band beyond the last one.
    assertThat(lines.get(0)).isEqualTo(120 * 119 / 2 + 1 + " warnings");
    assertThat(lines.stream().filter(line -> line.startsWith("  overlap: s"))).hasSize(50);
    assertThat(lines).contains("  overlap: and 7090 more of the kind");
    assertThat(proof.open()).isEmpty();
  }

  @Test
  void what_would_take_too_long_is_left_out_and_said() {
    List<String> steps = new ArrayList<>();

    SchemeAnalysis proof = SchemeAnalysis.of(bands(300, 2), steps::add, 20_000);

    assertThat(proof.findings())
        .filteredOn(finding -> finding.kind() == Finding.Kind.SKIPPED)
        .extracting(Finding::message)
        .anyMatch(text -> text.matches("300 rules are too many: whether earlier ones.* last \\d+"))
        .anyMatch(text -> text.matches("300 rules are too many: of their 44850 pairs the \\d+ .*"));
    // Neighbours overlap, and are looked at first.
    assertThat(proof.findings()).extracting(Finding::kind).contains(Finding.Kind.OVERLAP);
    assertThat(proof.open()).isEmpty();
    assertThat(steps).containsExactly("many: reach", "many: overlaps", "many: gaps", "many: ranks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"monetary", "recency_score", "customer_id", "is_buyer"})
  void a_scheme_named_like_a_column_is_refused_without_a_configuration_too(String name) {
    String text = "scheme: %s\nsegments: [{name: a, when: frequency > 1}]\notherwise: rest\n";

    assertThatThrownBy(() -> LoneScheme.parse("x.yaml", text.formatted(name)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("x.yaml: the name '" + name + "' is taken by a column; rename it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(%s)", "NOT %s", "1+%s"})
  void a_rule_that_nests_thousands_deep_is_refused_in_a_sentence(String around) {
    String[] parts = around.split("%s", -1);
    String rule = parts[0].repeat(3000) + "frequency" + parts[1].repeat(3000) + " > 1";
    String text = "scheme: deep\nsegments: [{name: a, when: \"" + rule + "\"}]\notherwise: rest\n";

    assertThatThrownBy(() -> LoneScheme.parse("x.yaml", text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("scheme deep, segment a: ")
        .hasMessageContaining("nests deeper than 200 levels")
        .message()
        .hasSizeLessThan(500);
  }

  private static Scheme bands(int count, int width) {
    StringBuilder text = new StringBuilder("scheme: many\nsegments:\n");
    for (int i = 0; i < count; i++) {
      text.append(
          "  - {name: s%d, when: recency_days >= %d AND recency_days < %d}\n"
              .formatted(i, i, i + width));
    }
    return LoneScheme.parse("many.yaml", text + "otherwise: rest\n");
  }
}
