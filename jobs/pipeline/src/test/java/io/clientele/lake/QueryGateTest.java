package io.clientele.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clientele.failure.ConfigurationException;
import io.clientele.support.Sparks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Throws the statements of Spark's and Delta's grammars at the gate, over a watched directory. */
class QueryGateTest {
  @TempDir static Path directory;
  private static SparkSession spark;

  private static final String ANSWERED = "answered";
  private static final String UNFORESEEN = "unforeseen: ";

  /** The ways in which a statement can be hidden. */
  private static final List<UnaryOperator<String>> DISGUISES =
      List.of(
          statement -> statement.toLowerCase(Locale.ROOT),
          statement -> "/* SELECT 1 */ -- SELECT 2\n" + statement + " ;",
          statement -> "WITH t AS (SELECT 1 AS n) " + statement,
          statement -> "WITH t AS (" + statement + ") SELECT * FROM t",
          statement -> "SELECT * FROM (" + statement + ")",
          statement -> "SELECT (" + statement + ")",
          statement -> "SELECT 1; " + statement,
          statement -> "BEGIN " + statement + "; END",
          statement -> "EXECUTE IMMEDIATE \"" + statement.replace("\"", "\\\"") + "\"",
          statement -> "EXPLAIN " + statement,
          statement -> "FROM gate_lines AS g " + statement,
          statement -> "SELECT 1 UNION ALL " + statement);

