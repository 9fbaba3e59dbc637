package io.clientele.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.scheme.SchemeLibrary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no Spark; those that do are run for real by the launcher's own check. */
class CommandLineTest {
  private static final Path HOME =
      Path.of(System.getProperty("clientele.home", "../..")).toAbsolutePath();

  @TempDir Path directory;

  record Result(int code, String out, String err) {}

  @Test
  void help_has_examples_and_exit_codes() {
    Result help = execute("--help");

    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("clientele run", "Exit codes", "validate", "calibrate", "sql", "generate");
    for (String command :
        new String[] {
          "run",
          "validate",
          "explain",
          "compare",
          "calibrate",
          "sql",
          "generate",
          "docs",
          "notebook"
        }) {
      assertThat(execute(command, "--help").out()).contains("Example");
    }
  }

  @Test
  void the_shipped_configurations_are_valid() {
    for (String file :
        new String[] {
          "conf/clientele.yaml",
          "conf/examples/online-retail.yaml",
          "conf/examples/online-retail-returns.yaml",
          "conf/examples/online-retail-daily.yaml"
        }) {
      Result result = execute("validate", "--config", HOME.resolve(file).toString());
      assertThat(result.err()).isEmpty();
      assertThat(result.code()).isZero();
      assertThat(result.out())
          .contains("is valid")
          .containsPattern("lifecycle_9 v\\d+: 10 segments");
    }
  }

