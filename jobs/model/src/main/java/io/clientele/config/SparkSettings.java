package io.clientele.config;

import io.clientele.failure.Redaction;
import java.util.List;
import java.util.Map;
import org.apache.spark.internal.config.ConfigEntry;
import org.jspecify.annotations.Nullable;

/** Spark's settings as a base's configuration has them. Needs no session. */
public final class SparkSettings {
  /**
   * A setting that results depend on, so that a session has it whatever the cluster says.
   *
   * @param value the value that sessions have; null where the configuration decides it
   * @param why what would go wrong with another one
   */
  public record Pinned(String key, @Nullable String value, String why) {}

  private static final String OUR_SQL = "the product's own expressions are written for it";
  private static final String FEWER_LINES =
      "a file that cannot be read is an error, never fewer lines";

  /** The pinned settings. */
  public static final List<Pinned> PINNED =
      List.of(
          new Pinned(
              "spark.sql.extensions",
              "io.delta.sql.DeltaSparkSessionExtension",
              "the lake is made of Delta tables"),
          new Pinned(
              "spark.sql.catalog.spark_catalog",
              "org.apache.spark.sql.delta.catalog.DeltaCatalog",
              "the lake is made of Delta tables"),
          new Pinned("spark.sql.session.timeZone", null, "time_zone says where a day begins"),
          new Pinned(
              "spark.sql.ansi.enabled",
              "true",
              "without it overflows and bad casts become null without a word"),
          new Pinned(
              "spark.sql.decimalOperations.allowPrecisionLoss",
              "true",
              "products and quotients of money would become null"),
          new Pinned(
              "spark.sql.legacy.timeParserPolicy",
              "CORRECTED",
              "the same text would be another date"),
          new Pinned(
              "spark.sql.csv.parser.columnPruning.enabled",
              "false",
              "broken records would be seen or not, by the columns that are asked for"),
          new Pinned(
              "spark.sql.json.enablePartialResults",
              "false",
              "half of a broken record would count"),
          new Pinned(
              "spark.sql.legacy.javaCharsets",
              "true",
              "exports come in the encodings of their makers, windows-1252 before all"),
          new Pinned(
              "spark.sql.icu.caseMappings.enabled",
              "false",
              "starting would take three seconds longer"),
          new Pinned("spark.sql.files.ignoreCorruptFiles", "false", FEWER_LINES),
          new Pinned("spark.sql.files.ignoreMissingFiles", "false", FEWER_LINES),
          new Pinned(
              "spark.sql.variable.substitute",
              "false",
              "${env:NAME} in a text would bring in the environment of the process"),
          new Pinned("spark.sql.caseSensitive", "false", OUR_SQL),
          new Pinned("spark.sql.storeAssignmentPolicy", "ANSI", OUR_SQL),
          new Pinned("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS", OUR_SQL),
          new Pinned(
              "spark.sql.sources.partitionColumnTypeInference.enabled",
              "true",
              "dates in names of directories would be texts"));

  private SparkSettings() {}

  /** Reads the section, and refuses values that Spark would stumble over in the middle of a run. */
  static Map<String, String> read(Section section) {
    Map<String, String> settings = section.entries();
    settings.forEach(
        (key, value) -> {
          if (!key.startsWith("spark.")) {
            section.problem(key, "Spark's settings begin with 'spark.', written out in full");
          } else {
            PINNED.stream()
                .filter(pinned -> pinned.key().equals(key))
                .findFirst()
                .ifPresentOrElse(
                    pinned -> refuse(section, pinned, value), () -> check(section, key, value));
          }
        });
    return settings;
  }

  private static void refuse(Section section, Pinned pinned, String value) {
    String own = pinned.value();
    if (own == null || !own.equalsIgnoreCase(value.strip())) {
      section
          .problems()
          .add(
              section.origin(pinned.key()),
              pinned.key()
                  + " cannot be set"
                  + (own == null ? "" : " to '" + value + "': it is always " + own)
                  + ", because "
                  + pinned.why()
                  + ". Leave it out.");
    }
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