  /** {dir} stands for the watched directory. A statement a line. */
  private static final String STATEMENTS =
      """
      ALTER DATABASE default SET DBPROPERTIES ('a' = 'b')
      ALTER NAMESPACE default SET LOCATION '{dir}/moved'
      ALTER TABLE gate_lines ADD COLUMNS (x INT)
      ALTER TABLE gate_lines RENAME TO other
      ALTER TABLE gate_lines RENAME COLUMN a TO b
      ALTER TABLE gate_lines DROP COLUMN a
      ALTER TABLE gate_lines ALTER COLUMN a COMMENT 'x'
      ALTER TABLE gate_lines ADD PARTITION (d = 1) LOCATION '{dir}/part'
      ALTER TABLE gate_lines DROP PARTITION (d = 1)
      ALTER TABLE gate_lines RECOVER PARTITIONS
      ALTER TABLE gate_lines SET TBLPROPERTIES ('a' = 'b')
      ALTER TABLE gate_lines UNSET TBLPROPERTIES ('a')
      ALTER TABLE gate_lines SET LOCATION '{dir}/moved'
      ALTER TABLE delta.`{dir}/table` ADD COLUMNS (x INT)
      ALTER TABLE delta.`{dir}/table` SET TBLPROPERTIES ('a' = 'b')
      ALTER TABLE delta.`{dir}/table` ADD CONSTRAINT c CHECK (id > 0)
      ALTER TABLE delta.`{dir}/table` DROP CONSTRAINT c
      ALTER TABLE delta.`{dir}/table` CLUSTER BY (id)
      ALTER VIEW gate_lines AS SELECT 1
      ALTER VIEW gate_lines RENAME TO other
      ANALYZE TABLE gate_lines COMPUTE STATISTICS
      ANALYZE TABLE gate_lines COMPUTE STATISTICS FOR ALL COLUMNS
      ANALYZE TABLES IN default COMPUTE STATISTICS NOSCAN
      CACHE TABLE gate_lines
      CACHE LAZY TABLE cached AS SELECT 1
      UNCACHE TABLE gate_lines
      UNCACHE TABLE IF EXISTS gate_lines
      CLEAR CACHE
      COMMENT ON TABLE gate_lines IS 'x'
      COMMENT ON DATABASE default IS 'x'
      CREATE DATABASE made LOCATION '{dir}/made'
      CREATE SCHEMA IF NOT EXISTS made
      CREATE FUNCTION f AS 'x.Y' USING JAR '{dir}/x.jar'
      CREATE OR REPLACE FUNCTION f AS 'x.Y'
      CREATE TEMPORARY FUNCTION f AS 'x.Y'
      CREATE TABLE made (a INT) USING csv LOCATION '{dir}/made'
      CREATE TABLE made USING parquet LOCATION '{dir}/made' AS SELECT 1 AS a
      CREATE TABLE made AS SELECT 1 AS a
      CREATE TABLE made LIKE gate_lines
      CREATE TABLE IF NOT EXISTS made USING delta LOCATION '{dir}/made' AS SELECT * FROM gate_lines
      CREATE OR REPLACE TABLE made USING delta LOCATION '{dir}/table' AS SELECT 1 AS a
      CREATE TABLE delta.`{dir}/made` USING delta AS SELECT 1 AS a
      CREATE EXTERNAL TABLE made (a INT) STORED AS PARQUET LOCATION '{dir}/made'
      CREATE TABLE made SHALLOW CLONE delta.`{dir}/table`
      CREATE OR REPLACE TABLE delta.`{dir}/made` SHALLOW CLONE delta.`{dir}/table`
      REPLACE TABLE delta.`{dir}/table` USING delta AS SELECT 1 AS a
      CREATE VIEW made AS SELECT 1
      CREATE OR REPLACE VIEW made AS SELECT 1
      CREATE TEMPORARY VIEW made AS SELECT 1
      CREATE OR REPLACE TEMPORARY VIEW gate_lines AS SELECT 1
      CREATE OR REPLACE GLOBAL TEMPORARY VIEW made AS SELECT 1
      CREATE TEMPORARY VIEW made USING csv OPTIONS (path '{dir}/plain.csv')
      CREATE INDEX i ON TABLE gate_lines (a)
      DROP INDEX i ON TABLE gate_lines
      DROP DATABASE default CASCADE
      DROP SCHEMA IF EXISTS made
      DROP FUNCTION f
      DROP TEMPORARY FUNCTION IF EXISTS f
      DROP TABLE gate_lines
      DROP TABLE IF EXISTS gate_lines PURGE
      DROP TABLE delta.`{dir}/table`
      DROP VIEW gate_lines
      DROP VIEW IF EXISTS gate_lines
      MSCK REPAIR TABLE gate_lines
      REPAIR TABLE gate_lines SYNC PARTITIONS
      TRUNCATE TABLE gate_lines
      TRUNCATE TABLE delta.`{dir}/table`
      USE default
      USE DATABASE default
      USE NAMESPACE default
      SET CATALOG spark_catalog
      INSERT INTO gate_lines VALUES (1)
      INSERT INTO TABLE gate_lines SELECT 1
      INSERT OVERWRITE gate_lines VALUES (1)
      INSERT OVERWRITE TABLE gate_lines SELECT 1
      INSERT INTO gate_lines TABLE gate_customers
      INSERT INTO gate_lines FROM gate_customers SELECT id
      INSERT INTO gate_lines (a, b) VALUES (1, 2)
      INSERT INTO gate_lines PARTITION (a = 1) SELECT 2
      INSERT INTO gate_lines BY NAME SELECT 1 AS a
      INSERT INTO gate_lines REPLACE WHERE a = 1 SELECT 1
      INSERT OVERWRITE gate_lines PARTITION (a = 1) IF NOT EXISTS SELECT 1
      INSERT INTO delta.`{dir}/table` VALUES (7)
      INSERT INTO delta.`{dir}/table` SELECT 7
      INSERT OVERWRITE delta.`{dir}/table` SELECT 7
      INSERT INTO csv.`{dir}/plain.csv` SELECT 7
      INSERT INTO parquet.`{dir}/table` SELECT 7
      INSERT OVERWRITE DIRECTORY '{dir}/plain' USING csv SELECT 1
      INSERT OVERWRITE DIRECTORY '{dir}/table' USING parquet SELECT 1
      INSERT OVERWRITE DIRECTORY '{dir}/table' USING delta SELECT 1
      INSERT OVERWRITE DIRECTORY USING csv OPTIONS ('path' '{dir}/plain') SELECT 1
      INSERT OVERWRITE DIRECTORY '{dir}/plain' USING json SELECT * FROM gate_lines
      INSERT OVERWRITE LOCAL DIRECTORY '{dir}/plain' USING orc SELECT 1
      INSERT OVERWRITE LOCAL DIRECTORY '{dir}/plain' STORED AS PARQUET SELECT 1
      INSERT OVERWRITE DIRECTORY '{dir}/plain' ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' SELECT 1
      WITH t AS (SELECT 1) INSERT OVERWRITE DIRECTORY '{dir}/plain' USING csv SELECT * FROM t
      FROM gate_lines INSERT OVERWRITE DIRECTORY '{dir}/plain' USING csv SELECT *
      FROM gate_lines INSERT INTO a SELECT id INSERT INTO b SELECT id
      FROM gate_lines INSERT OVERWRITE DIRECTORY '{dir}/plain' USING csv SELECT id INSERT OVERWRITE DIRECTORY '{dir}/other' USING csv SELECT id
      FROM (SELECT 1 AS id) INSERT OVERWRITE TABLE delta.`{dir}/table` SELECT id
      LOAD DATA INPATH '{dir}/plain.csv' INTO TABLE gate_lines
      LOAD DATA LOCAL INPATH '{dir}/plain.csv' OVERWRITE INTO TABLE gate_lines
      DELETE FROM gate_lines
      DELETE FROM gate_lines WHERE id = 1
      DELETE FROM delta.`{dir}/table`
      DELETE FROM delta.`{dir}/table` WHERE id IN (SELECT id FROM gate_lines)
      UPDATE gate_lines SET id = 2
      UPDATE delta.`{dir}/table` SET id = 2 WHERE id = 1
      MERGE INTO gate_lines t USING gate_customers s ON t.id = s.id WHEN MATCHED THEN DELETE
      MERGE INTO delta.`{dir}/table` t USING gate_lines s ON t.id = s.id WHEN MATCHED THEN UPDATE SET id = 9
      MERGE INTO delta.`{dir}/table` t USING (SELECT 9 AS id) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *
      MERGE INTO delta.`{dir}/table` t USING gate_lines s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE
      OPTIMIZE delta.`{dir}/table`
      OPTIMIZE '{dir}/table' ZORDER BY (id)
      OPTIMIZE delta.`{dir}/table` WHERE id = 1
      VACUUM delta.`{dir}/table`
      VACUUM '{dir}/table' RETAIN 0 HOURS
      VACUUM delta.`{dir}/table` RETAIN 200 HOURS DRY RUN
      RESTORE TABLE delta.`{dir}/table` TO VERSION AS OF 0
      RESTORE delta.`{dir}/table` TO TIMESTAMP AS OF '2020-01-01'
      REORG TABLE delta.`{dir}/table` APPLY (PURGE)
      CONVERT TO DELTA parquet.`{dir}/parquet`
      GENERATE symlink_format_manifest FOR TABLE delta.`{dir}/table`
      DESCRIBE HISTORY delta.`{dir}/table`
      DESCRIBE DETAIL '{dir}/table'
      ALTER TABLE delta.`{dir}/table` DROP FEATURE deletionVectors
      SET
      SET -v
      SET spark.sql.ansi.enabled
      SET spark.sql.ansi.enabled = false
      SET `spark.sql.ansi.enabled` = false
      SET TIME ZONE 'UTC'
      SET TIME ZONE LOCAL
      SET hivevar:a=b
      RESET
      RESET spark.sql.ansi.enabled
      ADD JAR '{dir}/x.jar'
      ADD FILE '{dir}/plain.csv'
      ADD ARCHIVE '{dir}/plain.csv'
      ADD JARS '{dir}/x.jar' '{dir}/y.jar'
      LIST JAR
      LIST FILES
      LIST ARCHIVES
      REFRESH TABLE gate_lines
      REFRESH '{dir}'
      REFRESH FUNCTION f
      EXPLAIN SELECT 1
      EXPLAIN EXTENDED SELECT * FROM csv.`{dir}/plain.csv`
      EXPLAIN CODEGEN SELECT 1
      EXPLAIN FORMATTED SELECT 1
      EXPLAIN COST SELECT 1
      DESCRIBE QUERY SELECT * FROM csv.`{dir}/plain.csv`
      DESCRIBE DATABASE default
      DESCRIBE FUNCTION EXTENDED sum
      DESCRIBE TABLE EXTENDED delta.`{dir}/table`
      DESCRIBE csv.`{dir}/plain.csv`
      SHOW CATALOGS
      SHOW COLUMNS IN gate_lines
      SHOW CREATE TABLE gate_lines
      SHOW DATABASES
      SHOW FUNCTIONS
      SHOW PARTITIONS gate_lines
      SHOW TABLE EXTENDED LIKE '*'
      SHOW TABLES IN default
      SHOW TBLPROPERTIES gate_lines
      SHOW VIEWS
      SHOW CURRENT NAMESPACE
      SELECT TRANSFORM (id) USING 'cat' AS (x) FROM gate_lines
      FROM gate_lines MAP id USING 'cat' AS (x)
      FROM gate_lines REDUCE id USING 'cat' AS (x)
      SELECT * FROM gate_lines VERSION AS OF 1
      SELECT * FROM gate_lines TIMESTAMP AS OF (SELECT '2020-01-01')
      """;

