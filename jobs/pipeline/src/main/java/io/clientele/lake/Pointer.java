package io.clientele.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.ConflictException;
import io.clientele.failure.DataRefusedException;
import io.clientele.table.Tables;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
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

  private final WriteOnceFiles files;
  private final Path directory;
  private final String place;
  private final String base;
  private final String currency;
  private final Clock clock;
  private final Predicate<String> ownerIsDead;

  /**
   * The pointer of a base.
   *
   * @param currency of all money of the base, for ever: amounts in another one must not stand
   *     beside those that were published
   * @param ownerIsDead whether the owner of a lease is known to be gone, so that its lease is void
   */
  public Pointer(
      SparkSession spark,
      Lake lake,
      String base,
      String currency,
      Clock clock,
      Predicate<String> ownerIsDead) {
    this.directory = new Path(new Path(lake.location(), "_pointer"), base);
    this.files = new WriteOnceFiles(spark, directory);
    this.place = lake.location();
    this.base = base;
    this.currency = currency;
    this.clock = clock;
    this.ownerIsDead = ownerIsDead;
  }

  /** Whether the process of an attempt is known to be gone. */
  public boolean isGone(String attempt) {
    return ownerIsDead.test(attempt);
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
   * @param currency of what was published; null where nothing was, or by an older release
   */
  public record State(
      long epoch,
      @Nullable String owner,
      @Nullable Instant until,
      @Nullable String unfinished,
      Map<LocalDate, String> current,
      @Nullable String currency) {
    static State none() {
      return new State(0, null, null, null, Map.of(), null);
    }

    State held(@Nullable String newOwner, @Nullable Instant newUntil, @Nullable String run) {
      return new State(epoch + 1, newOwner, newUntil, run, current, currency);
    }

    State pointing(
        LocalDate asOf, String runId, @Nullable String stillUnfinished, String ofTheRun) {
      Map<LocalDate, String> next = new TreeMap<>(current);
      next.put(asOf, runId);
      return new State(epoch + 1, null, null, stillUnfinished, next, ofTheRun);
    }

    /** The same, with a run of which rows may be missing: who publishes it removes the others. */
    public State doubting(String runId) {
      Set<String> runs = new TreeSet<>(unfinishedRuns());
      runs.add(runId);
      return new State(epoch, owner, until, String.join(",", runs), current, currency);
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

  /** The bases that were ever published to a lake, or were to be. */
  static List<String> bases(Lake lake) {
    return lake.folders("_pointer");
  }

  /** The currency of the base. */
  String currency() {
    return currency;
  }

  /**
   * Reads the newest record.
   *
   * @throws ConfigurationException if a newer release wrote it, or the base has another currency
   * @throws DataRefusedException if the record is damaged
   */
  public State read() {
    State state;
    try {
      List<String> epochs = epochs();
      state = epochs.isEmpty() ? State.none() : parse(epochs);
    } catch (IOException e) {
      throw unreachable(e);
    }
    if (state.currency() != null && !state.currency().equals(currency)) {
      throw new ConfigurationException(
          "currency: "
              + currency
              + " is configured, but base '"
              + base
              + "' is published to "
              + place
              + " in "
              + state.currency()
              + ". A base has one currency: set currency: "
              + state.currency()
              + ", or give the base another name or another lake. Nothing was read or written.");
    }
    return state;
  }

  private State parse(List<String> epochs) throws IOException {
    String file = epochs.get(epochs.size() - 1);
    try {
      JsonNode json = JSON.readTree(String.join("\n", files.lines(file)));
      long format = integer(json, "format_version");
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
      long epoch = integer(json, "epoch");
      if (!file.equals(file(epoch))) {
        throw new IllegalArgumentException("epoch is " + epoch);
      }
      if (!json.path("current").isObject()) {
        throw new IllegalArgumentException("current is missing or no object");
      }
      Map<LocalDate, String> current = new TreeMap<>();
      json.get("current")
          .fields()
          .forEachRemaining(
              entry -> current.put(LocalDate.parse(entry.getKey()), run(entry.getValue())));
      String until = text(json, "lease_until");
      if (until == null && text(json, "lease_owner") != null) {
        throw new IllegalArgumentException("lease_owner is there and lease_until is not");
      }
      return new State(
          epoch,
          text(json, "lease_owner"),
          until == null ? null : Instant.parse(until),
          text(json, "unfinished_run"),
          current,
          text(json, "currency"));
    } catch (JsonProcessingException e) {
      throw damaged(epochs, "it is cut off or garbled", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw damaged(epochs, String.valueOf(e.getMessage()), e);
    }
  }

  /** Which run counts is decided here and nowhere else, so an older record is no substitute. */
  private DataRefusedException damaged(List<String> epochs, String problem, Exception cause) {
    Path file = files.path(epochs.get(epochs.size() - 1));
    String otherwise =
        epochs.size() == 1
            ? "there is no record before it, so that every date has to be run again"
            : "the record before it counts then ("
                + epochs.get(epochs.size() - 2)
                + "), which may name an older run for the date that was published last, so run that"
                + " date again";
    return new DataRefusedException(
        "lake: "
            + file
            + ", the record of which runs of base '"
            + base
            + "' count, is damaged: "
            + problem
            + ". Restore it from a backup, or remove it: "
            + otherwise
            + ".",
        cause);
  }

  private static long integer(JsonNode json, String field) {
    if (!json.path(field).isIntegralNumber()) {
      throw new IllegalArgumentException(field + " is missing or no whole number");
    }
    return json.get(field).asLong();
  }

  private static String run(JsonNode id) {
    if (!id.isTextual()) {
      throw new IllegalArgumentException("a run under current is no text");
    }
    return id.asText();
  }

  private static @Nullable String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is no text");
    }
    return value.asText();
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
    replace(mine.pointing(asOf, runId, stillUnfinished, currency));
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
    json.put("currency", next.currency());
    ObjectNode current = json.putObject("current");
    next.current().forEach((date, run) -> current.put(date.toString(), run));
    try {
      files.create(file(next.epoch()), List.of(json.toString()));
    } catch (FileAlreadyExistsException e) {
      throw overtaken();
    } catch (IOException e) {
      throw unreachable(e);
    }
    return next;
  }

  private static String file(long epoch) {
    return String.format("%020d.json", epoch);
  }

  private List<String> epochs() throws IOException {
    return files.namesFrom(file(0)).stream()
        .filter(name -> name.matches("\\d{20}\\.json"))
        .toList();
  }

  private void forgetOldEpochs(long upTo) {
    try {
      for (String file : epochs()) {
        if (Long.parseLong(file.substring(0, 20)) <= upTo) {
          files.delete(file);
        }
      }
    } catch (IOException e) {
      // The run counts already; old records that stay do no harm.
      LOG.warn("old records of {} were not removed", directory, e);
    }
  }

  private ConfigurationException unreachable(IOException e) {
    return ConfigurationException.unreachable("lake: " + directory, "read or written", e);
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
