package io.clientele.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code bin/clientele} over a product of one source file, with a Maven and a Java that pretend.
 */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  private static final Path HOME =
      Path.of(System.getProperty("clientele.home", "../..")).toAbsolutePath();

  private static final String SOURCE = "jobs/cli/src/main/Source.java";

  /** Builds a jar that holds the source, and counts that it did. */
  private static final String MAVEN =
      """
      #!/bin/sh
      if [ "$2" = -version ]; then echo "Apache Maven 3.9.6"; exit; fi
      echo "$@" >> "$SANDBOX/builds"
      sleep "${BUILD_SECONDS:-0}"
      if [ -e "$SANDBOX/broken" ]; then echo "cannot find symbol"; exit 1; fi
      to=jobs/cli/target/launcher
      mkdir -p $to
      cp jobs/cli/src/main/Source.java $to/clientele.jar
      printf '%s' "$(ls -d "$SANDBOX"/repository/*.jar | paste -sd:)" > $to/class-path.txt
      if [ -e "$SANDBOX/edits" ]; then
        mv "$SANDBOX/edits" jobs/cli/src/main/Source.java
      fi
      """;

  /**
   * Prints its arguments and what its jar holds; waits for a file first where one is named. Asked
   * for an archive of classes, it writes that and no more.
   */
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo "openjdk version \\"${JAVA_IS:-17}.0.1\\"" >&2; exit; fi
      while [ $# -gt 0 ] && [ "$1" != -jar ]; do
        case "$1" in -XX:ArchiveClassesAtExit=*) archive=${1#*=} ;; esac
        echo "option $1"
        shift
      done
      if [ -n "$archive" ]; then
        echo "$2" >> "$SANDBOX/archives"
        if [ -e "$SANDBOX/no-archive" ]; then exit 1; fi
        echo classes > "$archive"
        exit
      fi
      if [ -n "$WAIT_FOR" ]; then
        touch "$WAIT_FOR.started"
        until [ -e "$WAIT_FOR" ]; do sleep 0.05; done
      fi
      echo "jar $2 holds $(cat "$2")"
      """;

  @TempDir Path directory;
  private Path home;
  private Path programs;
  private String path = "";
  private int started;
  private final Map<Process, Integer> numbers = new HashMap<>();

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void a_product_of_one_file() throws Exception {
    home = Files.createDirectories(directory.resolve("the product"));
    programs = Files.createDirectories(directory.resolve("programs"));
    file(home.resolve("pom.xml"), "<project/>");
    file(home.resolve(".mvn/maven.config"), "");
    for (String module : List.of("model", "pipeline", "cli")) {
      file(home.resolve("jobs/" + module + "/pom.xml"), "<project/>");
      Files.createDirectories(home.resolve("jobs/" + module + "/src/main"));
    }
    file(home.resolve("jobs/model/src/spark4/Catalyst.java"), "4");
    file(home.resolve("conf/schemes/rfm.yaml"), "scheme: rfm");
    file(home.resolve(SOURCE), "one");
    file(directory.resolve("repository/delta-1.jar"), "delta 1");
    Files.createDirectories(home.resolve("bin"));
    Files.copy(
        HOME.resolve("bin/clientele"),
        home.resolve("bin/clientele"),
        StandardCopyOption.COPY_ATTRIBUTES);
    program("mvn", MAVEN);
    program("java", JAVA);
  }

  /** A test that failed leaves no process that waits. */
  @AfterEach
  void end_what_was_started() {
    numbers
        .keySet()
        .forEach(
            process -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void two_first_commands_at_once_build_once(boolean flock) throws Exception {
    if (!flock) {
      withoutFlock();
    }
    Process first = start("BUILD_SECONDS=1", "sql");
    Process second = start("BUILD_SECONDS=1", "sql");

    assertThat(end(first).out()).contains("holds one");
    assertThat(end(second).out()).contains("holds one");
    assertThat(builds()).isEqualTo(1);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void an_edited_scheme_and_a_touched_source_build_nothing() throws Exception {
    run("run");
    file(home.resolve("conf/schemes/rfm.yaml"), "scheme: rfm # edited");
    file(home.resolve(SOURCE), "one");

    Result again = run("run");

    assertThat(again.code()).isZero();
    assertThat(again.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void an_edited_source_is_built_beside_the_running_jar() throws Exception {
    Path go = directory.resolve("go");
    Process running = start("WAIT_FOR=" + go, "run");
    while (!Files.exists(directory.resolve("go.started"))) {
      Thread.sleep(20);
    }
    Path old = home.resolve(".build").resolve(kept().get(0)).resolve("clientele.jar");
    Object inode = Files.getAttribute(old, "unix:ino");

    // So many builds that the old one is beyond those that are kept anyway.
    for (String text : List.of("two", "three", "four")) {
      file(home.resolve(SOURCE), text);
      assertThat(run("sql").out()).contains("holds " + text);
    }

    assertThat(Files.getAttribute(old, "unix:ino")).isEqualTo(inode);
    file(go, "");
    assertThat(end(running).out()).contains("holds one");
    assertThat(kept()).hasSize(3);
    file(home.resolve(SOURCE), "five");
    assertThat(run("sql").out()).contains("holds five");
    assertThat(kept()).hasSize(2);
    assertThat(old).doesNotExist();
  }

  @Test
  void a_build_that_fails_says_so_and_leaves_the_old_ones() throws Exception {
    run("sql");
    file(home.resolve(SOURCE), "two");
    file(directory.resolve("broken"), "");

    Result failed = run("sql");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("cannot find symbol", "the build failed", "logs/build.log");
    file(home.resolve(SOURCE), "one");
    assertThat(run("sql").out()).contains("holds one");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void the_lock_of_a_command_that_died_is_taken_over() throws Exception {
    withoutFlock();
    Files.createDirectories(home.resolve(".build"));
    Files.createSymbolicLink(home.resolve(".build/lock.pid"), Path.of("999999"));

    assertThat(run("sql").out()).contains("holds one");
    assertThat(home.resolve(".build/lock.pid")).doesNotExist();
    assertThat(Files.isSymbolicLink(home.resolve(".build/lock.pid"))).isFalse();
  }

  @Test
  void sources_that_change_during_the_build_are_built_once_more() throws Exception {
    file(directory.resolve("edits"), "two");

    Result result = run("sql");

    assertThat(result.out()).contains("holds two");
    assertThat(result.err()).contains("the sources changed while they were built");
    assertThat(kept()).hasSize(1);
  }

  @Test
  void the_libraries_are_exactly_those_of_the_build_and_take_no_second_place() throws Exception {
    run("sql");
    Files.delete(directory.resolve("repository/delta-1.jar"));
    Path newer = file(directory.resolve("repository/delta-2.jar"), "delta 2");
    file(home.resolve("pom.xml"), "<project>newer</project>");

    String jar =
        run("sql").out().lines().filter(l -> l.startsWith("jar ")).findFirst().orElseThrow();

    Path lib = Path.of(jar.substring(4, jar.indexOf("clientele.jar")), "lib");
    try (Stream<Path> files = Files.list(lib)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly("delta-2.jar");
    }
    assertThat(Files.getAttribute(lib.resolve("delta-2.jar"), "unix:ino"))
        .isEqualTo(Files.getAttribute(newer, "unix:ino"));
  }

  @Test
  void a_release_without_sources_runs_the_jar_beside_bin() throws Exception {
    Files.delete(home.resolve("pom.xml"));
    file(home.resolve("clientele.jar"), "released");

    assertThat(run("sql").out()).contains("holds released");
    assertThat(directory.resolve("builds")).doesNotExist();
  }

  @Test
  void newer_javas_get_the_options_that_they_ask_for_and_others_are_refused() throws Exception {
    assertThat(run("sql").out()).doesNotContain("native-access");
    assertThat(end(start("JAVA_IS=21", "sql")).code()).isZero();
    assertThat(end(start("JAVA_IS=25", "--verbose", "run")).out())
        .contains("option --enable-native-access=ALL-UNNAMED")
        .contains("option --sun-misc-unsafe-memory-access=allow");

    Result old = end(start("JAVA_IS=11", "sql"));

    assertThat(old.code()).isEqualTo(2);
    assertThat(old.err()).contains("Java 17, 21 or 25;", "is Java 11. Point JAVA_HOME");
  }

  @Test
  void an_archive_of_classes_is_made_once_for_a_build_and_a_jvm() throws Exception {
    run("--help");
    assertThat(directory.resolve("archives")).doesNotExist();

    String first = archive(run("sql"));
    assertThat(archive(run("run"))).isEqualTo(first);
    assertThat(directory.resolve("archives")).content().hasLineCount(1);

    assertThat(archive(end(start("JAVA_IS=21", "run")))).isNotEqualTo(first);
    assertThat(directory.resolve("archives")).content().hasLineCount(2);
    assertThat(home.resolve(".build/training")).doesNotExist();
  }

  @Test
  void without_an_archive_of_classes_commands_work_and_it_is_tried_once() throws Exception {
    file(directory.resolve("no-archive"), "");

    assertThat(run("sql").err()).contains("see logs/archive.log");
    Result second = run("sql");

    assertThat(second.code()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).doesNotContain("SharedArchiveFile").contains("holds one");
  }

  private static String archive(Result result) {
    String option = "option -XX:SharedArchiveFile=";
    return result
        .out()
        .lines()
        .filter(line -> line.startsWith(option))
        .map(line -> line.substring(option.length()))
        .findFirst()
        .orElseThrow();
  }

  /** All that the launcher may need, without flock. */
  private void withoutFlock() throws IOException {
    for (String name :
        ("bash sh cat cksum cp cut dirname find head ln ls mkdir mv paste ps readlink rm sed sha256sum"
                + " sleep sort tail touch tr")
            .split(" ")) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program) && !Files.exists(programs.resolve(name))) {
          Files.createSymbolicLink(programs.resolve(name), program);
        }
      }
    }
    path = programs.toString();
  }

  private Result run(String... arguments) throws Exception {
    return end(start("", arguments));
  }

  /**
   * Starts a command.
   *
   * @param variable {@code NAME=VALUE} for its environment, or nothing
   */
  private Process start(String variable, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(home.resolve("bin/clientele").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "SPARK_HOME", "CLIENTELE_LOG"));
    builder.environment().put("SANDBOX", directory.toString());
    builder
        .environment()
        .put("PATH", path.isEmpty() ? programs + ":/usr/local/bin:/usr/bin:/bin" : path);
    if (!variable.isEmpty()) {
      String[] parts = variable.split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }
    int number = started++;
    builder.redirectOutput(directory.resolve("out" + number).toFile());
    builder.redirectError(directory.resolve("err" + number).toFile());
    Process process = builder.start();
    numbers.put(process, number);
    return process;
  }

  private Result end(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    int number = numbers.get(process);
    return new Result(
        process.exitValue(),
        Files.readString(directory.resolve("out" + number)),
        Files.readString(directory.resolve("err" + number)));
  }

  private long builds() throws IOException {
    return Files.readAllLines(directory.resolve("builds")).size();
  }

  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(".build"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("cli-"))
          .toList();
    }
  }

  private void program(String name, String text) throws IOException {
    assertThat(file(programs.resolve(name), text).toFile().setExecutable(true)).isTrue();
  }

  private static Path file(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }
}
