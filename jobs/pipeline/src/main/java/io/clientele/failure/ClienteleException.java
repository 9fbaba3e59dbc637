package io.clientele.failure;

import org.jspecify.annotations.Nullable;

/** A failure with a message made for a person and an exit code that says who must act. */
public abstract sealed class ClienteleException extends RuntimeException
    permits ConfigurationException, DataRefusedException, ConflictException {
  private static final long serialVersionUID = 1L;

  ClienteleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The exit code of the process: 2 configuration, 3 data, 4 conflict. */
  public abstract int exitCode();
}
