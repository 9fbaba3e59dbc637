package io.clientele.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something the user wrote, or left out, in a configuration, a scheme or a command: exit code 2.
 */
public final class ConfigurationException extends ClienteleException {
  private static final long serialVersionUID = 1L;

  /** One problem in a sentence. */
  public ConfigurationException(String message) {
    this(message, null);
  }

  /** One problem in a sentence, and what made it known. */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Several problems, one a line, in the order in which they stand in the files. */
  public static ConfigurationException of(List<String> problems) {
    if (problems.size() == 1) {
      return new ConfigurationException(problems.get(0));
    }
    return new ConfigurationException(
        problems.size() + " problems:\n  - " + String.join("\n  - ", problems));
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
