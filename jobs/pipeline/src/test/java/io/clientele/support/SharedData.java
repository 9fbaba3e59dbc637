package io.clientele.support;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The public data sets beside the checkout, where they are; tests that need them are skipped
 * elsewhere.
 */
public final class SharedData {
  private SharedData() {}

  public static Path directory(String name) {
    Path home = Path.of(System.getProperty("clientele.home", ".")).toAbsolutePath();
    Path data = home.resolve("../shared/data").normalize().resolve(name);
    Assumptions.assumeTrue(
        Files.isDirectory(data), "skipped: the data set " + name + " is not beside the checkout");
    return data;
  }

  public static Path home() {
    return Path.of(System.getProperty("clientele.home", ".")).toAbsolutePath();
  }
}
