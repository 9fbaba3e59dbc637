package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ClienteleException;
import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JVM, Spark and Hadoop throw, and what a person reads of it. */
class FailuresTest {
  private static final Places PLACES =
      Places.of(
          BaseConfig.parse(
              "shop.yaml",
              """
              base: shop
              currency: EUR
              lake: /data/lake
              data: /data
              sources:
                transactions:
                  format: parquet
                  path: lines/*.parquet
                  columns: {order_id: o, customer_id: c, ordered_at: d, revenue: r}
                  lookups:
                    heads: {format: parquet, path: lines/heads, key: h, on: h}
                customers:
                  format: parquet
                  path: customers
                  columns: {customer_id: c}
              schemes: [abc]
              """,
              List.of()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/data/lines/a.parquet|sources.transactions: ",
        "file:///data/lines/heads/a.parquet|sources.transactions.lookups.heads: ",
        "file:/data/customers/a.parquet|sources.customers: ",
        "file:/data/lake/runs/a.parquet|lake: ",
        "file:/elsewhere/a.parquet|file:/elsewhere/a.parquet cannot"
      })
  void a_file_that_cannot_be_read_is_named_with_its_source(String named) {
    String[] parts = named.split("\\|", -1);

    ClienteleException told =
        told(new IOException("[FAILED_READ_FILE.NO_HINT] file: " + parts[0] + ". x"));

    assertThat(told).hasMessageStartingWith(parts[1]).hasMessageContaining(parts[0]);
    assertThat(told.exitCode()).isEqualTo(3);
  }

  @Test
  void a_full_disk_is_named_with_the_place_and_two_ways_out() {
    ClienteleException lake =
        told(
            new ConfigurationException(
                "lake: x cannot be written",
                new IOException("path: file:/data/lake/runs/x: No space left on device")));
    ClienteleException elsewhere =
        told(new IllegalStateException(new IOException("No space left on device")));

    assertThat(lake.exitCode()).isEqualTo(1);
    assertThat(lake)
        .hasMessageContaining("The disk is full (No space left on device): lake: file:/data/lake")
        .hasMessageContaining("--set spark.local.dir=DIRECTORY");
    assertThat(elsewhere).hasMessageContaining("the lake, or spark.local.dir");
  }

  @Test
  void errors_have_a_sentence_too() {
    ClienteleException memory = told(new OutOfMemoryError("Java heap space"));
    ClienteleException task =
        told(
            new IllegalStateException(
                "Task 0 failed: java.lang.OutOfMemoryError: GC overhead limit exceeded"));
    ClienteleException deep = told(new StackOverflowError());
    ClienteleException absent = told(new NoClassDefFoundError("io/clientele/Gone"));

    assertThat(memory)
        .hasMessageContaining("The memory was too small")
        .hasMessageContaining("JAVA_OPTS");
    assertThat(memory.exitCode()).isEqualTo(1);
    assertThat(task).hasMessage(memory.getMessage());
    assertThat(deep).hasMessageContaining("nests too deep");
    assertThat(deep.exitCode()).isEqualTo(2);
    assertThat(absent).hasMessageContaining("io/clientele/Gone is not there");
    assertThat(absent.exitCode()).isEqualTo(1);
  }

  @Test
  void sparks_own_limit_of_memory_is_said_in_our_units() {
    ClienteleException told =
        told(
            new IllegalArgumentException(
                "[INVALID_DRIVER_MEMORY] System memory 314572800 must be at least 471859200."));

    assertThat(told.exitCode()).isEqualTo(2);
    assertThat(told).hasMessageContaining("may use 300 MiB, and Spark needs at least 450 MiB");
  }

  @Test
  void an_expression_that_fails_on_a_row_is_shown_with_the_reason() {
    ClienteleException told =
        told(
            new ArithmeticException(
                "[DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor being 0 and"
                    + " return NULL instead. If necessary set \"spark.sql.ansi.enabled\" to"
                    + " \"false\" to bypass this error. SQLSTATE: 22012\n"
                    + "== SQL (line 1, position 1) ==\namount / quantity\n^^^^^\n"));

    assertThat(told.exitCode()).isEqualTo(3);
    assertThat(told)
        .hasMessageStartingWith(
            "An expression (amount / quantity) fails on a row: Division by zero.")
        .message()
        .doesNotContain("bypass", "SQLSTATE");
  }

  @Test
  void what_nobody_foresaw_stays_what_it_is() {
    RuntimeException unknown = new IllegalStateException("x");

    assertThat(Failures.translate(unknown)).isSameAs(unknown);
    assertThat(Failures.translate(new IOException("y"))).hasMessage("IOException: y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "local[0]", "spark://host", "http://x:1", "local[two]"})
  void a_master_that_is_none_is_refused(String url) {
    assertThatThrownBy(() -> Master.check(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--master " + url + ": this is no Spark master");
  }

  @Test
  void a_master_that_does_not_answer_is_told_within_seconds() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
      int open = closed;
      assertThatCode(() -> Master.check("spark://127.0.0.1:1,127.0.0.1:" + open))
          .doesNotThrowAnyException();
    }

    assertThatThrownBy(() -> Master.check("spark://127.0.0.1:" + closed))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no Spark master answers there");
    assertThatThrownBy(() -> Master.check("yarn")).hasMessageContaining("SPARK_HOME");
    for (String local : List.of("local", "local[*]", "local[3]", "local[2, 4]")) {
      assertThatCode(() -> Master.check(local)).doesNotThrowAnyException();
    }
  }

  private static ClienteleException told(Throwable failure) {
    RuntimeException translated = Failures.translate(failure, PLACES);
    assertThat(translated).isInstanceOf(ClienteleException.class);
    return (ClienteleException) translated;
  }
}
