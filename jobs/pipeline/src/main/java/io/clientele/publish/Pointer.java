package io.clientele.publish;

import static org.apache.spark.sql.functions.col;

import io.clientele.failure.ConflictException;
import io.clientele.table.LedgerTables;
import io.clientele.table.TableSpec;
import io.delta.exceptions.DeltaConcurrentModificationException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The one row that decides: which run counts for each as-of date of a base, and which attempt may
 * change that. Every change is one conditional commit, so of two attempts one wins.
 */
public final class Pointer {
  private static final Duration LEASE = Duration.ofMinutes(15);
  private static final int TRIES = 5;

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
   * @param epoch grows with every change
   * @param owner the attempt that may publish; null where nobody may
   * @param until when its right ends
   * @param current the run that counts, by as-of date
   */
  public record State(
      long epoch, @Nullable String owner, @Nullable Instant until, Map<LocalDate, String> current) {
    static State none() {
      return new State(0, null, null, Map.of());
    }
  }

  /** Reads the row. */
  public State read() {
    if (!lake.has(LedgerTables.POINTER)) {
      return State.none();
    }
    List<Row> rows =
        lake.read(LedgerTables.POINTER)
            .filter(col(TableSpec.BASE).equalTo(base))
            .selectExpr("epoch", "lease_owner", "lease_until", "map_entries(current)")
            .collectAsList();
    if (rows.isEmpty()) {
      return State.none();
    }
    Row row = rows.get(0);
    Map<LocalDate, String> current = new TreeMap<>();
    for (Object entry : row.getList(3)) {
      Row pair = (Row) entry;
      current.put(LocalDate.parse(pair.get(0).toString()), pair.getString(1));
    }
    Timestamp until = row.getTimestamp(2);
    return new State(
        row.getLong(0), row.getString(1), until == null ? null : until.toInstant(), current);
  }

  /**
   * Takes the lease.
   *
   * @throws ConflictException if another attempt holds it
   */
  public void acquire(String owner) {
    for (int i = 0; i < TRIES; i++) {
      State state = read();
      String holder = state.owner();
      boolean held =
          holder != null
              && !holder.equals(owner)
              && !ownerIsDead.test(holder)
              && Objects.requireNonNull(state.until()).isAfter(clock.instant());
      if (held) {
        throw new ConflictException(
            "Another run of base '" + base + "' is publishing to " + lake.location() + " (" + holder
                + ", until " + state.until() + " unless it ends before). Wait for it, or stop it.");
      }
      if (merge(state, owner, lease(), state.current())) {
        return;
      }
    }
    throw overtaken();
  }

  /** Prolongs the lease of a long attempt. */
  void renew(String owner) {
    State state = read();
    if (owner.equals(state.owner())) {
      boolean renewed = merge(state, owner, lease(), state.current());
      if (!renewed) {
        throw overtaken();
      }
    }
  }

  /**
   * Makes a run the one that counts for its as-of date, and gives the lease back.
   *
   * @throws ConflictException if the lease was lost meanwhile
   */
  public void flip(String owner, LocalDate asOf, String runId) {
    for (int i = 0; i < TRIES; i++) {
      State state = read();
      if (!owner.equals(state.owner())) {
        throw overtaken();
      }
      Map<LocalDate, String> current = new TreeMap<>(state.current());
      current.put(asOf, runId);
      if (merge(state, null, null, current)) {
        return;
      }
    }
    throw overtaken();
  }

  /** Gives the lease back without publishing. */
  public void release(String owner) {
    State state = read();
    if (owner.equals(state.owner())) {
      // Losing this race is fine: somebody else has the lease then.
      boolean released = merge(state, null, null, state.current());
      if (!released) {
        return;
      }
    }
  }

  private Instant lease() {
    return clock.instant().plus(LEASE);
  }

  /** One conditional commit; false where somebody else came first. */
  private boolean merge(
      State expected,
      @Nullable String owner,
      @Nullable Instant until,
      Map<LocalDate, String> current) {
    StringBuilder map = new StringBuilder("cast(map(");
    String separator = "";
    for (Map.Entry<LocalDate, String> entry : current.entrySet()) {
      map.append(separator)
          .append("DATE'").append(entry.getKey()).append("', '").append(entry.getValue()).append("'");
      separator = ", ";
    }
    map.append(") AS MAP<DATE,STRING>)");
    Map<String, String> set = new HashMap<>();
    set.put("base", "'" + base + "'");
    set.put("epoch", (expected.epoch() + 1) + "L");
    set.put("lease_owner", owner == null ? "CAST(NULL AS STRING)" : "'" + owner + "'");
    set.put(
        "lease_until",
        until == null
            ? "CAST(NULL AS TIMESTAMP)"
            : "timestamp_millis(" + until.toEpochMilli() + "L)");
    set.put("current", map.toString());
    try {
      lake.table(LedgerTables.POINTER)
          .as("t")
          .merge(spark.range(1).toDF("one").as("s"), "t.base = '" + base + "'")
          .whenMatched("t.epoch = " + expected.epoch())
          .updateExpr(set)
          .whenNotMatched(expected.epoch() == 0 ? "true" : "false")
          .insertExpr(set)
          .execute();
    } catch (DeltaConcurrentModificationException e) {
      return false;
    }
    State after = read();
    return after.epoch() == expected.epoch() + 1 && Objects.equals(after.owner(), owner)
        && after.current().equals(current);
  }

  private ConflictException overtaken() {
    return new ConflictException(
        "Another run of base '" + base + "' took over " + lake.location()
            + " while this one worked. What this run wrote stays invisible; run it again.");
  }
}
