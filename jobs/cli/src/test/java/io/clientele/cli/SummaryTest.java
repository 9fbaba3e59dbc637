package io.clientele.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.BaseConfig;
import io.clientele.run.RunReport;
import io.clientele.scheme.LoneScheme;
import io.clientele.scheme.Scheme;
import io.clientele.table.ReconciliationTable.ReconciliationRow;
import io.clientele.table.SummaryTables.ConcentrationSummaryRow;
import io.clientele.table.SummaryTables.SegmentSummaryRow;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a person reads after a run. */
class SummaryTest {
  private static final Path HOME =
      Path.of(System.getProperty("clientele.home", "../..")).toAbsolutePath();

  private static final BaseConfig CONFIG =
      BaseConfig.parse(
          "test.yaml",
          """
          base: shop
          currency: EUR
          lake: lake
          sources:
            transactions:
              format: parquet
              path: lines
              columns: {order_id: o, customer_id: c, ordered_at: d, revenue: r}
          schemes: [abc, value_loyalty, lifecycle_9, rfm]
          """,
          List.of());

  private static final RunReport.Tables TABLES =
      new RunReport.Tables(
          List.of(concentration("revenue", "1000.00"), concentration("orders", "40")),
          List.of(
              segment("abc", "a", 5, "800.00"),
              segment("value_loyalty", "high_value_loyal", 3, "500.00"),
              segment("lifecycle_9", "regular_active", 4, "700.00"),
              segment("lifecycle_9", "regular_sleeping", 2, "100.00"),
              segment("lifecycle_9", "new_lost", 0, "0.00"),
              segment("rfm", "champion", 3, "600.00")),
          List.of(
              rows("read", "class", 50, "1100.00"),
              rows("accepted", "class", 48, "1000.00"),
              rows("quarantined", "class", 2, "100.00"),
              rows("duplicate", "class", 0, "0.00"),
              rows("unparsable_revenue", "reason", 2, "0.00"),
              rows("customer_features", "output", 10, "1000.00")));

  @Test
  void the_base_stands_in_a_line_before_three_schemes_without_empty_segments() {
    String text = printed(false, List.of());

    assertThat(text)
        .contains("10 customers spent 1,000.00 EUR in 40 orders. A fifth of them brought 60.0 %")
        .contains("value_loyalty v", "lifecycle_9 v", "rfm v")
        .doesNotContain("abc v", "new_lost", "Gini", "reconciled");
    assertThat(text.indexOf("value_loyalty v")).isLessThan(text.indexOf("lifecycle_9 v"));
  }

  @Test
  void what_is_wrong_is_said_and_nothing_where_nothing_is() {
    assertThat(printed(false, List.of("limits do not fit")))
        .contains("What to look at in the data (50 rows read)")
        .contains("  - quarantined: 2 rows, 100.00 EUR (a meaning)")
        .contains("  - refused because unparsable_revenue 2")
        .contains("  - limits do not fit")
        .doesNotContain("duplicate:");
  }

  @Test
  void what_to_do_begins_with_the_first_priority_and_the_most_money() {
    List<String> actions =
        printed(false, List.of())
            .lines()
            .dropWhile(line -> !line.equals("What to do next"))
            .skip(1)
            .filter(line -> line.startsWith("  - "))
            .toList();

    // Priority 1 is champion, high_value_loyal and regular_sleeping, by revenue; the rest is cut.
    assertThat(actions).hasSize(4);
    assertThat(actions.get(0)).startsWith("  - 3 in rfm champion: ");
    assertThat(actions.get(1)).startsWith("  - 3 in value_loyalty high_value_loyal: ");
    assertThat(actions.get(2))
        .contains("2 in lifecycle_9 regular_sleeping: the account owner calls");
    assertThat(actions.get(3)).contains("4 in lifecycle_9 regular_active: ");
  }

  @Test
  void everything_is_there_for_who_asks() {
    assertThat(printed(true, List.of("limits do not fit")))
        .contains("abc v", "new_lost", "Gini", "reconciled: accepted revenue = each of 1 outputs")
        .contains("note  limits do not fit")
        .doesNotContain("What to do next");
  }

