package io.clientele.failure;

import java.io.IOException;
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

  /**
   * A place that does not let itself be used.
   *
   * @param place what it is and where it lies, such as {@code lake: hdfs:///lake}
   * @param done what could not be done: read, written, listed or cleaned
   */
  public static ConfigurationException unreachable(Object place, String done, IOException cause) {
    String told = cause.getMessage();
    String reason =
        told == null || told.isBlank() || place.toString().endsWith(told)
            ? cause.getClass().getSimpleName()
            : told;
    return new ConfigurationException(
        place
            + " cannot be "
            + done
            + " ("
            + reason
            + "). See that it is there, that it can be reached from here, and that you have the"
            + " right to do so.",
        cause);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