  /** What Spark 4 has on top. */
  private static final String STATEMENTS_OF_FOUR =
      """
      DECLARE VARIABLE v INT DEFAULT 1
      DECLARE OR REPLACE v = 5
      SET VARIABLE v = 1
      SET VAR v = (SELECT max(id) FROM gate_lines)
      DROP TEMPORARY VARIABLE v
      EXECUTE IMMEDIATE 'SELECT 1'
      EXECUTE IMMEDIATE 'SELECT ?' USING 1
      EXECUTE IMMEDIATE 'DROP TABLE gate_lines'
      BEGIN SELECT 1; END
      BEGIN DECLARE v INT; SET v = 1; SELECT v; END
      BEGIN IF true THEN DROP VIEW gate_lines; END IF; END
      CREATE FUNCTION f(x INT) RETURNS INT RETURN x + 1
      CREATE TEMPORARY FUNCTION f(x INT) RETURNS INT RETURN x + 1
      CREATE FUNCTION f() RETURNS TABLE (x INT) RETURN SELECT 1
      CREATE TABLE made CLUSTER BY (a) AS SELECT 1 AS a
      CALL spark_catalog.system.run('x')
      SHOW PROCEDURES
      SELECT * FROM IDENTIFIER('gate_' || 'lines')
      DELETE FROM IDENTIFIER('gate_lines')
      INSERT INTO IDENTIFIER('gate_' || 'lines') SELECT 1
      USE IDENTIFIER('default')
      SET CATALOG IDENTIFIER('spark_catalog')
      DESCRIBE TABLE EXTENDED delta.`{dir}/table` AS JSON
      """;

