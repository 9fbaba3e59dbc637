package io.clientele.ingest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.support.Sparks;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts name somebody. */
class IdentifiersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "\n",
        "\u00A0",
        "\u200B",
        "\u2003\u3000",
        "\uFEFF",
        "\u00AD",
        "\u0001",
        "\u2800",
        "\u3164",
        " \u200B\t"
      })
  void a_text_that_shows_nothing_names_nobody(String text) {
    assertThat(id(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C1",
        " C1",
        "\tC1\u00A0",
        "0",
        "-",
        "~",
        "Żółć",
        "顧客",
        "\uD83D\uDE00",
        "\u200BC",
        "!",
        "\uE000",
        "a\u0001b"
      })
  void every_other_is_kept_as_it_is(String text) {
    assertThat(id(text)).isEqualTo(text);
  }

  @Test
  void a_character_that_was_lost_is_told() {
    assertThat(
            Sparks.session()
                .createDataset(List.of("M\uFFFDller", "Müller"), Encoders.STRING())
                .select(Identifiers.isUndecoded(col("value")).as("lost"))
                .collectAsList()
                .toString())
        .isEqualTo("[[true], [false]]");
  }

  private static String id(String text) {
    return Sparks.session()
        .createDataset(List.of(text), Encoders.STRING())
        .select(Identifiers.of(col("value")).as("id"))
        .head()
        .getAs("id");
  }
}
