package org.rapaio.jupyter.kernel.channels;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does one thing again and again until it is told to stop.
 *
 * <p>The kernel (release 3.0.1) listens before it knows how to answer. Jupyter's first question may
 * come in between; it fails, and with the kernel's own class it ends the thread that listens, so
 * that the kernel never answers. On a busy machine this happened to one start in fifteen. Here a
 * failure costs one round: Jupyter asks again after a second. Also, the kernel's own class marks a
 * thread as running only after it was started, so that a quick one may end at once.
 */
public final class LoopThread extends Thread {
  private static final Logger LOG = Logger.getLogger(LoopThread.class.getName());

  private final long pause;
  private final Runnable round;
  private volatile boolean running = true;

  /**
   * A loop that has not begun.
   *
   * @param pause after each round, in milliseconds
   */
  public LoopThread(String name, long pause, Runnable round) {
    super(name);
    this.pause = pause;
    this.round = round;
  }

  @Override
  public void run() {
    try {
      while (running) {
        once();
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      running = false;
    }
  }

  private void once() {
    try {
      round.run();
    } catch (RuntimeException e) {
      // When the kernel shuts down it closes connections that are being read.
      if (running) {
        LOG.log(Level.WARNING, getName() + ": a message was not understood", e);
      }
    }
  }

  /** Lets the current round be the last one. */
  public void shutdown() {
    running = false;
  }
}
