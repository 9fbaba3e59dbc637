package io.clientele.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server of a test's own, where the machine has the program. */
public final class Postgres implements AutoCloseable {
  public static final String USER = "reader";
  public static final String PASSWORD = "s3cret of the test";

  private final Path programs;
  private final Path place;
  private final int port;

  private Postgres(Path programs, Path place, int port) {
    this.programs = programs;
    this.place = place;
    this.port = port;
  }

  /** Starts one; the test is skipped, and says so, where there is no PostgreSQL. */
  public static Postgres start() throws IOException {
    Path programs = programs();
    Assumptions.assumeTrue(programs != null, "skipped: this machine has no PostgreSQL");
    Path place = Files.createTempDirectory("clientele-postgres");
    Path password = Files.writeString(place.resolve("password"), PASSWORD + "\n");
    if (isRoot()) {
      // The server refuses to run as root.
      run(List.of("chown", "-R", "postgres", place.toString()));
    }
    Postgres server = new Postgres(programs, place, freePort());
    server.program(
        "initdb",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
        "--auth=scram-sha-256",
        "--username=" + USER,
        "--pwfile=" + password,
        "--pgdata=" + place.resolve("data"));
    server.program(
        "pg_ctl",
        "--wait",
        "--pgdata=" + place.resolve("data"),
        "--log=" + place.resolve("log"),
        "--options=-p "
            + server.port
            + " -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories="
            + place,
        "start");
    return server;
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public Properties login() {
    Properties login = new Properties();
    login.setProperty("user", USER);
    login.setProperty("password", PASSWORD);
    login.setProperty("driver", "org.postgresql.Driver");
    return login;
  }

  @Override
  public void close() throws IOException {
    program("pg_ctl", "--wait", "--mode=immediate", "--pgdata=" + place.resolve("data"), "stop");
  }

  private void program(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    Path output = Files.createTempFile("clientele-postgres", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static Path programs() throws IOException {
    Path debian = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(debian)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(debian)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo)
          .orElse(null);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
