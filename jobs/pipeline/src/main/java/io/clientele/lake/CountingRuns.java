package io.clientele.lake;

import io.clientele.failure.ConfigurationException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The runs of a base that count, by as-of date, for commands that only read the lake. */
public final class CountingRuns {
  private final Lake lake;
  private final String base;
  private final NavigableMap<LocalDate, String> runs;

  /**
   * Of a lake and a base.
   *
   * @param state which runs count, read once
   */
  public CountingRuns(Lake lake, String base, Pointer.State state) {
    this.lake = lake;
    this.base = base;
    this.runs = Collections.unmodifiableNavigableMap(new TreeMap<>(state.current()));
  }

  /** The run of each date. */
  public NavigableMap<LocalDate, String> byDate() {
    return runs;
  }

  /**
   * The date that is asked for.
   *
   * @param asOf null for the latest one
   * @throws ConfigurationException if nothing was published yet, or nothing for that date
   */
  public LocalDate date(@Nullable LocalDate asOf) {
    if (runs.isEmpty()) {
      List<String> bases = Pointer.bases(lake);
      throw new ConfigurationException(
          "The lake "
              + lake.location()
              + " holds no complete run of base '"
              + base
              + "'"
              + (bases.isEmpty() ? "" : " (it has those of " + String.join(", ", bases) + ")")
              + ". Run `bin/clientele run` with this configuration first.");
    }
    LocalDate date = asOf == null ? runs.lastKey() : asOf;
    if (!runs.containsKey(date)) {
      throw new ConfigurationException(
          "No run of base '"
              + base
              + "' counts as of "
              + date
              + " in "
              + lake.location()
              + "; there are runs as of "
              + runs.keySet().stream().map(LocalDate::toString).collect(Collectors.joining(", "))
              + ".");
    }
    return date;
  }

  /**
   * The run of a date.
   *
   * @throws ConfigurationException if none counts for it
   */
  public String run(LocalDate asOf) {
    return String.valueOf(runs.get(date(asOf)));
  }
}
