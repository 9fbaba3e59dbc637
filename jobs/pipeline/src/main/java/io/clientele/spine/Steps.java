package io.clientele.spine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of a run: who watches is told, and the time of each is kept. */
public final class Steps {
  private final Clock clock;
  private final Progress progress;
  private final Map<String, Duration> seconds = new LinkedHashMap<>();
  private @Nullable String step;
  private Instant began;

  /** No step has begun. */
  public Steps(Clock clock, Progress progress) {
    this.clock = clock;
    this.progress = progress;
    this.began = clock.instant();
  }

  /** Ends the step before and begins another. */
  public void begin(String name) {
    end();
    step = name;
    began = clock.instant();
    progress.step(name);
  }

  /** Ends the last step. */
  public void end() {
    if (step != null) {
      seconds.merge(step, Duration.between(began, clock.instant()), Duration::plus);
      step = null;
    }
  }

  /** The time of each step that has ended, in their order. */
  public Map<String, Duration> seconds() {
    return Map.copyOf(seconds);
  }
}
