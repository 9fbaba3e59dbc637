package io.clientele.notebook;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds a snapshot that is about as old as wanted. */
final class NearDate {
  private static final int TOLERATED_PART = 3;

  private NearDate() {}

  /**
   * The date nearest to {@code days} before the latest one, the earlier of two; nothing if none is
   * within a third of {@code days} of it.
   */
  static Optional<LocalDate> before(LocalDate latest, int days, Collection<LocalDate> dates) {
    LocalDate wanted = latest.minusDays(days);
    return dates.stream()
        .filter(date -> date.isBefore(latest))
        .filter(date -> TOLERATED_PART * distance(date, wanted) <= days)
        .min(
            Comparator.<LocalDate>comparingLong(date -> distance(date, wanted))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static long distance(LocalDate one, LocalDate other) {
    return Math.abs(ChronoUnit.DAYS.between(one, other));
  }
}