  @Test
  void a_seller_reads_it_in_his_own_language() {
    assertThat(printed(false, List.of(), "ru"))
        .contains("Клиентов 10, они купили на 1\u00a0000,00 EUR, заказов 40")
        .contains("Пятая часть клиентов принесла 60,0 %")
        .contains("lifecycle_9 v", "число покупок и время с последней покупки")
        .contains("постоянные активные", "На что посмотреть в данных", "в карантине: строк 2")
        .contains("Что делать дальше", "«постоянные засыпающие»: ответственный менеджер")
        .doesNotContain("What to", "owner calls", "customers");
    assertThat(printed(false, List.of(), "pl"))
        .contains("Co robić dalej", "stali aktywni", "w kwarantannie: wierszy 2");
    assertThatThrownBy(() -> Words.in("xx"))
        .hasMessageContaining("--language xx is not known. Choose one of [en, ru, pl]");
  }

  @Test
  void every_language_says_the_same_things_with_the_same_values() throws Exception {
    Map<String, String> english = texts("en");
    for (String language : List.of("ru", "pl")) {
      Map<String, String> texts = texts(language);
      for (Map.Entry<String, String> text : english.entrySet()) {
        assertThat(texts).as(language).containsKey(text.getKey());
        assertThat(values(texts.get(text.getKey())))
            .as(language + " " + text.getKey())
            .isEqualTo(values(text.getValue()));
      }
    }
  }

  private static Map<String, String> texts(String language) throws IOException {
    Properties texts = new Properties();
    try (Reader reader =
        new InputStreamReader(
            SummaryTest.class.getResourceAsStream("summary_" + language + ".properties"),
            StandardCharsets.UTF_8)) {
      texts.load(reader);
    }
    Map<String, String> all = new TreeMap<>();
    texts.forEach((key, value) -> all.put(key.toString(), value.toString()));
    return all;
  }

  private static Set<String> values(String text) {
    return Pattern.compile("\\{\\d\\}")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static String printed(boolean all, List<String> notes) {
    return printed(all, notes, "en");
  }

  private static String printed(boolean all, List<String> notes, String language) {
    List<Scheme> schemes =
        Stream.of("abc", "value_loyalty", "lifecycle_9", "rfm")
            .map(name -> LoneScheme.read(HOME.resolve("conf/schemes/" + name + ".yaml")))
            .toList();
    StringWriter text = new StringWriter();
    RunReport report =
        new RunReport(
            RunReport.Outcome.PUBLISHED,
            "shop",
            LocalDate.of(2025, 1, 1),
            "20250101-0",
            "lake",
            "lines",
            TABLES,
            Map.of(),
            notes,
            Map.of("source", Duration.ofSeconds(1)));
    new Summary(CONFIG, schemes, all, Words.in(language)).print(report, new PrintWriter(text));
    return text.toString();
  }

  private static ConcentrationSummaryRow concentration(String measure, String total) {
    BigDecimal share = new BigDecimal("0.6");
    BigDecimal sum = new BigDecimal(total);
    return new ConcentrationSummaryRow(
        measure,
        "base",
        10,
        sum,
        sum,
        BigDecimal.ZERO,
        share,
        share,
        share,
        share,
        share,
        4L,
        share,
        share,
        1,
        1L,
        share,
        0,
        share,
        null,
        null);
  }

  private static SegmentSummaryRow segment(
      String scheme, String segment, long customers, String revenue) {
    BigDecimal money = new BigDecimal(revenue);
    return new SegmentSummaryRow(
        scheme,
        segment,
        customers,
        BigDecimal.valueOf(customers).movePointLeft(1),
        4,
        money,
        money.movePointLeft(3),
        null,
        null,
        null,
        null,
        null,
        0);
  }

  private static ReconciliationRow rows(String item, String kind, long rows, String revenue) {
    return new ReconciliationRow(
        item, kind, rows, new BigDecimal(revenue), 0, "a meaning", "transactions");
  }
}
