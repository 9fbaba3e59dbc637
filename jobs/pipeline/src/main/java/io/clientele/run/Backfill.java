package io.clientele.run;

import io.clientele.failure.ConfigurationException;
import io.clientele.lake.Lake;
import io.clientele.spark.Workspace;
import io.clientele.spine.LineReading;
import io.clientele.spine.SharedLines;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Runs of one base for several as-of dates over one reading of its lines, the oldest first. Each is
 * a run of its own, equal to running that date alone; dates that are published already are
 * recognised, so that a backfill that was cut off goes on where it ended.
 */
public final class Backfill {
  /** More dates than anybody means. */
  private static final int MOST = 1000;

  private final List<LocalDate> dates;

  private Backfill(List<LocalDate> dates) {
    this.dates = dates;
  }

  /** How far dates lie apart. */
  public enum Every {
    DAY,
    WEEK,
    MONTH;

    /** Counted from the first date: months after January 31 are their own last days. */
    private LocalDate after(LocalDate first, int steps) {
      return switch (this) {
        case DAY -> first.plusDays(steps);
        case WEEK -> first.plusWeeks(steps);
        case MONTH -> first.plusMonths(steps);
      };
    }
  }

  /**
   * The given dates.
   *
   * @throws ConfigurationException if there are none, or too many
   */
  public static Backfill of(Collection<LocalDate> dates) {
    List<LocalDate> ordered = List.copyOf(new TreeSet<>(dates));
    if (ordered.isEmpty()) {
      throw new ConfigurationException("No dates to fill. Give --from and --to, or --dates.");
    }
    if (ordered.size() > MOST) {
      throw new ConfigurationException(
          "These are more than "
              + MOST
              + " dates, each a complete snapshot. Take a longer step (--every month), or fill a"
              + " part.");
    }
    return new Backfill(ordered);
  }

  /**
   * The dates from the first in steps, up to and including the last.
   *
   * @throws ConfigurationException if the last lies before the first, or they are too many
   */
  public static Backfill between(LocalDate from, LocalDate to, Every every) {
    if (to.isBefore(from)) {
      throw new ConfigurationException(
          "--to " + to + " lies before --from " + from + ". Exchange them.");
    }
    List<LocalDate> dates = new ArrayList<>();
    LocalDate date = from;
    while (!date.isAfter(to) && dates.size() <= MOST) {
      dates.add(date);
      date = every.after(from, dates.size());
    }
    return of(dates);
  }

  /** The dates, the oldest first. */
  public List<LocalDate> dates() {
    return dates;
  }

  /**
   * Runs them all; the first that fails ends the backfill, and those before it stay published.
   *
   * @param attempt this attempt's own id
   * @param run runs a date over a reading of its lines
   * @param done is told each run as soon as it has ended
   */
  public void execute(
      SparkSession spark,
      Lake lake,
      String attempt,
      BiFunction<LocalDate, LineReading, RunReport> run,
      Consumer<RunReport> done) {
    String staging = attempt + "-lines";
    try {
      LineReading lines =
          new SharedLines(
              dates.get(dates.size() - 1), Workspace.files(spark, lake.staging(staging)));
      for (LocalDate date : dates) {
        done.accept(run.apply(date, lines));
      }
    } finally {
      lake.dropStaging(staging);
    }
  }
}