  @Test
  void a_wrong_setting_is_exit_code_two_and_one_message() throws Exception {
    Path file = Files.writeString(directory.resolve("bad.yaml"), "base: x\nlake: [1\n");

    Result broken = execute("validate", "--config", file.toString());
    Result missing = execute("validate", "--config", directory.resolve("none.yaml").toString());
    Result undated =
        execute(
            "run",
            "--config",
            HOME.resolve("conf/clientele.yaml").toString(),
            "--set",
            "as_of=",
            "--set",
            "schemes=[abc, rmf]");

    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err())
        .contains("bad.yaml:3")
        .contains("not valid YAML")
        .doesNotContain("\tat ");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("There is no configuration");
    assertThat(undated.code()).isEqualTo(2);
    assertThat(undated.err()).contains("No as-of date");
  }

  @Test
  void an_unknown_scheme_names_the_nearest() {
    Result result =
        execute(
            "validate",
            "--config",
            HOME.resolve("conf/clientele.yaml").toString(),
            "--set",
            "schemes=[abc, lifecicle_9]");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("there is no scheme 'lifecicle_9'")
        .contains("did you mean 'lifecycle_9'?");
  }

  @Test
  void a_calibration_refuses_before_the_work_what_it_could_not_finish() throws Exception {
    Path edited = Files.writeString(directory.resolve("scores.yaml"), "mine");
    String config = HOME.resolve("conf/clientele.yaml").toString();

    Result taken = execute("calibrate", "--config", config, "--out", directory.toString());
    Result levels = execute("calibrate", "--config", config, "--levels", "80,50");
    Result one = execute("calibrate", "--config", config, "--levels", "80");
    Result scheme = execute("calibrate", "--config", config, "--scheme", "rfm");

    assertThat(taken.code()).isEqualTo(2);
    assertThat(taken.err()).contains(edited.toString()).contains("overwrite with --force");
    assertThat(edited).hasContent("mine");
    assertThat(levels.code()).isEqualTo(2);
    assertThat(levels.err()).contains("The levels 80,50 make no limits");
    assertThat(one.err()).contains("--levels takes two whole numbers");
    assertThat(scheme.code()).isEqualTo(2);
    assertThat(scheme.err())
        .contains("there is no parameter active_days to calibrate")
        .contains("it has floor_orders, lost_apart");
  }

  @Test
  void a_scheme_file_is_checked_without_a_configuration() throws Exception {
    Path sound =
        Files.writeString(
            directory.resolve("sound.yaml"),
            """
            scheme: sound
            segments:
              - {name: once, when: frequency = 1}
              - {name: often, when: frequency >= 2}
            otherwise: rest
            """);
    Path broken =
        Files.writeString(
            directory.resolve("broken.yaml"),
            """
            scheme: broken
            segments:
              - {name: buyer, when: frequency >= 1}
              - {name: often, when: frequency_180d >= 2}
            otherwise: rest
            """);

    Result good = execute("validate", "--scheme", sound.toString());
    Result bad = execute("validate", "--scheme", sound.toString(), "--scheme", broken.toString());
    Result gone = execute("validate", "--scheme", directory.resolve("none.yaml").toString());

    assertThat(good.code()).isZero();
    assertThat(good.out()).contains("sound v1: 3 segments", "1     once", ">= 2  often");
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.out()).contains("1 error", "unreachable: nobody can come into often", "buyer");
    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.err()).contains("none.yaml cannot be read");
  }

  @Test
  void a_stack_trace_is_printed_where_it_is_asked_for() throws Exception {
    Path file = Files.writeString(directory.resolve("bad.yaml"), "base: x\nlake: [1\n");

    Result asked = execute("validate", "--verbose", "--config", file.toString());
    Result before = execute("--verbose", "validate", "--config", file.toString());

    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).contains("not valid YAML").contains("\tat io.clientele");
    assertThat(before.err()).contains("\tat io.clientele");
  }

  @Test
  void a_signal_is_told_once_and_what_follows_from_it_is_not() {
    StringWriter err = new StringWriter();
    Terminal terminal = new Terminal(new PrintWriter(err), new PrintWriter(err), false);

    terminal.stopped();
    terminal.error("clientele: something went wrong");

    assertThat(err.toString()).contains("stopped before the end").doesNotContain("went wrong");
  }

  @Test
  void an_error_of_the_jvm_is_a_sentence() {
    StringWriter err = new StringWriter();
    Terminal terminal = new Terminal(new PrintWriter(err), new PrintWriter(err), false);

    int code =
        Main.explain(new OutOfMemoryError("Java heap space"), terminal, Main.commandLine(terminal));

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("The memory was too small").doesNotContain("\tat ");
  }

  @Test
  void synthetic_lines_go_where_nothing_is() throws Exception {
    Configuration hadoop = new Configuration();
    GenerateCommand.Format csv = GenerateCommand.Format.csv;
    String beside = directory + "/b/new";
    Path empty = Files.createDirectories(directory.resolve("a/empty"));
    Path full = Files.createDirectories(directory.resolve("a/full"));
    Files.writeString(full.resolve("mine.csv"), "mine");
    Files.createDirectories(directory.resolve("b"));
    Files.writeString(directory.resolve("b/truth.csv"), "mine");

    assertThatCode(() -> GenerateCommand.checkEmpty(empty.toString(), csv, hadoop))
        .doesNotThrowAnyException();
    assertThatCode(() -> GenerateCommand.checkEmpty(empty + "/new", csv, hadoop))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> GenerateCommand.checkEmpty(full.toString(), csv, hadoop))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--out " + full + " is not empty");
    assertThatThrownBy(() -> GenerateCommand.checkEmpty(beside, csv, hadoop))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("b/truth.csv is there already and would be overwritten");
    assertThatCode(() -> GenerateCommand.checkEmpty(beside, GenerateCommand.Format.delta, hadoop))
        .doesNotThrowAnyException();
  }

  @Test
  void an_edited_scheme_of_the_product_counts_before_the_copy_in_the_jar() throws Exception {
    String edited =
        Files.readString(HOME.resolve("conf/schemes/abc.yaml"))
            .replaceFirst("version: \\d+", "version: 77");
    Files.createDirectories(directory.resolve("conf/schemes"));
    Files.writeString(directory.resolve("conf/schemes/abc.yaml"), edited);
    String home = System.getProperty("clientele.home");
    try {
      System.setProperty("clientele.home", directory.toString());

      assertThat(new SchemeLibrary(null).find("abc").text()).isEqualTo(edited);
      assertThat(new SchemeLibrary(null).find("rfm").text()).contains("scheme: rfm");
    } finally {
      System.setProperty("clientele.home", home);
    }
  }

  @Test
  void a_spreadsheet_gets_no_formula_from_a_customers_name() {
    assertThat(SqlCommand.harmless("=1+1")).isEqualTo("'=1+1");
    assertThat(SqlCommand.harmless("@sum")).isEqualTo("'@sum");
    assertThat(SqlCommand.harmless("plain")).isEqualTo("plain");
    assertThat(SqlCommand.harmless(null)).isNull();
  }

  static Result execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter outWriter = new PrintWriter(out);
    PrintWriter errWriter = new PrintWriter(err);
    int code =
        Main.commandLine(new Terminal(outWriter, errWriter, false))
            .setOut(outWriter)
            .setErr(errWriter)
            .execute(arguments);
    outWriter.flush();
    errWriter.flush();
    return new Result(code, out.toString(), err.toString());
  }
}
