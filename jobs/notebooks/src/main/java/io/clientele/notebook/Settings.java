package io.clientele.notebook;

import io.clientele.run.BaseFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which base the notebooks look at, from the environment.
 *
 * @param file the configuration
 * @param overrides what is laid over it, {@code KEY=VALUE}
 * @param master Spark's master; null for this machine
 * @param scratch the directory for runs that the base's lake lacks
 */
record Settings(BaseFile file, List<String> overrides, @Nullable String master, String scratch) {
  private static final String CONFIG = "CLIENTELE_CONFIG";
  private static final String SET = "CLIENTELE_SET";
  private static final String MASTER = "CLIENTELE_MASTER";
  private static final String LAKE = "CLIENTELE_LAKE";

  /** Reads the variables; empty ones count as absent. */
  static Settings of(Map<String, String> environment) {
    String config = value(environment, CONFIG);
    String set = value(environment, SET);
    String lake = value(environment, LAKE);
    return new Settings(
        BaseFile.of(config == null ? null : Path.of(config)),
        set == null ? List.of() : set.lines().filter(line -> !line.isBlank()).toList(),
        value(environment, MASTER),
        lake == null ? BaseFile.home().resolve("lake/notebooks").toString() : lake);
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
