package io.clientele.cli;

import io.clientele.run.Estimate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** An estimate for people. */
final class EstimateText {
  private EstimateText() {}

  /** A few lines. */
  static List<String> lines(Estimate estimate, int cores) {
    String counted = estimate.lines().exact() ? "%,d" : "about %,d, by a sample";
    String customers =
        estimate.known() ? "as many a line as in the latest run" : "at 15 lines each";
    return List.of(
        "Nothing was run. For " + estimate.input() + " a run takes",
        text("  lines      " + counted, estimate.lines().lines()),
        text("  customers  about %,d, %s", estimate.customers(), customers),
        text("  time       about %s on %d cores", time(estimate.time()), cores),
        text("  memory     JAVA_OPTS=-Xmx%dg", Math.max(2, cores)),
        text(
            "  disk       about %s while it runs, %s more in the lake afterwards",
            size(estimate.aside()), size(estimate.lake())),
        "It counts the lines and the five schemes that run by default. Optional sources may double the"
            + " time, clusters nearly triple it (docs/performance.md).");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String time(Duration time) {
    long seconds = time.toSeconds();
    return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
  }

  private static String size(long megabytes) {
    return megabytes < 1000 ? Math.max(1, megabytes) + " MB" : text("%.1f GB", megabytes / 1000.0);
  }
}
