package io.clientele.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.config.BaseConfig;
import io.clientele.config.SourceConfig;
import io.clientele.ingest.RefusalHints.Kind;
import io.clientele.ingest.RefusalHints.Mapped;
import io.clientele.support.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of text that a newcomer's file holds. */
class RefusalHintsTest {
  private static final Mapped DAY =
      new Mapped("ordered_at", Kind.DATE, "day", List.of("day"), Map.of("day", "DATE"));
  private static final Mapped REVENUE =
      new Mapped(
          "revenue",
          Kind.NUMBER,
          "`Net (EUR)`",
          List.of("Net (EUR)"),
          Map.of("Net (EUR)", "DECIMAL(9,2)"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "31.12.2024                  | to_date(day, 'dd.MM.yyyy')",
        "12/31/2024                  | to_date(day, 'MM/dd/yyyy')",
        "31/12/2024                  | to_date(day, 'dd/MM/yyyy')",
        "3/4/24                      | to_date(day, 'd/M/yy'); or 'M/d/yy', if the month comes first",
        "01.02.2024 08:30            | to_timestamp(day, 'dd.MM.yyyy HH:mm')",
        "12/31/2024 08:30:15 PM      | to_timestamp(day, 'MM/dd/yyyy hh:mm:ss a')",
        "2024/12/31                  | to_date(day, 'yyyy/MM/dd')",
        "20241231                    | to_date(day, 'yyyyMMdd')",
        "1735603200                  | timestamp_seconds(cast(day AS BIGINT))",
        "1735603200000               | timestamp_millis(cast(day AS BIGINT))",
        "45657                       | date_add(DATE'1899-12-30', cast(cast(day AS DOUBLE) AS INT))",
      })
  void a_date_that_is_written_differently_is_named_with_its_mend(String value, String mend) {
    assertThat(hint(DAY, value))
        .hasValueSatisfying(
            hint -> {
              String said = hint.replace(" (docs/recipes.md#european-dates)", "");
              assertThat(said).contains("look like " + value);
              assertThat(said).contains("declare day STRING in schema and map ordered_at: " + mend);
            });
  }

