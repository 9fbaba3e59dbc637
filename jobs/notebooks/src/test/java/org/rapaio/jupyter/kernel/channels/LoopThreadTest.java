package org.rapaio.jupyter.kernel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopThreadTest {
  @Test
  void a_message_that_comes_too_early_costs_a_round_and_not_the_thread() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    LoopThread loop =
        new LoopThread(
            "test",
            1,
            () -> {
              third.countDown();
              if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("not ready");
              }
            });

    loop.start();

    assertThat(third.await(1, TimeUnit.MINUTES)).isTrue();
    loop.shutdown();
    loop.join(TimeUnit.MINUTES.toMillis(1));
    assertThat(loop.isAlive()).isFalse();
  }

  @Test
  void a_loop_that_was_told_to_stop_before_it_began_does_nothing() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    LoopThread loop = new LoopThread("test", 1, rounds::incrementAndGet);
    loop.shutdown();

    loop.start();
    loop.join(TimeUnit.MINUTES.toMillis(1));

    assertThat(rounds).hasValue(0);
  }
}