  /** Queries in form that reach for more than the lake. */
  private static final String REACHING_QUERIES =
      """
      SELECT * FROM csv.`{dir}/plain.csv`
      SELECT * FROM CSV.`{dir}/plain.csv`
      SELECT * FROM `csv`.`{dir}/plain.csv`
      SELECT * FROM text.`{dir}/plain.csv`
      SELECT * FROM json.`{dir}/plain.csv`
      SELECT * FROM parquet.`{dir}/parquet`
      SELECT * FROM orc.`{dir}/parquet`
      SELECT * FROM delta.`{dir}/table`
      SELECT * FROM delta.`{dir}/table@v0`
      SELECT * FROM binaryFile.`{dir}/plain.csv`
      SELECT * FROM jdbc.`{dir}/plain.csv`
      SELECT * FROM org.apache.spark.sql.execution.datasources.text.`{dir}/plain.csv`
      TABLE csv.`{dir}/plain.csv`
      FROM csv.`{dir}/plain.csv` SELECT *
      SELECT * FROM gate_lines, csv.`{dir}/plain.csv`
      SELECT * FROM gate_lines WHERE id IN (SELECT _c0 FROM csv.`{dir}/plain.csv`)
      SELECT (SELECT max(_c0) FROM csv.`{dir}/plain.csv`)
      SELECT * FROM gate_lines WHERE EXISTS (SELECT 1 FROM csv.`{dir}/plain.csv`)
      WITH t AS (SELECT * FROM csv.`{dir}/plain.csv`) SELECT * FROM t
      WITH t AS (WITH u AS (SELECT * FROM csv.`{dir}/plain.csv`) SELECT * FROM u) SELECT 1
      SELECT * FROM gate_lines, LATERAL (SELECT * FROM csv.`{dir}/plain.csv`)
      SELECT 1 UNION SELECT * FROM csv.`{dir}/plain.csv`
      SELECT 1 ORDER BY (SELECT max(_c0) FROM csv.`{dir}/plain.csv`)
      SELECT sum(1) OVER w FROM gate_lines WINDOW w AS (PARTITION BY (SELECT max(_c0) FROM csv.`{dir}/plain.csv`))
      SELECT filter(array(1), x -> x IN (SELECT _c0 FROM csv.`{dir}/plain.csv`))
      SELECT CASE WHEN true THEN (SELECT max(_c0) FROM csv.`{dir}/plain.csv`) END
      SELECT * FROM gate_lines PIVOT (sum(id) FOR kind IN ('a')) JOIN csv.`{dir}/plain.csv`
      SELECT * FROM default.nosuch
      SELECT * FROM spark_catalog.default.gate_lines
      SELECT * FROM information_schema.tables
      SELECT * FROM global_temp.gate_lines
      SELECT reflect('java.lang.System', 'getenv', 'PATH')
      SELECT REFLECT('java.lang.System', 'getProperty', 'user.home')
      SELECT `reflect`('java.lang.System', 'getProperty', 'user.home')
      SELECT java_method('java.lang.System', 'getProperty', 'user.home')
      SELECT id FROM gate_lines WHERE reflect('a', 'b') = 'c'
      SELECT id FROM gate_lines GROUP BY id HAVING reflect('a', 'b') = 'c'
      SELECT id FROM gate_lines ORDER BY reflect('a', 'b')
      SELECT sum(id) FILTER (WHERE reflect('a', 'b') = 'c') FROM gate_lines
      SELECT transform(array(1), x -> reflect('a', 'b'))
      SELECT sum(id) OVER (PARTITION BY reflect('a', 'b')) FROM gate_lines
      SELECT sum(id) OVER w FROM gate_lines WINDOW w AS (ORDER BY reflect('a', 'b'))
      SELECT * FROM gate_lines JOIN gate_customers ON reflect('a', 'b') = 'c'
      SELECT * FROM gate_lines LATERAL VIEW explode(array(reflect('a', 'b'))) t AS x
      SELECT * FROM gate_lines LATERAL VIEW reflect('a', 'b') t AS x
      SELECT * FROM VALUES (reflect('a', 'b'))
      SELECT * FROM range(reflect('a', 'b'))
      SELECT * FROM explode(array(reflect('a', 'b')))
      SELECT 1 LIMIT reflect('a', 'b')
      SELECT from_json('{}', reflect('a', 'b'))
      SELECT from_xml('<a/>', 'a INT', map('rowValidationXSDPath', '{dir}/plain.csv'))
      SELECT xpath_string('<!DOCTYPE a [<!ENTITY b SYSTEM "file:{dir}/plain.csv">]><a>&b;</a>', 'a')
      SELECT from_protobuf(x'00', 'm', '{dir}/plain.csv')
      SELECT from_avro(x'00', '"int"', map('avroSchemaUrl', '{dir}/plain.csv'))
      SELECT nosuchfunction(1)
      SELECT default.f(1)
      SELECT spark_catalog.default.f(1)
      SELECT * FROM table_changes('gate_lines', 0)
      SELECT * FROM table_changes_by_path('{dir}/table', 0)
      SELECT * FROM read_files('{dir}/plain.csv')
      SELECT * FROM python_worker_logs()
      SELECT * FROM nosuchfunction(TABLE(gate_lines))
      SELECT IDENTIFIER('ref' || 'lect')('a', 'b')
      SELECT IDENTIFIER('reflect')('a', 'b')
      SELECT :name
      SELECT ?
      SELECT * FROM gate_lines WHERE id = :id
      SELECT * FROM gate_lines LIMIT ?
      """;

