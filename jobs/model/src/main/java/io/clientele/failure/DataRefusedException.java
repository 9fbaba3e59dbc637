package io.clientele.failure;

import org.jspecify.annotations.Nullable;

/** The data, not the configuration, forbids the run: exit code 3. Nothing was published. */
public final class DataRefusedException extends ClienteleException {
  private static final long serialVersionUID = 1L;

  private final String summary;

  /** What was found in the data, what was expected, and what to do. */
  public DataRefusedException(String message) {
    this(message, null);
  }

  /** The same, with what made it known. */
  public DataRefusedException(String message, @Nullable Throwable cause) {
    this(message, "", cause);
  }

  /**
   * The same, with rows of the data to look at.
   *
   * @param rows lines to put after the message
   */
  public static DataRefusedException showing(String message, String rows) {
    return new DataRefusedException(message, rows, null);
  }

  private DataRefusedException(String message, String rows, @Nullable Throwable cause) {
    super(message + rows, cause);
    this.summary = message;
  }

  /** The message without rows of the data, for what is kept in the lake. */
  public String summary() {
    return summary;
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
