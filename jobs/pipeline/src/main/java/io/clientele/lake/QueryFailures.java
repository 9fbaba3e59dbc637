package io.clientele.lake;

import io.clientele.failure.ClienteleException;
import io.clientele.failure.ConfigurationException;
import io.clientele.spark.Catalyst;
import java.time.DateTimeException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.jspecify.annotations.Nullable;

/** Finds the sentence for what a query runs into, be it in its text or in the rows. */
public final class QueryFailures {
  /**
   * The classes of SQL states that the query itself is to blame for: unsupported, cardinality,
   * data, syntax and access, program limits, raised by the query.
   */
  private static final Set<String> STATES = Set.of("0A", "21", "22", "42", "54", "P0");

  /** Advice that cannot be followed here: results do not depend on settings. */
  private static final Pattern ADVICE =
      Pattern.compile(
          " ?(If necessary,? )?(set|Set|You can set|Please set) \"?spark\\.[^\"\\s]+\"?[^\\n]*");

  private static final Pattern WRAPPING =
      Pattern.compile("^\\[[A-Z0-9_.]+\\] ?| ?SQLSTATE: \\w{5}");

  /** Where in the text; the plan follows. */
  private static final Pattern PLACE = Pattern.compile(";? line (\\d+) pos (\\d+);?.*");

  private static final int LONGEST = 600;

  private QueryFailures() {}

  /** The failure as the user should see it; what the query is not to blame for stays what it is. */
  public static RuntimeException translate(Throwable failure) {
    @Nullable String told = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClienteleException known) {
        return known;
      }
      if (cause instanceof OutOfMemoryError || isOutOfMemory(cause)) {
        return new ConfigurationException(
            "The query needs more memory than there is ("
                + Runtime.getRuntime().maxMemory() / (1024 * 1024)
                + " MB here). Let it make fewer or smaller rows, or give more, as in"
                + " JAVA_OPTS=-Xmx8g.",
            failure);
      }
      if (cause instanceof StackOverflowError) {
        return new ConfigurationException(
            "The query nests too deep. Split it with WITH, or write long lists with IN.", failure);
      }
      if (cause instanceof ParseException) {
        return new ConfigurationException(
            "The query cannot be read: " + sentence(cause.getMessage()), failure);
      }
      if (told == null && (cause instanceof AnalysisException || isOwnFault(cause))) {
        told = told(cause);
      }
    }
    if (told != null) {
      return new ConfigurationException("The query cannot be answered: " + told, failure);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  private static boolean isOwnFault(Throwable cause) {
    // Spark's own extend these; some of them have no condition.
    if (cause instanceof ArithmeticException
        || cause instanceof DateTimeException
        || cause instanceof NumberFormatException) {
      return true;
    }
    if (!(cause instanceof SparkThrowable known)) {
      return false;
    }
    String condition = Catalyst.condition(known);
    String state = known.getSqlState();
    return condition != null
        && state != null
        && !condition.startsWith("DELTA_")
        && STATES.contains(state.substring(0, 2));
  }

  /** Spark hands some of its own memory errors on as texts. */
  private static boolean isOutOfMemory(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("java.lang.OutOfMemoryError")
        || message.contains("spark.driver.maxResultSize")
        || message.contains("UNABLE_TO_ACQUIRE_MEMORY");
  }

  private static String told(Throwable cause) {
    if (cause instanceof SparkThrowable known
        && "TABLE_OR_VIEW_NOT_FOUND".equals(Catalyst.condition(known))) {
      return "there is no table or view "
          + known.getMessageParameters().getOrDefault("relationName", "of this name")
          + ". `SHOW TABLES` lists what there is.";
    }
    return sentence(cause.getMessage());
  }

  /** The message without codes, plans, excerpts of the query and advice about settings. */
  static String sentence(@Nullable String message) {
    String whole =
        String.valueOf(message)
            .lines()
            .takeWhile(line -> !line.startsWith("== SQL") && !line.startsWith("\tat "))
            .filter(line -> !line.isBlank())
            .map(String::strip)
            .collect(Collectors.joining(" "));
    String bare = WRAPPING.matcher(whole).replaceAll("");
    bare = PLACE.matcher(bare).replaceFirst(" (line $1, pos $2)");
    bare = ADVICE.matcher(bare).replaceAll("").strip();
    return bare.length() > LONGEST ? bare.substring(0, LONGEST) + "…" : bare;
  }
}