  private static final String PIPES_OF_FOUR =
      """
      FROM gate_lines |> WHERE id IN (SELECT _c0 FROM csv.`{dir}/plain.csv`)
      FROM gate_lines |> SELECT reflect('a', 'b')
      FROM gate_lines |> JOIN csv.`{dir}/plain.csv`
      SELECT try_reflect('a', 'b')
      SELECT system.builtin.reflect('a', 'b')
      """;

  private static final String QUERIES =
      """
      SELECT 1
      SELECT 1;
      select Id, upper(kind) from GATE_LINES where amount > 1.5
      TABLE gate_lines
      FROM gate_lines SELECT id
      VALUES (1, 'a'), (2, 'b')
      SELECT * FROM VALUES (1, 'a'), (2, 'b') AS t(n, s)
      SELECT DISTINCT kind FROM gate_lines
      SELECT * FROM gate_lines ORDER BY amount DESC NULLS LAST, id LIMIT 2 OFFSET 1
      SELECT * FROM gate_lines SORT BY id
      SELECT * FROM gate_lines DISTRIBUTE BY id
      SELECT * FROM gate_lines CLUSTER BY id
      SELECT * FROM gate_lines TABLESAMPLE (50 PERCENT)
      SELECT * FROM gate_lines TABLESAMPLE (2 ROWS)
      SELECT kind, count(*), sum(amount) FROM gate_lines GROUP BY kind HAVING count(*) > 0
      SELECT kind, count(DISTINCT id), avg(amount), stddev(amount), median(amount) FROM gate_lines GROUP BY ALL
      SELECT kind, percentile_approx(amount, array(0.5, 0.9)) FROM gate_lines GROUP BY 1 ORDER BY 1
      SELECT kind, id, sum(amount) FROM gate_lines GROUP BY ROLLUP (kind, id)
      SELECT kind, id, sum(amount), grouping(kind) FROM gate_lines GROUP BY CUBE (kind, id)
      SELECT kind, id, sum(amount) FROM gate_lines GROUP BY GROUPING SETS ((kind), (id), ())
      SELECT sum(amount) FILTER (WHERE kind = 'a') FROM gate_lines
      SELECT collect_list(struct(id, kind)), collect_set(kind) FROM gate_lines
      SELECT max_by(kind, amount), first(kind), any_value(kind) FROM gate_lines
      SELECT * FROM gate_lines l JOIN gate_customers c ON l.id = c.id
      SELECT * FROM gate_lines JOIN gate_customers USING (id)
      SELECT * FROM gate_lines NATURAL JOIN gate_customers
      SELECT * FROM gate_lines l LEFT JOIN gate_customers c ON l.id = c.id
      SELECT * FROM gate_lines l FULL OUTER JOIN gate_customers c ON l.id = c.id
      SELECT * FROM gate_lines l LEFT SEMI JOIN gate_customers c ON l.id = c.id
      SELECT * FROM gate_lines l LEFT ANTI JOIN gate_customers c ON l.id = c.id
      SELECT * FROM gate_lines CROSS JOIN gate_customers
      SELECT /*+ BROADCAST(c) */ * FROM gate_lines l JOIN gate_customers c ON l.id = c.id
      SELECT /*+ REPARTITION(3) */ * FROM gate_lines
      SELECT id, row_number() OVER (PARTITION BY kind ORDER BY amount) FROM gate_lines
      SELECT id, sum(amount) OVER w, lag(amount) OVER w, ntile(4) OVER w FROM gate_lines WINDOW w AS (PARTITION BY kind ORDER BY id)
      SELECT id, avg(amount) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM gate_lines
      WITH t AS (SELECT id FROM gate_lines), u AS (SELECT * FROM t) SELECT * FROM t JOIN u USING (id)
      WITH t (n) AS (SELECT 1) SELECT * FROM t, (WITH s AS (SELECT n FROM t) SELECT * FROM s)
      SELECT id FROM gate_lines UNION SELECT id FROM gate_customers
      SELECT id FROM gate_lines UNION ALL SELECT id FROM gate_customers
      SELECT id FROM gate_lines INTERSECT SELECT id FROM gate_customers
      SELECT id FROM gate_lines EXCEPT ALL SELECT id FROM gate_customers
      (SELECT 1) MINUS (SELECT 2)
      SELECT * FROM gate_lines WHERE id IN (SELECT id FROM gate_customers WHERE name LIKE 'A%')
      SELECT * FROM gate_lines WHERE (id, kind) NOT IN (SELECT id, name FROM gate_customers)
      SELECT * FROM gate_lines l WHERE EXISTS (SELECT 1 FROM gate_customers c WHERE c.id = l.id)
      SELECT id, (SELECT max(name) FROM gate_customers c WHERE c.id = l.id) FROM gate_lines l
      SELECT * FROM gate_lines WHERE amount > (SELECT avg(amount) FROM gate_lines)
      SELECT * FROM gate_lines l, LATERAL (SELECT name FROM gate_customers c WHERE c.id = l.id)
      SELECT id, tag FROM gate_customers LATERAL VIEW explode(tags) t AS tag
      SELECT id, pos, tag FROM gate_customers LATERAL VIEW OUTER posexplode(tags) t AS pos, tag
      SELECT id, explode(tags) FROM gate_customers
      SELECT inline(array(struct(1, 'a'), struct(2, 'b')))
      SELECT stack(2, 1, 'a', 2, 'b')
      SELECT * FROM range(5)
      SELECT * FROM range(1, 10, 2)
      SELECT * FROM explode(array(1, 2))
      SELECT * FROM (SELECT kind, id, amount FROM gate_lines) PIVOT (sum(amount) FOR kind IN ('a', 'b'))
      SELECT * FROM gate_lines UNPIVOT (n FOR what IN (id, amount))
      SELECT transform(tags, t -> upper(t)), filter(tags, t -> t > 'a'), exists(tags, t -> t = 'x') FROM gate_customers
      SELECT aggregate(array(1, 2, 3), 0, (a, b) -> a + b), zip_with(array(1), array(2), (a, b) -> a + b)
      SELECT map_filter(map('a', 1), (k, v) -> v > 0), transform_values(map('a', 1), (k, v) -> v + 1)
      SELECT get(tags, 0), tags[0], element_at(tags, 1), size(tags), sort_array(tags), array_join(tags, ',') FROM gate_customers
      SELECT CASE WHEN amount > 2 THEN 'large' ELSE 'small' END, if(id = 1, 'x', 'y'), coalesce(NULL, 1), nullif(1, 1) FROM gate_lines
      SELECT cast('1' AS INT), try_cast('x' AS INT), bigint('1'), date'2024-01-31', timestamp'2024-01-31 12:00:00', interval 1 day
      SELECT date_add(date'2024-01-31', 1), date_trunc('month', timestamp'2024-01-31 12:00:00'), extract(YEAR FROM date'2024-01-31'), months_between(date'2024-01-31', date'2023-01-31')
      SELECT dateadd(MONTH, 1, date'2024-01-31'), datediff(date'2024-01-31', date'2023-01-31'), current_date(), current_date, now()
      SELECT trim(BOTH 'x' FROM 'xax'), substring('abc' FROM 2 FOR 1), position('a' IN 'cba'), overlay('abc' PLACING 'x' FROM 1), concat_ws('-', 'a', 'b'), 'a' || 'b'
      SELECT 'abc' LIKE 'a%', 'abc' RLIKE '^a', 'abc' ILIKE 'A%', 'abc' LIKE ANY ('a%', 'b%'), regexp_extract('a1', '[0-9]', 0)
      SELECT 5 DIV 2, 5 % 2, 5 BETWEEN 1 AND 9, 1 <=> NULL, NOT true, 1 IS DISTINCT FROM 2, 1 & 3, ~1
      SELECT round(1.25, 1), floor(1.5), ceil(1.5), log10(10), pow(2, 3), greatest(1, 2), width_bucket(5, 0, 10, 5)
      SELECT from_json('{"a":1}', 'a INT').a, get_json_object('{"a":1}', '$.a'), to_json(struct(1 AS a)), json_tuple('{"a":1}', 'a')
      SELECT to_csv(struct(1, 2)), from_csv('1', 'a INT'), schema_of_json('{"a":1}')
      SELECT md5('a'), sha2('a', 256), hash(1), xxhash64(1), crc32('a'), uuid(), rand(1), typeof(1), version()
      SELECT named_struct('a', 1).a, struct(1, 2), map('a', array(1)), array(1, 2), arrays_zip(array(1), array(2))
      SELECT l.* FROM gate_lines l
      SELECT count(*) FROM (SELECT id FROM gate_lines GROUP BY id)
      SELECT window.start, count(*) FROM VALUES (timestamp'2024-01-31 12:00:00') t(at) GROUP BY window(at, '1 hour')
      SELECT try_divide(1, 0), try_add(1, 2), try_to_timestamp('x')
      SELECT url_encode('a b'), parse_url('http://a/b', 'HOST')
      SELECT monotonically_increasing_id(), spark_partition_id(), input_file_name() FROM gate_lines
      SHOW TABLES
      SHOW TABLES LIKE 'gate*'
      DESCRIBE gate_lines
      DESC TABLE gate_lines
      """;

