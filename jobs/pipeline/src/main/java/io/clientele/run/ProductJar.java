package io.clientele.run;

import java.io.File;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The jar that is running, beside which its libraries lie. */
public final class ProductJar {
  private ProductJar() {}

  /** The file; null where classes come from a folder, as in tests. */
  public static @Nullable File file() {
    try {
      File file =
          new File(ProductJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return file.isFile() ? file : null;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path that is no URI", e);
    }
  }
}
