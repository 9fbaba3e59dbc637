package io.clientele.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.config.Problems;
import io.clientele.spark.Catalyst;
import io.clientele.support.Sparks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an expression of the configuration may be made of. */
class RepeatableExpressionTest {
  private static SourceRows source;

  @BeforeAll
  static void open_a_source() {
    Sparks.session().udf().register("somebody_elses", (String x) -> x, DataTypes.StringType);
    Dataset<Row> rows =
        Sparks.session()
            .sql(
                "SELECT * FROM VALUES ('a', 1, 2.50BD, '2024-06-01 10:00', '12:30', '{}', DATE'2024-06-01'),"
                    + " ('b', 0, 1.00BD, '2024-06-02', NULL, '{}', NULL)"
                    + " AS t(id, n, amount, moment, time, doc, day)");
    source =
        new SourceRows(
            rows,
            new InputManifest("files", "memory", List.of()),
            List.of("id", "n", "amount", "moment", "time", "doc", "day"),
            Map.of(),
            Map.of(),
            Map.of(),
            null,
            lit(""),
            lit(""),
            List.of(),
            name -> Optional.empty());
  }

  @Test
  void what_gives_the_same_value_for_the_same_line_may_be_used() {
    Column[] columns =
        Stream.of(
                "id",
                "n + 1",
                "upper(trim(id))",
                "amount * 2 - -n",
                "id || '-' || n",
                "CASE WHEN n > 0 THEN 'x' ELSE id END",
                "n BETWEEN 1 AND 5 AND id NOT IN ('q', 'r') AND id LIKE 'a%' AND id NOT LIKE ALL ('x%', 'y%')",
                "id RLIKE '^a' OR id ILIKE 'A' OR n IS NULL OR n IS NOT DISTINCT FROM 3 OR NOT (n <=> 2)",
                "nullif(n, 0)",
                "coalesce(id, 'none')",
                "CAST(n AS STRING)",
                "CAST(moment AS TIMESTAMP)",
                "to_timestamp(moment)",
                "to_timestamp(time, 'HH:mm')",
                "to_date(moment)",
                "try_to_timestamp(moment)",
                "DATE'2024-06-01'",
                "TIMESTAMP '2024-06-01 12:30'",
                "extract(YEAR FROM day)",
                "date_add(day, 1) + INTERVAL 3 DAYS",
                "timestampadd(HOUR, 1, to_timestamp(moment))",
                "from_unixtime(n)",
                "unix_timestamp(moment)",
                "substring(id FROM 1 FOR 1)",
                "trim(BOTH 'x' FROM id)",
                "position('a' IN id)",
                "overlay(id PLACING 'x' FROM 1)",
                "sha2(id, 256)",
                "xxhash64(id, n)",
                "element_at(split(id, ','), 1)",
                "split(id, ',')[0]",
                "aggregate(sequence(1, n), 0, (a, x) -> a + x)",
                "transform(array(1, 2), x -> x * n)[0]",
                "from_json(doc, 'a INT, b STRING').b",
                "get_json_object(doc, '$.a')",
                "named_struct('a', n).a",
                "struct(n, id).n",
                "pi() + e()",
                "hash(id)",
                "day >= '2024-06-01'",
                "date_trunc('MONTH', day)",
                "last_day(day)",
                "IF(n = 0, NULL, 1 / n)",
                "n % 2 & 3 | 4 ^ 1",
                "~n",
                "n DIV 2",
                "try_divide(1, 0)",
                "map('a', n)['a']",
                "CAST(NULL AS TIMESTAMP)",
                "make_timestamp(2024, 1, 1, n, 0, 0)",
                "pseudonym(id)",
                "pseudonym(n)",
                "upper(pseudonym(trim(id)))",
                "to_json(struct(*))",
                "concat_ws('-', id, n)",
                "equal_null(n, 1)",
                "greatest(n, 2)",
                "mask(id)",
                "left(id, 1)",
                "id NOT RLIKE 'x'",
                "(n IS NOT NULL) IS TRUE")
            .map(text -> Catalyst.attempt(analysed(text).column()))
            .toArray(Column[]::new);

    // One plan for all: what could not be evaluated would fail.
    assertThat(source.rows().select(columns).collectAsList()).hasSize(2);
  }

