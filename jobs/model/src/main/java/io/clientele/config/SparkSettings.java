package io.clientele.config;

import io.clientele.failure.Redaction;
import java.util.Map;
import org.apache.spark.internal.config.ConfigEntry;

/** Spark's settings as a base's configuration has them. Needs no session. */
final class SparkSettings {
  private SparkSettings() {}

  /** Reads the section, and refuses values that Spark would stumble over in the middle of a run. */
  static Map<String, String> read(Section section) {
    Map<String, String> settings = section.entries();
    settings.forEach(
        (key, value) -> {
          if (!key.startsWith("spark.")) {
            section.problem(key, "Spark's settings begin with 'spark.', written out in full");
          } else {
            check(section, key, value);
          }
        });
    return settings;
  }

  private static void check(Section section, String key, String value) {
    Declared.load();
    ConfigEntry<?> entry = ConfigEntry.findEntry(key);
    if (entry == null) {
      // Hadoop's settings and those of other libraries: only they know them.
      return;
    }
    try {
      entry.valueConverter().apply(value);
    } catch (IllegalArgumentException e) {
      String shown = Redaction.value(key, value);
      section
          .problems()
          .add(
              section.origin(key),
              key + ": Spark does not take the value '" + shown + "': " + reason(e));
    }
  }

  private static String reason(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^\\[[A-Z_.]+] ", "")
        .replaceFirst("^The value .* is invalid\\. ", "")
        .replaceFirst(" SQLSTATE: \\w+$", "");
  }

  /** Spark declares a setting when the object that holds it is first looked at. */
  private static final class Declared {
    static {
      for (String holder :
          new String[] {
            "org.apache.spark.internal.config.package$",
            "org.apache.spark.sql.internal.StaticSQLConf$",
            "org.apache.spark.sql.internal.SQLConf$"
          }) {
        try {
          Class.forName(holder);
        } catch (ClassNotFoundException e) {
          throw new IllegalStateException("this Spark declares its settings elsewhere", e);
        }
      }
    }

    private Declared() {}

    static void load() {
      // The static part does it, once.
    }
  }
}
