package io.clientele.failure;

import org.jspecify.annotations.Nullable;

/**
 * The machine lacks something, such as memory or disk space: exit code 1. Nothing was published.
 */
public final class ResourceException extends ClienteleException {
  private static final long serialVersionUID = 1L;

  /** What is missing, where, and how to get more of it. */
  public ResourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 1;
  }
}
