package io.clientele.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.run.Sessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What of a result reaches a screen and a file. */
class SqlOutputTest {
  private static final String NESTED =
      """
      SELECT array(1, NULL) AS list, map('en', 'a "b"') AS names, struct(1 AS n, cast(NULL AS INT) AS m),
        array(struct(date'2024-01-31' AS d)) AS deep, x'00ff' AS bytes, 1e20BD AS large, 1 AS `=1+1`,
        '=1+1' AS text, '=1+1' AS text, timestamp'2024-01-31 12:00:00' AS at, NULL AS nothing
      """;

  @Test
  void lists_maps_and_structures_are_json_and_headers_are_no_formulas() throws Exception {
    StringWriter csv = new StringWriter();

    SqlCommand.csv(answer(NESTED), new PrintWriter(csv));

    assertThat(csv.toString().split("\r\n"))
        .containsExactly(
            "list,names,\"struct(1 AS n, CAST(NULL AS INT) AS m)\",deep,bytes,large,'=1+1,text,text,at,nothing",
            "\"[1,null]\",\"{\"\"en\"\":\"\"a \\\"\"b\\\"\"\"\"}\",\"{\"\"n\"\":1,\"\"m\"\":null}\","
                + "\"[{\"\"d\"\":\"\"2024-01-31\"\"}]\",AP8=,100000000000000000000,1,'=1+1,'=1+1,"
                + "2024-01-31 12:00:00,");
  }

  @Test
  void a_table_shows_nested_values_as_json_and_says_where_it_stops() {
    StringWriter out = new StringWriter();
    StringWriter many = new StringWriter();

    SqlCommand.table(answer(NESTED), new PrintWriter(out));
    SqlCommand.table(answer("SELECT * FROM range(1000000000000)"), new PrintWriter(many));

    assertThat(out.toString())
        .contains("[1,null]", "{\"en\":\"a \\\"b\\\"\"}", "2024-01-31 12:00:00");
    assertThat(many.toString()).contains("199", "the first 200 rows").doesNotContain("| 200 ");
  }

  @Test
  void a_screen_shows_control_characters_instead_of_obeying_them() throws IOException {
    String query = "SELECT 'a\u001b[31mb\u202ec\u009bd\u0007\re\nf\u200dg' AS `h\u001b`";
    StringWriter screen = new StringWriter();
    StringWriter file = new StringWriter();
    Terminal terminal = new Terminal(new PrintWriter(screen), new PrintWriter(screen), true);
    Terminal piped = new Terminal(new PrintWriter(file), new PrintWriter(file), false);

    SqlCommand.table(answer(query), terminal.out());
    SqlCommand.csv(answer(query), terminal.unchanged());
    SqlCommand.json(answer(query), terminal.out());
    terminal.error("clientele: \u001b]0;title\u0007 is no date\n  second line");
    terminal.close();
    SqlCommand.csv(answer(query), piped.unchanged());
    piped.close();

    assertThat(screen.toString())
        .contains("a\\u001b[31mb\\u202ec\\u009bd\\u0007\\u000de\\u000af\\u200dg", "h\\u001b")
        .contains("clientele: \\u001b]0;title\\u0007 is no date\n  second line")
        .doesNotContainPattern("[\\p{Cntrl}\u009b\u202e&&[^\r\n]]");
    assertThat(file.toString()).contains("a\u001b[31mb\u202ec\u009bd\u0007\re\nf\u200dg");
  }

  private static Dataset<Row> answer(String query) {
    return Sessions.start("local[1]", ZoneId.of("UTC"), Map.of()).sql(query);
  }
}
