package io.clientele.cli;

import io.clientele.failure.Redaction;
import io.clientele.spine.Progress;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The only place that prints: results to standard output, progress and errors to standard error.
 * What comes from data is never obeyed by a screen: see {@link ScreenWriter}.
 */
final class Terminal implements Progress, AutoCloseable {
  private final PrintWriter out;
  private final PrintWriter err;
  private final PrintWriter unchanged;
  private final boolean interactive;
  private final long began;
  private @Nullable ProgressBar bar;
  private volatile boolean stopped;

  Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
    this.out = new PrintWriter(new ScreenWriter(out), true);
    this.err = new PrintWriter(new ScreenWriter(err), true);
    this.unchanged = interactive ? this.out : out;
    this.interactive = interactive;
    this.began = System.nanoTime();
  }

  PrintWriter out() {
    return out;
  }

  /** For rows that another program reads: as they are, unless standard output is a screen. */
  PrintWriter unchanged() {
    return unchanged;
  }

  PrintWriter err() {
    return err;
  }

  /** Prints a line of the result while the command goes on. */
  void say(String line) {
    closeBar();
    out.println(line);
    out.flush();
  }

  /** Says why a command ends; after a signal that has been said. */
  void error(String message) {
    if (!isStopped()) {
      closeBar();
      err.println(Redaction.of(message));
      err.flush();
    }
  }

  /** A signal ends the process before the command has ended. */
  void stopped() {
    closeBar();
    stopped = true;
    err.println(
        "clientele: stopped before the end, by a signal (or by a fatal failure, which the log then"
            + " tells). A run that is stopped publishes nothing: the last good one stays, and the"
            + " next may begin at once.");
    err.flush();
  }

  boolean isStopped() {
    return stopped;
  }

  /** Lets the tasks of a session drive the bar. */
  void follow(SparkSession spark) {
    if (interactive) {
      spark.sparkContext().addSparkListener(new Follower(this));
    }
  }

  @Override
  public void step(String name) {
    if (interactive) {
      closeBar();
      bar =
          new ProgressBarBuilder()
              .setTaskName(String.format("%-24s", name))
              .setInitialMax(0)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(200)
              .clearDisplayOnFinish()
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .setUnit(" tasks", 1)
              .hideEta()
              .build();
    } else {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      err.println(String.format("%4d s  %s", seconds, name));
      err.flush();
    }
  }

  @Override
  public void close() {
    closeBar();
    out.flush();
    err.flush();
  }

  private synchronized void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private synchronized void more(int tasks) {
    if (bar != null) {
      bar.maxHint(bar.getMax() + tasks);
    }
  }

  private synchronized void done() {
    if (bar != null) {
      bar.step();
    }
  }

  private static final class Follower extends SparkListener {
    private final Terminal terminal;

    Follower(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      terminal.more(submitted.stageInfo().numTasks());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
      terminal.done();
    }
  }
}
