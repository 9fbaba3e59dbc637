package io.clientele.run;

import java.io.File;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The jars that are running. */
public final class ProductJar {
  private ProductJar() {}

  /** The jar that holds a class; null where classes come from a folder, as in tests. */
  public static @Nullable File of(Class<?> type) {
    try {
      File file = new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      return file.isFile() ? file : null;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path that is no URI", e);
    }
  }
}
