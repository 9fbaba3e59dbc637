package io.clientele.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.csv.CSVOptions$;
import org.apache.spark.sql.catalyst.json.JSONOptions$;
import org.junit.jupiter.api.Test;

/** Reader options: those with an effect in any case, and none without. */
class ReaderOptionsTest {
  @Test
  void names_are_taken_in_any_case_and_kept_as_spark_spells_them() {
    assertThat(options("csv", "{HEADER: TRUE, Delimiter: ';', charset: latin1, multiline: true}"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("header", "TRUE", "sep", ";", "encoding", "latin1", "multiLine", "true"));
  }

  @Test
  void every_text_option_that_is_taken_is_one_of_sparks() {
    assertThat(ReaderOptions.known(SourceFormat.CSV))
        .allMatch(name -> CSVOptions$.MODULE$.isValidOption(name));
    assertThat(ReaderOptions.known(SourceFormat.JSON))
        .allMatch(name -> JSONOptions$.MODULE$.isValidOption(name));
  }

  @Test
  void options_without_effect_are_refused_and_the_nearest_is_named() {
    assertRefused("csv", "{heder: true}", "'heder' is no option of csv; did you mean 'header'?");
    assertRefused("csv", "{separator: ';'}", "'separator' is no option of csv; known: header, sep");
    assertRefused(
        "csv", "{inferSchema: true}", "has no effect here: the types are those of schema");
    assertRefused(
        "csv", "{compression: gzip}", "'compression' has no effect here: it is for writing");
    assertRefused("csv", "{basePath: x}", "'basePath' cannot be set");
    assertRefused("json", "{sep: ';'}", "'sep' is no option of json");
    assertRefused("parquet", "{header: true}", "'header' is no option of parquet");
    assertRefused("delta", "{mergeSchema: true}", "a source of format delta takes no options");
    assertRefused("parquet", "{fs.s3a.access.key: geheim}", "spark.hadoop.fs.s3a.access.key");
    assertThatThrownBy(() -> options("parquet", "{fs.s3a.access.key: geheim}"))
        .hasMessageNotContaining("geheim");
  }

  @Test
  void values_that_an_option_cannot_have_are_refused() {
    assertRefused("csv", "{header: yes}", "options.header: 'yes' is not true or false");
    assertRefused("csv", "{sep: ';', delimiter: ','}", "'sep' is set twice");
    assertRefused("csv", "{quote: ab}", "'ab' is not one character");
    assertRefused("csv", "{encoding: utf-9}", "'utf-9' is not an encoding such as UTF-8");
    assertRefused("csv", "{maxColumns: many}", "options.maxColumns: 'many' is not a whole number");
    assertRefused("csv", "{dateFormat: DD.MM.YYYY}", "did you mean 'dd.MM.yyyy'?");
    assertRefused("csv", "{dateFormat: mm/dd/yyyy}", "did you mean 'MM/dd/yyyy'?");
    assertRefused("csv", "{timestampFormat: HH:mm}", "'HH:mm' is no pattern of a date");
    assertRefused("csv", "{dateFormat: 'dd.MM.yyyy q'}", "is no pattern of a date");
    assertThat(options("csv", "{dateFormat: d. MMM yy}")).containsKey("dateFormat");
  }

  private static void assertRefused(String format, String options, String message) {
    assertThatThrownBy(() -> options(format, options))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.transactions.options.")
        .hasMessageContaining(message);
  }

  private static Map<String, String> options(String format, String options) {
    String schema = List.of("csv", "json").contains(format) ? "schema: a STRING" : "";
    return BaseConfig.parse(
            "shop.yaml",
            """
            base: shop
            currency: EUR
            lake: lake
            sources:
              transactions:
                format: %s
                path: lines
                options: %s
                columns: {order_id: a, customer_id: a, ordered_at: a, revenue: a}
                %s
            schemes: [abc]
            """
                .formatted(format, options, schema),
            List.of())
        .transactions()
        .parts()
        .get(0)
        .source()
        .options();
  }
}
