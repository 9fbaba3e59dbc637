package io.clientele.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The main job as a user starts it: a process of its own, its start included in the time.
 *
 * @param home the product's directory
 * @param log where the process's output goes
 */
record MainJobProcess(Path home, Path log) {
  private static final long SAMPLE_MILLIS = 100;

  /**
   * Runs {@code clientele run} to its end.
   *
   * @param arguments what follows {@code run}
   * @return how long it took
   * @throws IOException if it failed, with what it said
   */
  Measured run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("-XX:+UseParallelGC");
    command.add("-XX:-DontCompileHugeMethods");
    command.add("-Xmx4g");
    command.add("-Dclientele.home=" + home);
    command.add("-Dclientele.log=" + log.resolveSibling("clientele.log"));
    command.add("-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2.properties"));
    command.add("-jar");
    command.add(home.resolve("jobs/cli/target/clientele.jar").toString());
    command.add("run");
    command.addAll(arguments);
    return measure(command);
  }

  /** The virtual machine that runs this. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Runs a program to its end.
   *
   * @param command with its arguments
   * @return how long it took
   * @throws IOException if it failed, with what it said
   */
  Measured measure(List<String> command) throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Duration cpu = Duration.ZERO;
    while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
      cpu = process.info().totalCpuDuration().orElse(cpu);
    }
    Measured took = new Measured(Duration.ofNanos(System.nanoTime() - began), cpu);
    int exit = process.exitValue();
    if (exit != 0) {
      throw new IOException("The run ended with " + exit + ":\n" + Files.readString(log));
    }
    return took;
  }
}