  private static final String QUERIES_OF_FOUR =
      """
      FROM gate_lines |> WHERE amount > 1 |> AGGREGATE sum(amount) AS total GROUP BY kind |> ORDER BY total |> LIMIT 3
      FROM gate_lines |> SELECT id, kind |> EXTEND upper(kind) AS k |> DROP kind |> SET id = id + 1 |> AS t
      TABLE gate_lines |> JOIN gate_customers USING (id) |> SELECT DISTINCT kind
      FROM gate_lines |> SELECT kind, amount |> PIVOT (sum(amount) FOR kind IN ('a'))
      SELECT listagg(kind, ',') WITHIN GROUP (ORDER BY id) FROM gate_lines
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) FROM gate_lines
      SELECT * FROM IDENTIFIER('gate_lines')
      SELECT * EXCEPT (kind) FROM gate_lines
      SELECT '1'::INT
      SELECT parse_json('{"a":1}'):a, variant_get(parse_json('{"a":1}'), '$.a', 'int')
      SELECT * FROM variant_explode(parse_json('[1]'))
      SELECT kind COLLATE UNICODE_CI = 'A' FROM gate_lines
      SELECT system.builtin.sum(id) FROM gate_lines
      WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT * FROM t
      """;

  @BeforeAll
  static void make_what_is_watched() throws IOException {
    spark = Sparks.session();
    spark
        .sql(
            "SELECT * FROM VALUES (1, 'a', 1.5), (2, 'b', 2.5), (2, 'a', 4.0) AS t(id, kind, amount)")
        .createOrReplaceTempView("gate_lines");
    spark
        .sql(
            "SELECT * FROM VALUES (1, 'Ada', array('x', 'y')), (3, 'Bob', array()) t(id, name, tags)")
        .createOrReplaceTempView("gate_customers");
    Files.writeString(directory.resolve("plain.csv"), "secret,1\n");
    Files.createDirectories(directory.resolve("plain"));
    Files.writeString(directory.resolve("plain/one.csv"), "a,b\n1,2\n");
    spark.range(3).coalesce(1).write().parquet(directory.resolve("parquet").toString());
    spark.range(3).coalesce(1).write().format("delta").save(directory.resolve("table").toString());
  }

