package io.clientele.ingest;

import io.clientele.failure.ConfigurationException;
import java.util.List;
import java.util.Locale;

/** Names of the columns that stand beside those of a source while its rows are checked. */
final class OwnColumns {
  private static final String PREFIX = "__clientele_";

  private OwnColumns() {}

  /** The name of such a column. */
  static String named(String name) {
    return PREFIX + name;
  }

  /**
   * Keeps the names apart.
   *
   * @param key of the source in the configuration
   * @throws ConfigurationException if a column of the source has such a name
   */
  static void check(String key, List<String> columns) {
    for (String column : columns) {
      if (column.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
        throw new ConfigurationException(
            key
                + ": the column '"
                + column
                + "' begins with "
                + PREFIX
                + ", as only columns of the product do. Rename it, or read a view or a copy without"
                + " it.");
      }
    }
  }
}
