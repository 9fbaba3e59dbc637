package io.clientele.benchmarks;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How long something took.
 *
 * @param wall from start to end
 * @param cpu of all its threads, which neighbours on the machine disturb less
 */
record Measured(Duration wall, Duration cpu) {

  /** The middle one by wall time, the lower of two. */
  static Measured median(List<Measured> all) {
    List<Measured> sorted = all.stream().sorted(Comparator.comparing(Measured::wall)).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  /** What is left when a fixed part is taken away. */
  Measured minus(Measured fixed) {
    return new Measured(wall.minus(fixed.wall), cpu.minus(fixed.cpu));
  }

  /** How many times as long as another, by the clock. */
  double wallRatio(Measured other) {
    return ratio(wall, other.wall);
  }

  /** How many times as much work of processors as another. */
  double cpuRatio(Measured other) {
    return ratio(cpu, other.cpu);
  }

  private static double ratio(Duration one, Duration other) {
    return (double) one.toMillis() / Math.max(1, other.toMillis());
  }

  /** The CPU time of this process so far. */
  static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Seconds with one decimal place. */
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }

  @Override
  public String toString() {
    return seconds(wall) + " s (" + seconds(cpu) + " s of CPU)";
  }
}