  @Test
  void no_statement_passes_and_nothing_changes() {
    Map<String, String> files = files(directory);
    Map<String, String> settings = settings();
    List<String> views = views();
    SoftAssertions softly = new SoftAssertions();

    int tried = 0;
    for (String statement : statements()) {
      tried++;
      softly
          .assertThat(refusal(statement))
          .as(statement)
          .isNotEqualTo(ANSWERED)
          .doesNotContain("cannot be read", "cannot be answered", UNFORESEEN);
      for (UnaryOperator<String> disguise : DISGUISES) {
        tried++;
        String hidden = disguise.apply(statement);
        if (!hidden.equals(statement)) {
          softly
              .assertThat(refusal(hidden))
              .as(hidden)
              .isNotEqualTo(ANSWERED)
              .doesNotContain(UNFORESEEN);
        }
      }
    }
    softly.assertAll();

    assertThat(tried).isGreaterThan(1500);
    assertThat(files(directory)).isEqualTo(files);
    assertThat(settings()).isEqualTo(settings);
    assertThat(views()).isEqualTo(views);
  }

  @Test
  void the_watch_would_notice_a_statement_that_passes(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("one.csv"), "a,b\n1,2\n");
    Map<String, String> before = files(other);

    spark.sql("INSERT OVERWRITE DIRECTORY '" + other + "' USING csv SELECT 1");

