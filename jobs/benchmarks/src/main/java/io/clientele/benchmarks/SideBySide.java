package io.clientele.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The main job in two variants over the same lines, each run into an empty lake. */
record SideBySide(BenchmarkOptions options, BenchmarkBase base, Printed out) {

  /**
   * One variant.
   *
   * @param title how it is named in the output
   * @param arguments of {@code clientele run}
   */
  record Variant(String title, List<String> arguments) {}

  /**
   * Runs both in turn, as often as asked for, and tells the ratio of their medians.
   *
   * @param log the name of the file for what the runs print
   */
  void run(String log, Variant plain, Variant other)
      throws IOException, InterruptedException, SQLException {
    MainJobProcess process = options.process(base, log);
    List<Measured> one = new ArrayList<>();
    List<Measured> two = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      one.add(measure(process, plain, i));
      two.add(measure(process, other, i));
    }
    Measured few = Measured.median(one);
    Measured many = Measured.median(two);
    out.say(
        "Ratio of the seconds: %.2f, of the CPU seconds: %.2f",
        many.wallRatio(few), many.cpuRatio(few));
  }

  private Measured measure(MainJobProcess process, Variant variant, int run)
      throws IOException, InterruptedException, SQLException {
    Directories.delete(base.lake());
    Measured measured = process.run(variant.arguments());
    out.say("%s %d: %s, by steps", variant.title(), run + 1, measured);
    out.steps(
        PublishedRun.find(base.lake(), BenchmarkBase.NAME, BenchmarkBase.AS_OF).stepSeconds());
    return measured;
  }
}
