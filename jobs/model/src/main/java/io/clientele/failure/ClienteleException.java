package io.clientele.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure with a message made for a person and an exit code that says who must act. Messages name
 * locations and settings as they were given, so secrets are blanked out here, once for all.
 */
public abstract sealed class ClienteleException extends RuntimeException
    permits ConfigurationException, DataRefusedException, ConflictException, ResourceException {
  private static final long serialVersionUID = 1L;

  ClienteleException(String message, @Nullable Throwable cause) {
    super(Redaction.of(message), cause);
  }

  /** The exit code of the process: 2 configuration, 3 data, 4 conflict, 1 the machine. */
  public abstract int exitCode();
}