    assertThat(files(other)).isNotEqualTo(before);
  }

  @Test
  void no_query_reaches_beyond_the_lake_nor_runs_code() {
    SoftAssertions softly = new SoftAssertions();

    for (String query : lines(REACHING_QUERIES, PIPES_OF_FOUR)) {
      softly
          .assertThat(refusal(query))
          .as(query)
          .isNotEqualTo(ANSWERED)
          .doesNotContain("secret", UNFORESEEN);
    }
    softly.assertAll();

    assertThat(refusal("SELECT * FROM csv.`/etc/shadow`"))
        .isEqualTo(
            "Only the tables and views of the lake can be read; `SHOW TABLES` lists them."
                + " csv.`/etc/shadow` is a file: add --files to read files as well.");
    assertThat(refusal("SELECT reflect('a', 'b')"))
        .isEqualTo(
            "Queries cannot call reflect(): it can run code or read files, which is more than a"
                + " query may.");
    assertThat(refusal("INSERT OVERWRITE DIRECTORY '/some/dir' USING csv SELECT 1"))
        .isEqualTo(
            "Only queries are answered here, and INSERT OVERWRITE DIRECTORY is none. Nothing was"
                + " executed.");
  }

  @Test
  void ordinary_queries_are_answered() {
    SoftAssertions softly = new SoftAssertions();

    for (String query : lines(QUERIES, QUERIES_OF_FOUR)) {
      softly
          .assertThatCode(() -> Queries.answer(spark, query))
          .as(query)
          .doesNotThrowAnyException();
    }
    softly.assertAll();

    assertThat(
            Queries.answer(
                    spark,
                    "WITH t AS (SELECT id, sum(amount) AS total FROM gate_lines GROUP BY id)"
                        + " SELECT name, total, (SELECT max(id) FROM gate_lines) FROM t JOIN"
                        + " gate_customers USING (id)")
                .collectAsList()
                .toString())
        .isEqualTo("[[Ada,1.5,2]]");
    assertThat(Queries.answer(spark, "SELECT '${env:PATH}${system:user.home}'").head().getString(0))
        .isEqualTo("${env:PATH}${system:user.home}");
  }

  @Test
  void files_are_read_where_they_are_asked_for_and_still_not_written() {
    Map<String, String> files = files(directory);
    Stream.of(
            "SELECT * FROM text.`{dir}/plain.csv`",
            "WITH t AS (SELECT * FROM parquet.`{dir}/parquet`) SELECT t.id FROM t, csv.`{dir}/plain.csv`",
            "SELECT * FROM delta.`{dir}/table` WHERE id > 1")
        .map(QueryGateTest::there)
        .forEach(
            query ->
                assertThat(Queries.answer(spark, query, Queries.Reach.FILES).columns())
                    .as(query)
                    .hasSize(1));
    assertThat(
            Queries.answer(
                    spark, there("SELECT * FROM text.`{dir}/plain.csv`"), Queries.Reach.FILES)
                .head()
                .getString(0))
        .isEqualTo("secret,1");

    for (String statement : statements()) {
      Throwable refused =
          catchThrowable(() -> Queries.answer(spark, statement, Queries.Reach.FILES));
      assertThat(refused).as(statement).isInstanceOf(ConfigurationException.class);
    }
    assertThat(
            catchThrowable(
                () ->
                    Queries.answer(
                        spark, there("SELECT * FROM jdbc.`{dir}/x`"), Queries.Reach.FILES)))
        .hasMessageContaining("is none of them");
    assertThat(files(directory)).isEqualTo(files);
  }

  /** The message of the refusal. */
  private static String refusal(String text) {
    Throwable thrown = catchThrowable(() -> Queries.answer(spark, text));
    if (thrown == null) {
      return ANSWERED;
    }
    return thrown instanceof ConfigurationException ? thrown.getMessage() : UNFORESEEN + thrown;
  }

  private static List<String> statements() {
    return lines(STATEMENTS, STATEMENTS_OF_FOUR);
  }

  private static List<String> lines(String always, String ofFour) {
    List<String> lines = new ArrayList<>(always.lines().toList());
    if (spark.version().startsWith("4")) {
      lines.addAll(ofFour.lines().toList());
    }
    return lines.stream().map(QueryGateTest::there).toList();
  }

  private static String there(String text) {
    return text.replace("{dir}", directory.toString());
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    spark.conf().getAll().foreach(setting -> settings.put(setting._1(), setting._2()));
    return settings;
  }

  private static List<String> views() {
    return spark.sql("SHOW TABLES").collectAsList().stream().map(Object::toString).toList();
  }

  /** Name, size and content of all files. */
  private static Map<String, String> files(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      Map<String, String> files = new TreeMap<>();
      for (Path path : paths.toList()) {
        String content =
            Files.isRegularFile(path)
                ? Files.size(path) + " " + Arrays.hashCode(Files.readAllBytes(path))
                : "directory";
        files.put(path.toString(), content);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