  @Test
  void what_takes_chance_or_surroundings_in_is_refused() {
    refused(
        "same value for the same line",
        "aes_encrypt(id, '1234567890123456')",
        "current_user()",
        "current_user",
        "user()",
        "session_user()",
        "current_timezone()",
        "version()",
        "input_file_name()",
        "monotonically_increasing_id()",
        "spark_partition_id()",
        "uuid()",
        "shuffle(array(1, 2))",
        "current_database()",
        "current_catalog()",
        "java_method('java.lang.System', 'nanoTime')",
        "reflect('java.lang.System', 'nanoTime')",
        "collate(id, 'UNICODE_CI')",
        "`rand`()",
        "rand() < 0.5",
        "randstr(3)",
        "uniform(1, 2)",
        "current_schema()",
        "pi() + random()");
    refused(
        "without a whole date",
        "CAST('12:30' AS TIMESTAMP)",
        "TIMESTAMP'12:30'",
        "timestamp/**/ 'now'",
        "DATE 'today'",
        "date\"tomorrow\"",
        "to_timestamp('12:30')",
        "CAST('today' AS DATE)",
        "CAST(concat('to', 'day') AS DATE)",
        "day = 'yesterday'",
        "hour('12:30')");
    refused(
        "reads the clock",
        "now()",
        "localtimestamp()",
        "curdate()",
        "current_time()",
        "current_date",
        "CURRENT_TIMESTAMP",
        "unix_timestamp()",
        "to_unix_timestamp(now())",
        "date_diff(current_date, day)");
    refused(
        "which the source does not have",
        "localtimestamp",
        "missing",
        "_metadata.file_path",
        "version");
    refused("which only fails", "raise_error('x')", "assert_true(n > 0)");
    refused(
        "asks another table",
        "(SELECT max(n) FROM range(3))",
        "EXISTS (SELECT 1)",
        "n IN (SELECT id FROM range(3))");
    refused("not among the functions", "somebody_elses(id)", "system.builtin.rand()", "nobody(id)");
    refused(
        "columns, constants, operators and functions only",
        "IDENTIFIER('ra' || 'nd')()",
        ":parameter",
        "?");
    refused(
        "line at a time",
        "sum(n)",
        "count(*)",
        "row_number() OVER (ORDER BY n)",
        "sum(n) OVER ()",
        "explode(sequence(1, 1000000000))",
        "stack(2, n, n)",
        "inline(array(struct(n)))",
        "any_value(n)",
        "first(n)",
        "window(day, '1 day')",
        "grouping(n)",
        "hll_sketch_estimate(NULL)");
    refused(
        "out of text inside of something",
        "from_json(doc, 'a TIMESTAMP').a",
        "CAST(array(time) AS ARRAY<TIMESTAMP>)[0]");
    refused(
        "fails for every line",
        "n / 0 + 1 / 0",
        "CAST('abc' AS INT) + n",
        "concat(id, CAST('x' AS INT))");
    refused("it takes 1", "pseudonym()", "pseudonym(id, n)");
  }

  @Test
  void what_fails_on_a_line_fails_there_alone() {
    // Spark would evaluate the first two beforehand, where nothing catches their failure.
    assertThat(values("nullif(CAST(id AS INT), 0)")).containsExactly(null, null);
    assertThat(values("CAST(id AS INT) BETWEEN 1 AND 5")).containsExactly(null, null);
    assertThat(values("nullif(n, 0)")).containsExactly(1, null);
    assertThat(values("CAST(1 / n AS INT)")).containsExactly(1, null);
  }

  @Test
  void a_text_without_a_date_is_not_today() {
    assertThat(values("CAST(time AS TIMESTAMP)")).containsExactly(null, null);
    assertThat(values("to_timestamp(time)")).containsExactly(null, null);
    assertThat(values("date_trunc('DAY', time)")).containsExactly(null, null);
    assertThat(values("try_to_timestamp(coalesce(time, '2024')) IS NULL"))
        .containsExactly(true, true);
    assertThat(values("transform(array('now'), t -> CAST(t AS TIMESTAMP))[0]"))
        .containsExactly(null, null);
    assertThat(values("hour(CAST(moment AS TIMESTAMP))")).containsExactly(10, 0);
  }

  @Test
  void a_pseudonym_is_the_same_for_the_same_text_and_shows_no_key() {
    RepeatableExpression expression = analysed("pseudonym(id)");

    Dataset<Row> rows = source.rows().select(expression.column().as("p"));

    String key = System.getenv(Pseudonym.KEY);
    assertThat(key).hasSizeGreaterThan(15);
    assertThat(rows.collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(
            Pseudonym.hmac(key.getBytes(StandardCharsets.UTF_8), new byte[] {'a'}),
            Pseudonym.hmac(key.getBytes(StandardCharsets.UTF_8), new byte[] {'b'}));
    assertThat(Catalyst.plans(rows).toString()).contains("pseudonym(").doesNotContain(key);
    assertThat(values("pseudonym(n)")).isEqualTo(values("pseudonym(CAST(n AS STRING))"));
    assertThat(values("pseudonym(time)").get(1)).isNull();
    assertThat(values("pseudonym('  ')")).containsExactly(null, null);
  }

  private static RepeatableExpression analysed(String text) {
    Problems problems = new Problems();
    return RepeatableExpression.analyse("k", text, source, problems)
        .orElseThrow(() -> new AssertionError(problems.messages()));
  }

  private static List<Object> values(String text) {
    return source.rows().select(Catalyst.attempt(analysed(text).column())).collectAsList().stream()
        .map(row -> row.get(0))
        .collect(Collectors.toList());
  }

  private static void refused(String reason, String... texts) {
    for (String text : texts) {
      Problems problems = new Problems();
      assertThat(RepeatableExpression.analyse("k", text, source, problems)).as(text).isEmpty();
      assertThat(problems.messages()).as(text).hasSize(1);
      assertThat(problems.messages().get(0)).startsWith("k: '" + text + "' ").contains(reason);
    }
  }
}
