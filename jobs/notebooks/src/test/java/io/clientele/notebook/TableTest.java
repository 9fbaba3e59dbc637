package io.clientele.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final StructType TYPE =
      StructType.fromDDL(
          "segment STRING, customers BIGINT, customer_share DECIMAL(20,10), revenue DECIMAL(38,4)");

  @Test
  void numbers_of_a_column_have_equal_places_and_shares_are_per_cent() {
    String html =
        table(
            row("a", 1234L, "0.1234567890", "1234567.8000"),
            row("b", 7L, "0.8765432110", "12.3450"));

    assertThat(html)
        .contains(">1,234<", ">7<")
        .contains(">12.3 %<", ">87.7 %<")
        .contains(">1,234,567.800<", ">12.345<");
    assertThat(html).contains("<th style=\"text-align:left\">segment</th>");
    assertThat(html).contains("text-align:right;white-space:nowrap\">customer_<wbr>share</th>");
  }

  @Test
  void a_missing_value_is_a_dash_and_money_keeps_every_digit() {
    String html =
        table(
            row(null, 1L, null, "99999999999999999999999999999999.9999"),
            row("b", 1L, null, "-0.0100"));

    assertThat(html)
        .contains("<td style=\"text-align:left\">–</td>")
        .contains("99,999,999,999,999,999,999,999,999,999,999.9999", "-0.0100");
  }

  @Test
  void what_comes_from_the_data_is_text_and_neither_markup_nor_formula() {
    String html = table(row("<b onload=\"x\">&$a$", 1L, "0", "0"));

    assertThat(html)
        .contains("&lt;b onload=&quot;x&quot;&gt;&amp;<span>$</span>a<span>$</span>")
        .doesNotContain("<b ");
  }

  @Test
  void of_many_rows_the_first_two_hundred_are_shown_and_of_none_the_columns() {
    List<Row> many = Collections.nCopies(201, row("a", 1L, "0", "0"));

    assertThat(Table.of(List.of(TYPE.fields()), many).html().text())
        .contains("… the first 200 rows")
        .hasLineCount(1 + 2 + 200 + 1);
    assertThat(table()).contains("segment", "no rows");
  }

  @Test
  void a_picture_has_a_bar_for_each_value_and_a_matrix_its_columns_by_their_place() {
    Table table =
        Table.of(
            List.of(TYPE.fields()), List.of(row("a", 3L, "0.5", "1"), row("b", -2L, null, "2")));
    Table cells =
        Table.of(
            List.of(
                StructType.fromDDL("r STRING, c STRING, n INT, s DECIMAL(9,4), p INT").fields()),
            List.of(
                RowFactory.create("x", "late", 1, new BigDecimal("0.5"), 2),
                RowFactory.create("y", "early", 2, new BigDecimal("0.5"), 1)));

    String bars = Bars.svg(table, "title");
    String matrix = Matrix.svg(cells, "title");

    // The ground, three squares of the legend, and five values that are there.
    assertThat(bars.split("<rect", -1)).hasSize(1 + 1 + 3 + 5);
    assertThat(matrix.indexOf(">early<")).isPositive().isLessThan(matrix.indexOf(">late<"));
  }

  private static String table(Row... rows) {
    return Table.of(List.of(TYPE.fields()), List.of(rows)).html().text();
  }

  private static Row row(String segment, long customers, String share, String revenue) {
    return RowFactory.create(
        segment, customers, share == null ? null : new BigDecimal(share), new BigDecimal(revenue));
  }
}
