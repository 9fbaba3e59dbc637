package io.clientele.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.support.Sparks;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1/0 | answered: Division by zero.",
        "SELECT id / (id - id) FROM range(3) | answered: Division by zero.",
        "SELECT cast('x' AS INT) | answered: The value 'x' of the type \"STRING\" cannot be cast",
        "SELECT date'2024-13-01' | The value of the typed literal",
        "SELECT make_date(2024, 13, 1) | answered: ",
        "SELECT 2147483647 + cast(id AS INT) FROM range(2) | overflow",
        "SELECT array(1)[id + 5] FROM range(1) | out of bounds",
        "SELECT (SELECT id FROM range(2)) | More than one row",
        "SELECT * FROM nosuch | answered: there is no table or view `nosuch`. `SHOW TABLES` lists",
        "SELECT nosuch FROM range(1) | `nosuch` cannot be resolved. Did you mean one of the following? [`id`]. (line 1, pos 7)",
        "SELECT id, count(*) FROM range(1) | using OVER clauses. (line 1, pos 0)",
        "SELECT sum('x', 1) | `sum` requires 1 parameters",
        "SELEC 1 | The query cannot be read: Syntax error at or near 'SELEC'.",
        "SELECT * FROM ( | read: Syntax error at or near end of input",
        "SELECT 'x | The query cannot be read: ",
        "SELECT * FROM range(1, 2, 0) | The query cannot be answered: "
      })
  void what_a_query_runs_into_is_one_sentence(String query, String expected) {
    Throwable failure = failure(query);

    assertThat(failure).isInstanceOf(ConfigurationException.class);
    assertThat(failure.getMessage())
        .startsWith("The query cannot be ")
        .contains(expected)
        .doesNotContain("SQLSTATE", "spark.sql.", "\n", "== SQL")
        .doesNotContainPattern("\\[[A-Z_.]+\\]")
        .hasSizeLessThan(700);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "SELECT raise_error('it is x'), it is x",
        "SELECT assert_true(id > 5) FROM range(2), is not true"
      })
  void what_a_query_raises_itself_is_told(String query, String expected) {
    assumeThat(Sparks.session().version()).as("older ones raise a nameless error").startsWith("4");

    assertThat(failure(query))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The query cannot be answered: ")
        .hasMessageContaining(expected);
  }

  @Test
  void a_query_without_measure_is_told_to_ask_for_less() {
    assertThat(QueryFailures.translate(new SparkException("x", new OutOfMemoryError("heap"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("needs more memory than there is")
        .hasMessageContaining("JAVA_OPTS");
    assertThat(QueryFailures.translate(new StackOverflowError()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nests too deep");
  }

  @Test
  void what_a_query_is_not_to_blame_for_stays_what_it_is() {
    IllegalStateException other = new IllegalStateException("disk");
    DataRefusedException known = new DataRefusedException("damaged");

    assertThat(QueryFailures.translate(other)).isSameAs(other);
    assertThat(QueryFailures.translate(new RuntimeException(known))).isSameAs(known);
  }

  private static Throwable failure(String query) {
    return catchThrowable(
        () -> {
          try {
            Queries.answer(Sparks.session(), query).collectAsList();
          } catch (Exception e) {
            throw QueryFailures.translate(e);
          }
        });
  }
}
