package io.clientele.config;

import io.clientele.failure.Redaction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database that sources may be read from.
 *
 * @param name in the configuration
 * @param url as JDBC has it, without user and password
 * @param user who connects; null where userEnv tells, or nobody has to
 * @param userEnv the environment variable that has the user
 * @param passwordEnv the environment variable that has the password
 * @param passwordFile the file that has the password
 * @param driver the driver's class; null where the url tells
 * @param driverPath the driver's jar; null where it is on the class path
 */
public record ConnectionConfig(
    String name,
    String url,
    @Nullable String user,
    @Nullable String userEnv,
    @Nullable String passwordEnv,
    @Nullable String passwordFile,
    @Nullable String driver,
    @Nullable String driverPath) {

  private static final Key URL =
      Key.text("url", "the database as JDBC has it, without user and password")
          .required("jdbc:postgresql://db.example/shop")
          .matching("jdbc:[a-z][a-z0-9]*:.+", "a URL such as jdbc:postgresql://db.example/shop");

  private static final Key USER = Key.text("user", "who connects");

  private static final Key USER_ENV =
      Key.text("user_env", "the environment variable that holds the user, instead of user");

  private static final Key PASSWORD_ENV =
      Key.text("password_env", "the environment variable that holds the password");

  private static final Key PASSWORD_FILE =
      Key.text("password_file", "the file whose first line is the password");

  private static final Key DRIVER =
      Key.text("driver", "the class of the driver; the driver's jar tells it by itself mostly");

  private static final Key DRIVER_PATH =
      Key.text("driver_path", "the jar of the driver; none where it is on the class path");

  /** Every key. */
  static final Keys KEYS =
      Keys.of(
              "connections",
              Keys.Shape.NAMED,
              "databases that sources of format jdbc are read from",
              URL,
              USER,
              USER_ENV,
              PASSWORD_ENV,
              PASSWORD_FILE,
              DRIVER,
              DRIVER_PATH)
          .withoutEffect("a run's id has the rows that are read");

  static Map<String, ConnectionConfig> readAll(Section section) {
    Map<String, ConnectionConfig> connections = new LinkedHashMap<>();
    section.named().forEach((name, own) -> connections.put(name, read(name, own)));
    return connections;
  }

  private static ConnectionConfig read(String name, Section section) {
    String url = section.text(URL);
    if (!Redaction.of(url).equals(url)) {
      section.problem(URL, "has a password in it; write password_env or password_file instead");
    }
    ConnectionConfig connection =
        new ConnectionConfig(
            name,
            url,
            section.optionalText(USER),
            section.optionalText(USER_ENV),
            section.optionalText(PASSWORD_ENV),
            section.optionalText(PASSWORD_FILE),
            section.optionalText(DRIVER),
            section.optionalText(DRIVER_PATH));
    if (connection.user != null && connection.userEnv != null) {
      section.problem(USER_ENV, "give either user or user_env");
    }
    if (connection.passwordEnv != null && connection.passwordFile != null) {
      section.problem(PASSWORD_FILE, "give either password_env or password_file");
    }
    section.close();
    return connection;
  }
}
