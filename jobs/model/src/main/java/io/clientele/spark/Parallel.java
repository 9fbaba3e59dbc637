package io.clientele.spark;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Independent work done at the same time: small jobs of Spark each wait more than they compute. */
public final class Parallel implements AutoCloseable {
  private static final int WORKERS = 4;

  private final ExecutorService workers;

  /** Four at a time. */
  public Parallel() {
    this(WORKERS);
  }

  /** So many at a time. */
  public Parallel(int workers) {
    this.workers = Executors.newFixedThreadPool(workers);
  }

  /** Does work that needs no more than one call. */
  public static <T> List<T> all(List<Supplier<T>> tasks) {
    try (Parallel work = new Parallel()) {
      return work.together(tasks);
    }
  }

  /**
   * Does the tasks and waits for them. Fails with what the first task that failed threw.
   *
   * @return the results in the order of the tasks
   */
  public <T> List<T> together(List<Supplier<T>> tasks) {
    List<CompletableFuture<T>> running =
        tasks.stream().map(task -> CompletableFuture.supplyAsync(task, workers)).toList();
    try {
      return running.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw Parallel.<RuntimeException>asItIs(e.getCause() == null ? e : e.getCause());
    }
  }

  /** Spark throws its checked exceptions without declaring them, and so do its tasks here. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItIs(Throwable failure) throws E {
    throw (E) failure;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
