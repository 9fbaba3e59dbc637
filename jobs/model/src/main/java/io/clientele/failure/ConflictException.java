package io.clientele.failure;

/** Another run holds the lake, or overtook this one: exit code 4. Nothing was published. */
public final class ConflictException extends ClienteleException {
  private static final long serialVersionUID = 1L;

  /** Which run is in the way, and what to do. */
  public ConflictException(String message) {
    super(message, null);
  }

  @Override
  public int exitCode() {
    return 4;
  }
}
