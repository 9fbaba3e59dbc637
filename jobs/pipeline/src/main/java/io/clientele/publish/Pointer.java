package io.clientele.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.ConflictException;
import io.clientele.table.Tables;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.storage.LogStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one record that decides: which run counts for each as-of date of a base, and which attempt
 * may change that.
 *
 * <p>Each change is a new file {@code _pointer/BASE/EPOCH.json}, put by Delta's own log store,
 * which creates a file only where there is none: of two attempts that saw the same epoch one wins.
 * This is the same guarantee on the same file systems that every Delta commit rests on.
 */
public final class Pointer {
  private static final Duration LEASE = Duration.ofMinutes(15);

  private static final int KEPT_EPOCHS = 50;
  private static final Logger LOG = LoggerFactory.getLogger(Pointer.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration hadoop;
  private final LogStore store;
  private final Path directory;
  private final String place;
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
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.store = LogStore.apply(spark);
    this.directory = new Path(new Path(lake.location(), "_pointer"), base);
    this.place = lake.location();
    this.base = base;
    this.clock = clock;
    this.ownerIsDead = ownerIsDead;
  }

  /**
   * The record as it is.
   *
   * @param epoch grows by one with every change
   * @param owner the attempt that may publish; null where nobody may
   * @param until when its right ends
   * @param unfinished runs whose rows may lie in the tables without counting, separated by commas;
   *     they stay noted until an attempt has removed them and published
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

    State pointing(LocalDate asOf, String runId, @Nullable String stillUnfinished) {
      Map<LocalDate, String> next = new TreeMap<>(current);
      next.put(asOf, runId);
      return new State(epoch + 1, null, null, stillUnfinished, next);
    }

    /** The runs whose rows may lie in the tables without counting. */
    Set<String> unfinishedRuns() {
      return unfinished == null ? Set.of() : new TreeSet<>(List.of(unfinished.split(",", -1)));
    }

    /** Whether rows of this run may be incomplete. */
    public boolean isUnfinished(String runId) {
      return unfinishedRuns().contains(runId);
    }
  }

  /**
   * Reads the newest record.
   *
   * @throws ConfigurationException if a newer release wrote it
   */
  public State read() {
    try {
      FileStatus newest = null;
      for (FileStatus file : epochs()) {
        newest = file;
      }
      return newest == null ? State.none() : parse(newest.getPath());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private State parse(Path file) throws IOException {
    JsonNode json = JSON.readTree(String.join("\n", lines(file)));
    int format = json.get("format_version").asInt();
    if (format > Tables.FORMAT_VERSION) {
      throw new ConfigurationException(
          "lake: "
              + directory
              + " was written in format "
              + format
              + "; this release knows "
              + Tables.FORMAT_VERSION
              + ". Use the newer release.");
    }
    Map<LocalDate, String> current = new TreeMap<>();
    json.get("current")
        .fields()
        .forEachRemaining(
            entry -> current.put(LocalDate.parse(entry.getKey()), entry.getValue().asText()));
    JsonNode until = json.get("lease_until");
    return new State(
        json.get("epoch").asLong(),
        text(json.get("lease_owner")),
        until.isNull() ? null : Instant.parse(until.asText()),
        text(json.get("unfinished_run")),
        current);
  }

  /**
   * Takes the lease.
   *
   * @param state the record as last read
   * @param run the run that will be written, noted as unfinished beside those that are; null where
   *     nothing will be written
   * @return the record as this attempt wrote it
   * @throws ConflictException if another attempt holds the lease
   */
  public State acquire(State state, String owner, @Nullable String run) {
    String holder = state.owner();
    boolean held =
        holder != null
            && !ownerIsDead.test(holder)
            && Objects.requireNonNull(state.until()).isAfter(clock.instant());
    if (held) {
      throw new ConflictException(
          "Another run of base '"
              + base
              + "' is publishing to "
              + place
              + " ("
              + holder
              + ", until "
              + state.until()
              + " unless it ends before). Wait for it, or stop it.");
    }
    Set<String> unfinished = new TreeSet<>(state.unfinishedRuns());
    if (run != null) {
      unfinished.add(run);
    }
    String noted = unfinished.isEmpty() ? null : String.join(",", unfinished);
    return replace(state.held(owner, clock.instant().plus(LEASE), noted));
  }

  /** Prolongs the lease of a long attempt. */
  State renew(State mine) {
    return replace(mine.held(mine.owner(), clock.instant().plus(LEASE), mine.unfinished()));
  }

  /**
   * Makes a run the one that counts for its as-of date, and gives the lease back.
   *
   * @param mine the record as this attempt last wrote it
   * @param stillUnfinished runs that were not removed; null where all were
   * @throws ConflictException if another attempt changed it meanwhile
   */
  public void flip(State mine, LocalDate asOf, String runId, @Nullable String stillUnfinished) {
    replace(mine.pointing(asOf, runId, stillUnfinished));
    forgetOldEpochs(mine.epoch() + 1 - KEPT_EPOCHS);
  }

  /** Gives the lease back without publishing; what was written stays noted as unfinished. */
  void release(State mine) {
    try {
      replace(mine.held(null, null, mine.unfinished()));
    } catch (ConflictException e) {
      // Somebody else has the lease by now: there is nothing to give back.
      return;
    }
  }

  private State replace(State next) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format_version", Tables.FORMAT_VERSION);
    json.put("epoch", next.epoch());
    json.put("lease_owner", next.owner());
    Instant until = next.until();
    json.put("lease_until", until == null ? null : until.toString());
    json.put("unfinished_run", next.unfinished());
    ObjectNode current = json.putObject("current");
    next.current().forEach((date, run) -> current.put(date.toString(), run));
    try {
      directory.getFileSystem(hadoop).mkdirs(directory);
      store.write(file(next.epoch()), ScalaIterators.of(json.toString()), false, hadoop);
    } catch (FileAlreadyExistsException e) {
      throw overtaken();
    } catch (IOException e) {
      throw unreachable(e);
    }
    return next;
  }

  private Path file(long epoch) {
    return new Path(directory, String.format("%020d.json", epoch));
  }

  private List<FileStatus> epochs() throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    if (!files.exists(directory)) {
      return List.of();
    }
    List<FileStatus> epochs = new ArrayList<>();
    for (FileStatus file : ScalaIterators.list(store.listFrom(file(0), hadoop))) {
      if (file.getPath().getName().matches("\\d{20}\\.json")) {
        epochs.add(file);
      }
    }
    return epochs;
  }

  private List<String> lines(Path file) {
    return ScalaIterators.list(store.read(file, hadoop).iterator());
  }

  private void forgetOldEpochs(long upTo) {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      for (FileStatus file : epochs()) {
        long epoch = Long.parseLong(file.getPath().getName().substring(0, 20));
        if (epoch <= upTo) {
          files.delete(file.getPath(), false);
        }
      }
    } catch (IOException e) {
      // The run counts already; old records that stay do no harm.
      LOG.warn("old records of {} were not removed", directory, e);
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asText();
  }

  private ConfigurationException unreachable(IOException e) {
    return new ConfigurationException(
        "lake: " + directory + " cannot be read or written: " + e.getMessage(), e);
  }

  private ConflictException overtaken() {
    return new ConflictException(
        "Another run of base '"
            + base
            + "' took over "
            + place
            + " while this one worked. What this run wrote stays invisible; run it again.");
  }
}
