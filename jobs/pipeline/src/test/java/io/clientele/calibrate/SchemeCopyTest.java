package io.clientele.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.scheme.SchemeFile;
import io.clientele.scheme.SchemeLibrary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemeCopyTest {
  private static final Map<String, String> LIMITS = new Limits(11, 22).parameters();

  @Test
  void the_shipped_scheme_changes_in_three_numbers_and_a_header() {
    SchemeLibrary.Source original = new SchemeLibrary(null).find("lifecycle_9");

    String copy = SchemeCopy.of(original, List.of("why", "whence"), LIMITS);

    assertThat(copy)
        .isEqualTo(
            "# why\n# whence\n\n"
                + original
                    .text()
                    .replace("version: 3", "version: 4")
                    .replace("active_days: 60", "active_days: 11")
                    .replace("sleeping_days: 90", "sleeping_days: 22"));
    assertThat(SchemeFile.parse("copy", copy, Map.of()).version()).isEqualTo(4);
  }

  @Test
  void parameters_in_lines_keep_their_comments_and_a_missing_version_is_added() {
    String text =
        """
        scheme: mine  # ours
        parameters:
          # active_days: what we call fresh
          active_days: 1  # days
          sleeping_days: 2
        segments: [{name: fresh, when: "recency_days < ${active_days}"}]
        otherwise: stale
        """;

    String copy = SchemeCopy.of(new SchemeLibrary.Source("mine.yaml", text), List.of("x"), LIMITS);

    assertThat(copy)
        .contains("scheme: mine  # ours\nversion: 2\n")
        .contains("  # active_days: what we call fresh\n  active_days: 11  # days\n")
        .contains("  sleeping_days: 22\n");
  }

  @Test
  void a_text_that_cannot_be_edited_value_by_value_is_refused() {
    String text =
        """
        scheme: mine
        parameters: {"active_days" : &limit 1, sleeping_days: 2}
        segments: [{name: fresh, when: "recency_days < ${active_days}"}]
        otherwise: stale
        """;

    assertThatThrownBy(
            () -> SchemeCopy.of(new SchemeLibrary.Source("mine.yaml", text), List.of(), LIMITS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mine.yaml: active_days and sleeping_days cannot be replaced")
        .hasMessageContaining("plain NAME: VALUE");
  }
}
