package io.clientele.publish;

import static org.apache.spark.sql.functions.col;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.ConflictException;
import io.clientele.table.LedgerTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import io.delta.exceptions.DeltaConcurrentModificationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The one row that decides: which run counts for each as-of date of a base, and which attempt may
 * change that.
 *
 * <p>Each change replaces the row in one Delta commit that carries the next epoch as its transaction
 * version. Delta commits a version of one application once: of two attempts that saw the same epoch
 * the second fails or is passed over, so the row is compared and set.
 */
public final class Pointer {
  private static final Duration LEASE = Duration.ofMinutes(15);

  private final SparkSession spark;
  private final Lake lake;
  private final String base;
  private final Clock clock;
  private final Predicate<String> ownerIsDead;

  /**
   * The pointer of a base.
   *
   * @param ownerIsDead whether the owner of a lease is known to be gone, so that its lease is void
   */
  public Pointer(
      SparkSession spark, Lake lake, String base, Clock clock, Predicate<String> ownerIsDead) {
    this.spark = spark;
    this.lake = lake;
    this.base = base;
    this.clock = clock;
    this.ownerIsDead = ownerIsDead;
  }

  /**
   * The row as it is.
   *
   * @param epoch grows by one with every change
   * @param owner the attempt that may publish; null where nobody may
   * @param until when its right ends
   * @param unfinished a run whose rows may lie in the tables without counting
   * @param current the run that counts, by as-of date
   */
  public record State(
      long epoch,
      @Nullable String owner,
      @Nullable Instant until,
      @Nullable String unfinished,
      Map<LocalDate, String> current) {
    static State none() {
      return new State(0, null, null, null, Map.of());
    }

    State held(@Nullable String newOwner, @Nullable Instant newUntil, @Nullable String run) {
      return new State(epoch + 1, newOwner, newUntil, run, current);
    }

    State pointing(LocalDate asOf, String runId) {
      Map<LocalDate, String> next = new TreeMap<>(current);
      next.put(asOf, runId);
      return new State(epoch + 1, null, null, null, next);
    }
  }

  /**
   * Reads the row.
   *
   * @throws ConfigurationException if a newer release wrote it
   */
  public State read() {
    if (!lake.has(LedgerTables.POINTER)) {
      return State.none();
    }
    List<Row> rows =
        lake.read(LedgerTables.POINTER)
            .filter(col(TableSpec.BASE).equalTo(base))
            .select("format_version", "epoch", "lease_owner", "lease_until", "unfinished_run", "current")
            .collectAsList();
    if (rows.isEmpty()) {
      return State.none();
    }
    Row row = rows.get(0);
    if (row.getInt(0) > Tables.FORMAT_VERSION) {
      throw new ConfigurationException(
          "lake: " + lake.location() + " was written in format " + row.getInt(0)
              + "; this release knows " + Tables.FORMAT_VERSION + ". Use the newer release.");
    }
    Map<LocalDate, String> current = new TreeMap<>();
    row.<java.sql.Date, String>getJavaMap(5)
        .forEach((date, run) -> current.put(date.toLocalDate(), run));
    return new State(
        row.getLong(1),
        row.getString(2),
        row.isNullAt(3) ? null : row.getTimestamp(3).toInstant(),
        row.getString(4),
        current);
  }

  /**
   * Takes the lease.
   *
   * @param state the row as last read
   * @param run the run that will be written, noted as unfinished
   * @return the row as it should be now; {@link #flip} finds out whether it was
   * @throws ConflictException if another attempt holds the lease
   */
  public State acquire(State state, String owner, String run) {
    String holder = state.owner();
    boolean held =
        holder != null
            && !ownerIsDead.test(holder)
            && Objects.requireNonNull(state.until()).isAfter(clock.instant());
    if (held) {
      throw new ConflictException(
          "Another run of base '" + base + "' is publishing to " + lake.location() + " (" + holder
              + ", until " + state.until() + " unless it ends before). Wait for it, or stop it.");
    }
    return replace(state.held(owner, clock.instant().plus(LEASE), run));
  }

  /** Prolongs the lease of a long attempt. */
  State renew(State mine) {
    return replace(mine.held(mine.owner(), clock.instant().plus(LEASE), mine.unfinished()));
  }

  /**
   * Makes a run the one that counts for its as-of date, and gives the lease back.
   *
   * @param mine the row as this attempt last wrote it
   * @throws ConflictException if another attempt changed it meanwhile
   */
  public void flip(State mine, LocalDate asOf, String runId) {
    State next = replace(mine.pointing(asOf, runId));
    State now = read();
    if (now.epoch() < next.epoch() || !runId.equals(now.current().get(asOf))) {
      throw overtaken();
    }
  }

  /** Gives the lease back without publishing; what was written stays noted as unfinished. */
  void release(State mine) {
    replace(mine.held(null, null, mine.unfinished()));
  }

  private State replace(State next) {
    Row row =
        RowFactory.create(
            base,
            Tables.FORMAT_VERSION,
            next.epoch(),
            next.owner(),
            next.until() == null ? null : java.sql.Timestamp.from(next.until()),
            next.unfinished(),
            dates(next.current()));
    try {
      spark
          .createDataFrame(List.of(row), LedgerTables.POINTER.schema())
          .coalesce(1)
          .write()
          .format("delta")
          .mode(SaveMode.Overwrite)
          .option("replaceWhere", TableSpec.BASE + " = '" + base + "'")
          .option("txnAppId", "clientele/" + base)
          .option("txnVersion", next.epoch())
          .save(lake.path(LedgerTables.POINTER));
    } catch (DeltaConcurrentModificationException e) {
      throw overtaken();
    }
    return next;
  }

  private static Map<java.sql.Date, String> dates(Map<LocalDate, String> current) {
    Map<java.sql.Date, String> dates = new TreeMap<>();
    current.forEach((date, run) -> dates.put(java.sql.Date.valueOf(date), run));
    return dates;
  }

  private ConflictException overtaken() {
    return new ConflictException(
        "Another run of base '" + base + "' took over " + lake.location()
            + " while this one worked. What this run wrote stays invisible; run it again.");
  }
}
