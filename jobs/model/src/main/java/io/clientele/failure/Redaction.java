package io.clientele.failure;

import java.util.regex.Pattern;

/**
 * Blanks out passwords and keys in text that is shown or stored: in locations ({@code
 * s3a://KEY:SECRET@bucket}, {@code https://user:password@host}), and behind names that say so
 * ({@code password=…}, {@code spark.hadoop.fs.s3a.secret.key=…}).
 */
public final class Redaction {
  private static final String BLANK = "***";

  /** User and password before a host. Up to the last @: a secret may contain one, and slashes. */
  private static final Pattern USER =
      Pattern.compile(
          "([a-zA-Z][a-zA-Z0-9+.-]*://)[^/\\s:@'\"<>]*:(?!\\d+(?:[/\\s]|$))[^\\s'\"<>]*@");

  /** A token alone before the host; elsewhere than in the web that is a container's name. */
  private static final Pattern TOKEN = Pattern.compile("(https?://)[^/\\s@'\"<>]+@");

  private static final Pattern ORACLE =
      Pattern.compile("(jdbc:oracle:\\w+:)[^\\s@'\"]+@", Pattern.CASE_INSENSITIVE);

  private static final String NAME =
      "(?:password|passwd|pwd|secret|token|credentials?|access[._-]?key|account[._-]?key"
          + "|api[._-]?key|private[._-]?key|encryption[._-]?key|signature)";

  private static final Pattern VALUE =
      Pattern.compile(
          "((?:" + NAME + "[\\w.-]*|[?&;]sig)\\s*=\\s*)(?:'[^']*'|\"[^\"]*\"|[^\\s&;,'\"})\\]]+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_NAME = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

  private Redaction() {}

  /** The text without what is secret in it; a text without secrets stays as it is. */
  public static String of(String text) {
    String clean = text;
    if (clean.contains("@")) {
      clean = USER.matcher(clean).replaceAll("$1" + BLANK + "@");
      clean = TOKEN.matcher(clean).replaceAll("$1" + BLANK + "@");
      clean = ORACLE.matcher(clean).replaceAll("$1" + BLANK + "@");
    }
    return clean.contains("=") ? VALUE.matcher(clean).replaceAll("$1" + BLANK) : clean;
  }

  /** The value of a key, or nothing of it where the key's name says that it is secret. */
  public static String value(String key, String value) {
    return SECRET_NAME.matcher(key).find() ? BLANK : of(value);
  }
}