  @Test
  void other_dates_of_the_column_decide_whether_the_month_comes_first() {
    assertThat(hint(DAY, "03/04/2024", "12/31/2024"))
        .hasValueSatisfying(
            hint -> assertThat(hint).contains("'MM/dd/yyyy'").doesNotContain("if the month"));
    assertThat(hint(DAY, "31.12.2024").orElseThrow())
        .endsWith("; or keep DATE and set options: {dateFormat: 'dd.MM.yyyy'}");
    assertThat(hint(DAY, "2011-02-30")).isEmpty();
    assertThat(hint(DAY, "  ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12,50     | replace(replace(`Net (EUR)`, '.', ''), ',', '.')",
        "-1.234,50 | replace(replace(`Net (EUR)`, '.', ''), ',', '.')",
        "1 234,50  | replace(regexp_replace(`Net (EUR)`, '[^0-9,-]', ''), ',', '.')",
        "1,234.50  | replace(`Net (EUR)`, ',', '')",
        "1'234.50  | regexp_replace(`Net (EUR)`, '[^0-9.-]', '')",
        "€ 12.50   | regexp_replace(`Net (EUR)`, '[^0-9.-]', '')",
        "-12.50 USD| regexp_replace(`Net (EUR)`, '[^0-9.-]', '')",
        "1.234,50 €| replace(regexp_replace(`Net (EUR)`, '[^0-9,-]', ''), ',', '.')",
      })
  void an_amount_that_is_written_differently_is_named_with_its_mend(String value, String mend) {
    assertThat(hint(REVENUE, value).orElseThrow())
        .contains("look like " + value)
        .contains("declare `Net (EUR)` STRING in schema")
        .contains("map revenue: cast(" + mend + " AS DECIMAL(9,2))");
  }

  @Test
  void a_part_of_an_expression_is_mended_in_its_place_and_other_text_gets_no_hint() {
    Mapped product =
        new Mapped("revenue", Kind.NUMBER, "qty * price", List.of("qty", "price"), Map.of());

    assertThat(hints().values(product, "price", List.of("12,50")).orElseThrow())
        .contains("write cast(replace(replace(price, '.', ''), ',', '.') AS DECIMAL(12,2))")
        .contains("instead of that column in columns.revenue")
        .doesNotContain("declare");
    assertThat(hint(REVENUE, "twelve")).isEmpty();
    assertThat(hint(REVENUE, "123456789012345678")).isEmpty();
    assertThat(hint(REVENUE, "12\uFFFD"))
        .hasValueSatisfying(hint -> assertThat(hint).contains("encoding: windows-1252"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      quoteCharacter = '~',
      value = {
        "{header: true} ^ a,\"big \\\"old\\\" lamp\",2,3 ^ set options: {escape: '\\'}",
        "{header: true, escape: \"\\\\\"} ^ a,\"big \"\"old\"\" lamp\",2,3 ^ remove options.escape",
        "{header: true} ^ a,\"a text that ^ set options: {multiLine: true}",
        "{header: true} ^ a;b;1;2 ^ set options: {sep: \";\"}",
        "{sep: \";\"} ^ a,b,1,2 ^ set options: {sep: \",\"}",
        "{header: true} ^ a,b,1,2,3 ^ a row has 5 columns and the schema declares 4",
        "{header: true} ^ a,\uFFFD,1,2,3 ^ encoding: windows-1252",
      })
  void a_row_that_is_no_row_is_named_with_the_option_that_reads_it(
      String options, String row, String mend) {
    assertThat(new RefusalHints(source(options), 4).malformed(List.of(row)))
        .singleElement()
        .satisfies(hint -> assertThat(hint).contains(mend));
  }

  @Test
  void what_is_shown_of_a_row_cannot_move_a_cursor_and_ends() {
    assertThat(RefusedText.visible("a\u001b[2J\tb\u202e\u0000\uFFFD€", 20))
        .isEqualTo("a\\u001b[2J\\tb\\u202e\\u0000\uFFFD€");
    assertThat(RefusedText.visible("0123456789", 10)).isEqualTo("0123456789");
    assertThat(RefusedText.visible("0123456789x", 10)).isEqualTo("0123456789…");
  }

  @Test
  void every_recipe_that_a_hint_names_is_there() throws IOException {
    String page = Files.readString(SharedData.home().resolve("docs/recipes.md"));
    for (String hint :
        List.of(
            hint(DAY, "31.12.2024").orElseThrow(),
            hint(REVENUE, "12,50").orElseThrow(),
            hint(REVENUE, "1,234.50").orElseThrow(),
            hint(REVENUE, "12 EUR").orElseThrow(),
            new RefusalHints(source("{header: true}"), 4).malformed(List.of("a;b;1;2")).get(0))) {
      String anchor = hint.replaceAll("(?s).*recipes\\.md#([a-z-]+)\\).*", "$1");
      assertThat(page.toLowerCase(java.util.Locale.ROOT))
          .contains("\n## " + anchor.replace('-', ' ') + "\n");
    }
  }

  private static Optional<String> hint(Mapped mapped, String... values) {
    return hints().values(mapped, mapped.columns().get(0), List.of(values));
  }

  private static RefusalHints hints() {
    return new RefusalHints(source("{header: true}"), 4);
  }

  private static SourceConfig source(String options) {
    return BaseConfig.parse(
            "shop.yaml",
            """
            base: shop
            currency: EUR
            lake: lake
            sources:
              transactions:
                format: csv
                path: lines
                options: %s
                schema: a STRING, b STRING, c STRING, d STRING
                columns: {order_id: a, customer_id: b, ordered_at: c, revenue: d}
            schemes: [abc]
            """
                .formatted(options),
            List.of())
        .transactions()
        .parts()
        .get(0)
        .source();
  }
}
