package io.clientele.ingest;

import io.clientele.config.Problems;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether an expression of the configuration may call a function: {@code functions.txt} decides
 * every built-in function of Spark by hand, and what it does not list is refused.
 */
final class FunctionDecisions {
  private static final String FILE = "functions.txt";
  private static final Map<String, Decision> DECISIONS = read();

  /** What is decided of a function, in the order of the file. */
  enum Decision {
    ALLOWED(""),
    CLOCK("reads the clock with %s; results may depend on the as-of date only"),
    CHANCE(
        "must give the same value for the same line, and %s draws numbers or depends on how rows"
            + " are spread over tasks"),
    SURROUNDINGS(
        "must give the same value for the same line, and %s depends on the user, the session, the"
            + " machine or its files"),
    SEVERAL_ROWS("aggregates or explodes with %s; a mapping reads one line at a time"),
    RAISES(
        "calls %s, which only fails; leave lines out with where, or give null for what is to be"
            + " refused as missing");

    private final String reason;

    Decision(String reason) {
      this.reason = reason;
    }
  }

  private FunctionDecisions() {}

  /** The decision; empty for a function that nobody has looked at. */
  static Optional<Decision> of(String name) {
    return Optional.ofNullable(DECISIONS.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Why a function may not be called; empty where it may. */
  static Optional<String> refusal(String name) {
    Decision decision = of(name).orElse(null);
    if (decision == null) {
      return Optional.of(
          "calls "
              + name
              + ", which is not among the functions that an expression may use"
              + Problems.nearest(name, allowed())
                  .map(nearest -> "; did you mean '" + nearest + "'?")
                  .orElse(""));
    }
    if (decision == Decision.ALLOWED) {
      return Optional.empty();
    }
    String hint =
        name.equalsIgnoreCase("aes_encrypt") ? ". For pseudonyms there is pseudonym(x)" : "";
    return Optional.of(String.format(decision.reason, name) + hint);
  }

  private static List<String> allowed() {
    return DECISIONS.entrySet().stream()
        .filter(entry -> entry.getValue() == Decision.ALLOWED)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static Map<String, Decision> read() {
    Map<String, Decision> decisions = new HashMap<>();
    Decision current = null;
    try (InputStream file =
            Objects.requireNonNull(FunctionDecisions.class.getResourceAsStream(FILE), FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (String line : lines.lines().toList()) {
        if (line.startsWith("[")) {
          current = Decision.valueOf(line.substring(1, line.length() - 1).toUpperCase(Locale.ROOT));
        } else if (!line.startsWith("# ") && !line.isBlank()) {
          Decision decision = Objects.requireNonNull(current, FILE);
          Arrays.stream(line.split(" ")).forEach(name -> decisions.put(name, decision));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return decisions;
  }
}
