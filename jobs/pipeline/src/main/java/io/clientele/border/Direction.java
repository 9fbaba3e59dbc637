package io.clientele.border;

import java.util.Locale;

/** Which way a feature moves. */
public enum Direction {
  /** To greater values. */
  UP,
  /** To smaller ones. */
  DOWN;

  /** As the table and the messages write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
