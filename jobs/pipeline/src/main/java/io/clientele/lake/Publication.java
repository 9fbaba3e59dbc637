package io.clientele.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.failure.ConflictException;
import io.clientele.table.LedgerTables;
import io.clientele.table.LedgerTables.AttemptRow;
import io.clientele.table.LedgerTables.RunRow;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publication of one run. Nothing of it is visible before {@link #complete}, whose last commit
 * moves the pointer; whatever fails before leaves the last good run as it is.
 */
public final class Publication implements AutoCloseable {
  private static final int WRITERS = 4;
  private static final long RENEW_MINUTES = 5;
  private static final long PATIENCE_MINUTES = 10;

  /** Before Hadoop and Spark close what is written to. */
  private static final int FIRST = 1000;

  private static final long STOPPING_SECONDS = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  /**
   * Which run is published.
   *
   * @param base the customer base
   * @param asOf the as-of date
   * @param runId the hash of everything that can change a result
   * @param attempt this attempt's own id, which also owns the lease
   */
  public record Run(String base, LocalDate asOf, String runId, String attempt) {}

  private final SparkSession spark;
  private final Lake lake;
  private final Pointer pointer;
  private final Run run;
  private final Clock clock;
  private Pointer.State mine;
  private @Nullable ConflictException lost;
  private final List<Future<Void>> ready = new ArrayList<>();
  private final Map<String, Long> manifest = new ConcurrentHashMap<>();
  private final Set<TableSpec> uncounted = ConcurrentHashMap.newKeySet();
  private final ReadWriteLock writing = new ReentrantReadWriteLock(true);
  private final Runnable stopped = this::stop;
  private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease-renewal");
            thread.setDaemon(true);
            return thread;
          });

  private Publication(
      SparkSession spark, Lake lake, Pointer pointer, Pointer.State mine, Run run, Clock clock) {
    this.spark = spark;
    this.lake = lake;
    this.pointer = pointer;
    this.mine = mine;
    this.run = run;
    this.clock = clock;
  }

  /**
   * Takes the lease, notes the attempt, and clears away what an unfinished run left.
   *
   * @param state the pointer as last read
   * @param tables the snapshot tables with all columns that this run writes; they are made ready in
   *     the background
   */
  public static Publication begin(
      SparkSession spark,
      Lake lake,
      Pointer pointer,
      Pointer.State state,
      Run run,
      List<TableSpec> tables,
      Clock clock) {
    Pointer.State mine = pointer.acquire(state, run.attempt(), run.runId());
    Publication publication = new Publication(spark, lake, pointer, mine, run, clock);
    ShutdownHookManager.get()
        .addShutdownHook(publication.stopped, FIRST, 2 * STOPPING_SECONDS, TimeUnit.SECONDS);
    publication.prepare(tables, publication.leftovers(state));
    return publication;
  }

  /** Runs that count for another date stay, even where their own attempt to repair them ended. */
  private Set<String> leftovers(Pointer.State state) {
    Set<String> leftovers = new TreeSet<>(state.unfinishedRuns());
    leftovers.removeAll(othersThatCount(state));
    return leftovers;
  }

  private Set<String> othersThatCount(Pointer.State state) {
    Set<String> others = new TreeSet<>(state.current().values());
    others.remove(run.runId());
    return others;
  }

  /**
   * The process is told to end: nothing is written any more, and the lease goes back at once. Where
   * a commit does not end in time the lease is kept, until it runs out or its owner is known dead.
   */
  public void stop() {
    try {
      writers.shutdownNow();
      spark.sparkContext().cancelAllJobs();
      // Never unlocked: whoever wants to write after this waits for the end of the process.
      if (writing.writeLock().tryLock(STOPPING_SECONDS, TimeUnit.SECONDS)) {
        synchronized (this) {
          renewal.shutdownNow();
          pointer.release(mine);
        }
        lake.dropStaging(run.attempt());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("the lease was not given back", e);
    }
  }

  private void write(Runnable commit) {
    writing.readLock().lock();
    try {
      commit.run();
    } finally {
      writing.readLock().unlock();
    }
  }

  private void prepare(List<TableSpec> tables, Set<String> unfinished) {
    renewal.scheduleAtFixedRate(this::renew, RENEW_MINUTES, RENEW_MINUTES, TimeUnit.MINUTES);
    List<TableSpec> all = new ArrayList<>(tables);
    all.add(LedgerTables.RUNS);
    for (TableSpec table : all) {
      ready.add(
          writers.submit(
              () -> {
                write(
                    () -> {
                      boolean created = lake.ensure(table, clock.instant());
                      if (!created) {
                        clear(table, unfinished);
                      }
                    });
                return null;
              }));
    }
    ready.add(
        writers.submit(
            () -> {
              write(() -> lake.ensure(LedgerTables.ATTEMPTS, clock.instant()));
              note("started", null, Map.of());
              return null;
            }));
  }

  /** Removes what unfinished runs left; a table where none can have left anything is not read. */
  private void clear(TableSpec table, Set<String> unfinished) {
    Set<String> leftovers = new TreeSet<>(unfinished);
    // An attempt that lost its lease unawares may have written after others cleared up.
    boolean ownFolder = table.partitions().contains(TableSpec.RUN_ID);
    if (ownFolder && lake.hasFolder(table, run.base(), run.asOf(), run.runId())) {
      leftovers.add(run.runId());
    }
    if (!leftovers.isEmpty()) {
      lake.table(table)
          .delete(
              col(TableSpec.BASE)
                  .equalTo(run.base())
                  .and(col(TableSpec.RUN_ID).isin(leftovers.toArray())));
    }
  }

  private synchronized void renew() {
    try {
      mine = pointer.renew(mine);
    } catch (ConflictException e) {
      lost = e;
    } catch (RuntimeException e) {
      // A store that does not answer now may answer before the lease ends.
      LOG.warn("the lease was not renewed", e);
    }
  }

  private synchronized void checkLease() {
    if (lost != null) {
      throw lost;
    }
  }

  /** Waits until the tables can be written. */
  private void awaitReady() {
    List<Future<Void>> all = List.copyOf(ready);
    ready.clear();
    await(all);
  }

  /** A directory for intermediate results. */
  public String staging() {
    return lake.staging(run.attempt());
  }

  /**
   * Appends the rows of tables, without the columns base, as_of and run_id, which are added here;
   * all at the same time: while one is planned or committed, the cores work for another. A small
   * table without rows needs no commit.
   *
   * @return how long each large table was written
   */
  public Map<String, Duration> write(
      List<TableRows> large, Map<TableSpec, List<? extends Record>> small) {
    awaitReady();
    Map<String, Duration> written = new ConcurrentHashMap<>();
    List<Future<Void>> writes = new ArrayList<>();
    for (TableRows rows : large) {
      writes.add(
          submit(
              () -> {
                Instant began = clock.instant();
                append(rows.table(), rows.rows(), rows.count());
                written.put(rows.table().name(), Duration.between(began, clock.instant()));
                return null;
              }));
    }
    small.forEach(
        (table, rows) -> {
          if (rows.isEmpty()) {
            manifest.put(table.name(), 0L);
            return;
          }
          writes.add(
              submit(
                  () -> {
                    append(table, rows(table, rows), rows.size());
                    return null;
                  }));
        });
    await(writes);
    return written;
  }

  /** Who wants to write while the process is told to end waits for its end. */
  private Future<Void> submit(Callable<Void> task) {
    writing.readLock().lock();
    try {
      return writers.submit(task);
    } finally {
      writing.readLock().unlock();
    }
  }

  private void append(TableSpec table, Dataset<Row> data, long rows) {
    checkLease();
    Dataset<Row> complete =
        data.withColumn(TableSpec.BASE, lit(run.base()))
            .withColumn(TableSpec.AS_OF, lit(run.asOf()))
            .withColumn(TableSpec.RUN_ID, lit(run.runId()));
    write(() -> lake.append(table, complete));
    manifest.put(table.name(), rows);
    if (rows == TableRows.NOT_COUNTED) {
      uncounted.add(table);
    }
  }

  /** What the ledger tells of the run beside its ids. */
  public record Facts(
      String input,
      String inputFingerprint,
      String configFingerprint,
      String codeVersion,
      List<String> schemes,
      Map<String, String> skipped,
      long customers,
      BigDecimal revenue) {}

  /** Writes the run's row, then moves the pointer: from this commit on readers see the run. */
  public void complete(Facts facts, Map<String, Duration> seconds) {
    countTheUncounted();
    ledger(
        LedgerTables.RUNS,
        new RunRow(
            run.asOf(),
            run.runId(),
            facts.input(),
            facts.inputFingerprint(),
            facts.configFingerprint(),
            facts.codeVersion(),
            Tables.FORMAT_VERSION,
            facts.schemes(),
            facts.skipped(),
            new TreeMap<>(manifest),
            facts.customers(),
            facts.revenue(),
            clock.instant(),
            pointer.currency()));
    checkLease();
    synchronized (this) {
      renewal.shutdownNow();
      Set<String> kept = new TreeSet<>(mine.unfinishedRuns());
      kept.retainAll(othersThatCount(mine));
      pointer.flip(mine, run.asOf(), run.runId(), kept.isEmpty() ? null : String.join(",", kept));
    }
    try {
      note("complete", null, seconds);
    } catch (Exception e) {
      // Readers see the run already: that the ledger lacks a line is no failure of it.
      LOG.warn("the attempt was not noted as complete", e);
    }
  }

  /** Delta counted while it wrote; the ledger needs it to tell later whether rows are missing. */
  private void countTheUncounted() {
    for (TableSpec table : uncounted) {
      TableLog.of(lake.read(table))
          .files(run.base(), List.of(run.runId()))
          .getOrDefault(run.runId(), TableLog.Files.NONE)
          .rows()
          .ifPresent(rows -> manifest.put(table.name(), rows));
    }
  }

  /** Makes an earlier complete run the current one again; nothing is computed. */
  public static void reinstate(Pointer pointer, Pointer.State state, Run run) {
    Pointer.State mine = pointer.acquire(state, run.attempt(), null);
    pointer.flip(mine, run.asOf(), run.runId(), mine.unfinished());
  }

  /** Notes that the attempt ended without publishing, and gives the lease back. */
  public void fail(String status, @Nullable String message) {
    try {
      // Whatever still writes must have ended before another attempt may begin.
      writers.shutdown();
      boolean ended = writers.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (ended && lake.has(LedgerTables.ATTEMPTS)) {
        note(status, message, Map.of());
      }
      synchronized (this) {
        renewal.shutdownNow();
        pointer.release(mine);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The failure that brought us here is the one to tell.
      LOG.warn("the failed attempt was not noted", e);
    }
  }

  private void note(String status, @Nullable String message, Map<String, Duration> seconds) {
    Map<String, BigDecimal> times = new ConcurrentHashMap<>();
    seconds.forEach((step, time) -> times.put(step, BigDecimal.valueOf(time.toMillis(), 3)));
    ledger(
        LedgerTables.ATTEMPTS,
        new AttemptRow(
            run.asOf(), run.runId(), run.attempt(), status, clock.instant(), message, times));
  }

  private void ledger(TableSpec table, Record row) {
    Dataset<Row> complete = rows(table, List.of(row)).withColumn(TableSpec.BASE, lit(run.base()));
    write(() -> lake.append(table, complete));
  }

  /** Small rows in one file. */
  private Dataset<Row> rows(TableSpec table, List<? extends Record> records) {
    return spark.createDataFrame(table.rows(records), table.ownSchema()).coalesce(1);
  }

  private static void await(List<Future<Void>> tasks) {
    try {
      for (Future<Void> done : tasks) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(stopped);
    }
    renewal.shutdownNow();
    writers.shutdownNow();
    try {
      lake.dropStaging(run.attempt());
    } catch (RuntimeException e) {
      LOG.warn("intermediate results were not removed", e);
    }
  }
}
