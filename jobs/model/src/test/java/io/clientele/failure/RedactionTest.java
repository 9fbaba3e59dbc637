package io.clientele.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final Path HOME =
      Path.of(System.getProperty("clientele.home", "../..")).toAbsolutePath();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lake: s3a://KEY:SECRET@bucket/x is gone | lake: s3a://***@bucket/x is gone",
        "s3a://KEY:SEC/R+T@x=@bucket/x | s3a://***@bucket/x",
        "https://user:pw@host:8080/x?a=b | https://***@host:8080/x?a=b",
        "https://token@host/x | https://***@host/x",
        "jdbc:postgresql://h:5432/db?user=u&password=p%40w&ssl=true"
            + " | jdbc:postgresql://h:5432/db?user=u&password=***&ssl=true",
        "jdbc:oracle:thin:scott/tiger@//h:1521/db | jdbc:oracle:thin:***@//h:1521/db",
        "jdbc:sqlserver://h;user=u;password=a b;x=1 | jdbc:sqlserver://h;user=u;password=*** b;x=1",
        "--set spark.hadoop.fs.s3a.secret.key=abc | --set spark.hadoop.fs.s3a.secret.key=***",
        "spark.hadoop.fs.azure.account.key.a.dfs.core.windows.net=abc=="
            + " | spark.hadoop.fs.azure.account.key.a.dfs.core.windows.net=***",
        "wasbs://c@a/x?sv=1&sig=abc%3D | wasbs://c@a/x?sv=1&sig=***",
        "{password=a, user=b} | {password=***, user=b}",
      })
  void secrets_are_blanked_out(String text, String expected) {
    assertThat(Redaction.of(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abfss://container@account.dfs.core.windows.net/x",
        "hdfs://host:8020/a@b.csv",
        "file:/data/a@b/c.csv",
        "spark://host:7077",
        "customer a@b.de = 5",
        "revenue = 4 and frequency >= 2"
      })
  void a_text_without_secrets_stays_as_it_is(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @Test
  void the_value_of_a_secret_key_is_shown_in_no_part() {
    assertThat(Redaction.value("spark.hadoop.fs.s3a.secret.key", "abc")).isEqualTo("***");
    assertThat(Redaction.value("sep", ";")).isEqualTo(";");
  }

  @Test
  void the_log_has_none_in_messages_and_stack_traces() throws Exception {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(HOME.resolve("conf/log4j2.properties"))) {
      settings.load(file);
    }
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withPattern(settings.getProperty("appender.file.layout.pattern"))
            .withAlwaysWriteExceptions(false)
            .build();

    String written =
        layout.toSerializable(
            Log4jLogEvent.newBuilder()
                .setLoggerName("io.clientele.X")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage("s3a://k:se/cret@b/x, fs.s3a.secret.key=secret"))
                .setThrown(new IllegalStateException("https://u:secret@h/x?password=secret&a=b"))
                .build());

    assertThat(written)
        .contains("X: s3a://***@b/x, fs.s3a.secret.key=***")
        .contains("IllegalStateException: https://***@h/x?password=***&a=b")
        .contains("\tat io.clientele.failure.RedactionTest")
        .doesNotContain("cret@", "=secret", ":secret");
    assertThat(settings.getProperty("appender.file.layout.alwaysWriteExceptions"))
        .isEqualTo("false");
  }

  @Test
  void no_message_of_ours_can_carry_one() {
    assertThat(new ConfigurationException("lake: s3a://k:s@b is gone"))
        .hasMessage("lake: s3a://***@b is gone");
    assertThat(new DataRefusedException("s3a://k:s@b/x")).hasMessage("s3a://***@b/x");
    assertThat(new ConflictException("s3a://k:s@b/x")).hasMessage("s3a://***@b/x");
    assertThat(new ResourceException("s3a://k:s@b/x", null)).hasMessage("s3a://***@b/x");
  }
}
