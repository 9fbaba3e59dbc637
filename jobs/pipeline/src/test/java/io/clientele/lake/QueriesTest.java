package io.clientele.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.support.Sparks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE runs",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO x VALUES (1)",
        "SET spark.x=1",
        "DELETE FROM x",
        "CREATE TEMPORARY FUNCTION f AS 'x.Y'",
        "ADD JAR '/tmp/x.jar'",
        "SELECT reflect('java.lang.System', 'getProperty', 'user.home')",
        "SELECT * FROM (SELECT java_method('java.lang.System', 'exit', 0))",
        "WITH t AS (SELECT reflect('a', 'b')) SELECT * FROM t",
        "SELECT TRANSFORM('a') USING 'cat' AS (x)",
        "EXECUTE IMMEDIATE 'DROP TABLE runs'",
        "SELECT IDENTIFIER('ref' || 'lect')('java.lang.System', 'exit', '1')",
        "SELECT sum(1) OVER w FROM range(2) WINDOW w AS (PARTITION BY reflect('a', 'b'))",
        "SELECT 1 WHERE 1 IN (SELECT reflect('a', 'b'))"
      })
  void statements_that_are_no_queries_are_refused(String text) {
    assertThatThrownBy(() -> Queries.answer(Sparks.session(), text))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void queries_are_answered_and_mistakes_named() {
    assertThat(
            Queries.answer(Sparks.session(), "WITH t AS (SELECT 1 a) SELECT a + 1 FROM t")
                .head()
                .getInt(0))
        .isEqualTo(2);
    assertThatThrownBy(() -> Queries.answer(Sparks.session(), "SELEC 1"))
        .hasMessageContaining("The query cannot be read");
    assertThatThrownBy(() -> Queries.answer(Sparks.session(), "SELECT nothing FROM nowhere"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SHOW TABLES");
  }
}
