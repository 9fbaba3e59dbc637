package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.config.TextFile;
import io.clientele.failure.ConfigurationException;
import io.clientele.scheme.SchemeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file that configures a base, and what lies beside it.
 *
 * @param file the file
 * @param shipped whether it is the product's own over its samples, whose paths start at the
 *     product's home instead of the working directory
 */
public record BaseFile(Path file, boolean shipped) {
  private static final String DEFAULT = "conf/clientele.yaml";

  /** The given file; the one that ships where there is none. */
  public static BaseFile of(@Nullable Path config) {
    return config == null
        ? new BaseFile(home().resolve(DEFAULT), true)
        : new BaseFile(config, false);
  }

  /**
   * Reads the file.
   *
   * @param overrides {@code KEY=VALUE}, the last of a key counts
   * @throws ConfigurationException if it is not there, cannot be read, or has problems
   */
  public BaseConfig load(List<String> overrides) {
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationException(
          "There is no configuration "
              + file
              + ". Give one with --config FILE; conf/examples/ holds"
              + " some to copy.");
    }
    String text = TextFile.read(file);
    List<String> all = new ArrayList<>();
    if (shipped) {
      all.add("data=" + home().resolve("data-samples"));
      all.add("lake=" + home().resolve("lake/samples"));
    }
    all.addAll(overrides);
    return BaseConfig.parse(file.toString(), text, all);
  }

  /** Scheme files lie in schemes/ beside the configuration or beside its directory. */
  public SchemeLibrary schemes() {
    Path absolute = file.toAbsolutePath();
    Path beside = absolute.resolveSibling("schemes");
    Path parent = absolute.getParent();
    if (!Files.isDirectory(beside) && parent != null) {
      beside = parent.resolveSibling("schemes");
    }
    return new SchemeLibrary(Files.isDirectory(beside) ? beside : null);
  }

  /** Where the product lies. */
  public static Path home() {
    return Path.of(System.getProperty("clientele.home", "."));
  }
}
