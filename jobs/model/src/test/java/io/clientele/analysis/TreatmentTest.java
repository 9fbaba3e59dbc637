package io.clientele.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.scheme.SchemeFile;
import io.clientele.scheme.SchemeLibrary;
import io.clientele.scheme.SegmentRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What schemes say of how customers are treated, and in which languages. */
class TreatmentTest {
  private static final List<String> LANGUAGES = List.of("en", "ru", "pl");

  @Test
  void every_directed_segment_that_ships_has_a_policy_and_a_playbook_in_every_language() {
    List<String> missing = new ArrayList<>();
    for (SchemeFile scheme : shipped()) {
      for (SegmentRule segment : scheme.allSegments()) {
        String at = scheme.scheme() + "." + segment.name();
        boolean directed = scheme.directs() && segment.rank() != null;
        if (directed && (segment.policy().terms().isEmpty() || steps(segment).isEmpty())) {
          missing.add(at);
        }
        for (Map<String, String> step : steps(segment)) {
          if (!step.keySet().equals(Set.copyOf(LANGUAGES))) {
            missing.add(at + " " + step);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_label_that_ships_is_there_in_every_language_and_once_in_its_scheme() {
    for (SchemeFile scheme : shipped()) {
      for (String language : LANGUAGES) {
        Set<String> seen = new HashSet<>();
        for (SegmentRule segment : scheme.allSegments()) {
          String label = segment.labels().get(language);
          assertThat(label)
              .as(scheme.scheme() + "." + segment.name() + " " + language)
              .isNotBlank();
          assertThat(seen.add(label)).as(scheme.scheme() + " says twice " + label).isTrue();
        }
      }
    }
  }

  @Test
  void a_scheme_that_only_describes_treats_nobody() {
    String scheme =
        """
        scheme: seasons
        policy: none
        segments:
          - {name: warm, when: frequency > 1%s}
        otherwise: cold
        """;

    assertThat(parse(String.format(scheme, "")).directs()).isFalse();
    assertThatThrownBy(() -> parse(String.format(scheme, ", policy: {priority: 1}")))
        .hasMessageContaining("policy: is none, and the segment warm has a policy or a playbook");
  }

  @Test
  void steps_are_read_in_every_language_and_plain_text_is_english() {
    SegmentRule segment =
        parse(
                """
                scheme: steps
                segments:
                  - name: one
                    when: frequency > 1
                    playbook:
                      - call
                      - {en: write, pl: napisać}
                otherwise: two
                """)
            .segments()
            .get(0);

    assertThat(segment.playbook().in("pl")).containsExactly("call", "napisać");
    assertThat(segment.playbook().in("de")).containsExactly("call", "write");
    assertThat(segment.playbook().byLanguage())
        .containsOnlyKeys("en", "pl")
        .containsEntry("pl", List.of("call", "napisać"));
  }

  @Test
  void values_of_an_attribute_have_policies() {
    SchemeFile scheme =
        parse(
            """
            scheme: sources
            attribute: lead_source
            values:
              referral: {label: {en: Referral}, policy: {priority: 1}, goal: other}
            otherwise: unknown
            """);

    assertThat(scheme.values()).hasSize(1);
    assertThat(scheme.values().get(0).policy().priority()).contains(1);
    assertThatThrownBy(
            () ->
                parse(
                    """
                    scheme: sources
                    values: {referral: {policy: {priority: 1}}}
                    segments: [{name: one, when: frequency > 1}]
                    otherwise: unknown
                    """))
        .hasMessageContaining("values: belongs to a scheme of an attribute");
  }

  private static List<Map<String, String>> steps(SegmentRule segment) {
    return segment.playbook().steps();
  }

  private static SchemeFile parse(String text) {
    return SchemeFile.parse("test.yaml", text, Map.of());
  }

  private static List<SchemeFile> shipped() {
    SchemeLibrary library = new SchemeLibrary(null);
    return SchemeLibrary.SHIPPED.stream()
        .map(name -> SchemeFile.parse(name, library.find(name).text(), Map.of()))
        .toList();
  }
}
