package io.clientele.benchmarks;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The lines that a benchmark prints, each as soon as it is known. */
record Printed(PrintWriter out) {

  /** What a command prints to; nothing where it was not started from a command line. */
  static Printed by(@Nullable CommandSpec spec) {
    return new Printed(
        spec == null ? new PrintWriter(Writer.nullWriter()) : spec.commandLine().getOut());
  }

  void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }

  /** Steps with their seconds, the longest first. */
  void steps(Map<String, Double> seconds) {
    seconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(step -> say("  %-28s %7.1f", step.getKey(), step.getValue()));
  }
}
