package io.clientele.failure;

import org.jspecify.annotations.Nullable;

/** The data, not the configuration, forbids the run: exit code 3. Nothing was published. */
public final class DataRefusedException extends ClienteleException {
  private static final long serialVersionUID = 1L;

  /** What was found in the data, what was expected, and what to do. */
  public DataRefusedException(String message) {
    this(message, null);
  }

  /** The same, with what made it known. */
  public DataRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
