package io.clientele.config;

import io.clientele.failure.ConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Collects everything that is wrong, so that a user mends it all in one round. */
public final class Problems {
  private final Set<String> messages = new LinkedHashSet<>();

  /** Notes one problem: where, what is wrong, what was expected, how to mend it. */
  public void add(String where, String message) {
    messages.add(where + ": " + message);
  }

  /** Takes over the problems that another reader has found. */
  public void add(ConfigurationException failure) {
    messages.add(String.valueOf(failure.getMessage()));
  }

  /** All problems so far, in the order found. */
  public List<String> messages() {
    return new ArrayList<>(messages);
  }

  /** Ends the reading if anything was wrong. */
  public void throwIfAny() {
    if (!messages.isEmpty()) {
      throw ConfigurationException.of(messages());
    }
  }

  /**
   * The known name nearest to a mistyped one, if any is near: at most a third of its letters
   * differ.
   */
  public static Optional<String> nearest(String typed, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    int limit = Math.max(2, typed.length() / 3);
    return known.stream()
        .filter(name -> distance.apply(typed, name) <= limit)
        .min(
            Comparator.<String>comparingInt(name -> distance.apply(typed, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** "; did you mean 'x'?" or "; known: a, b, c" for a name that is not known. */
  public static String hint(String typed, Collection<String> known) {
    return nearest(typed, known)
        .map(name -> "; did you mean '" + name + "'?")
        .orElseGet(() -> "; known: " + String.join(", ", known));
  }
}
