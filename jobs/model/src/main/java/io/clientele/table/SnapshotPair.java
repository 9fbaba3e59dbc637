package io.clientele.table;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two snapshots that are compared.
 *
 * @param from the earlier date
 * @param to the later date
 * @param comparedWith {@link HistoryTables#PREVIOUS} or {@link HistoryTables#YEAR_BEFORE}
 */
public record SnapshotPair(LocalDate from, LocalDate to, String comparedWith) {
  /** A date that is so many days off is still a year away. */
  private static final long TOLERANCE_DAYS = 15;

  /**
   * The pairs of the dates: each with the one before it, and with the one nearest to a year before
   * it, the earlier of two that are as near; none where that is more than {@value #TOLERANCE_DAYS}
   * days off. Two dates may be both.
   */
  public static List<SnapshotPair> of(Iterable<LocalDate> dates) {
    NavigableMap<LocalDate, LocalDate> all = new TreeMap<>();
    dates.forEach(date -> all.put(date, date));
    List<SnapshotPair> pairs = new ArrayList<>();
    for (LocalDate to : all.keySet()) {
      LocalDate before = all.lowerKey(to);
      if (before != null) {
        pairs.add(new SnapshotPair(before, to, HistoryTables.PREVIOUS));
      }
      LocalDate year = nearest(all, to.minusYears(1));
      if (year != null) {
        pairs.add(new SnapshotPair(year, to, HistoryTables.YEAR_BEFORE));
      }
    }
    return pairs;
  }

  /** The pairs that a snapshot of the date is one of among others, each two dates once. */
  public static List<SnapshotPair> with(LocalDate asOf, Set<LocalDate> others) {
    Set<LocalDate> dates = new TreeSet<>(others);
    dates.add(asOf);
    Map<Set<LocalDate>, SnapshotPair> pairs = new LinkedHashMap<>();
    of(dates).stream()
        .filter(pair -> pair.from().equals(asOf) || pair.to().equals(asOf))
        .forEach(pair -> pairs.putIfAbsent(Set.of(pair.from(), pair.to()), pair));
    return List.copyOf(pairs.values());
  }

  private static @Nullable LocalDate nearest(Map<LocalDate, LocalDate> all, LocalDate date) {
    LocalDate nearest = null;
    for (LocalDate candidate : all.keySet()) {
      long off = Math.abs(DAYS.between(candidate, date));
      boolean near = off <= TOLERANCE_DAYS;
      if (near && (nearest == null || off < Math.abs(DAYS.between(nearest, date)))) {
        nearest = candidate;
      }
    }
    return nearest;
  }
}
