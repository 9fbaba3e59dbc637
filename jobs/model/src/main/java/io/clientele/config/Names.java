package io.clientele.config;

/** Names that users give and that become columns, tables or keys. */
public final class Names {
  /** What {@link #isLong} says, as a pattern. */
  public static final String LONG = "[a-z][a-z0-9_]{0,62}";

  private Names() {}

  /** Whether a name begins with a letter and has small letters, digits and _ only, 40 at most. */
  public static boolean isShort(String name) {
    return name.matches("[a-z][a-z0-9_]{0,39}");
  }

  /** The same with 63 characters at most. */
  public static boolean isLong(String name) {
    return name.matches(LONG);
  }
}
