package io.clientele.config;

import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options of Spark's readers that do something here, by format. Spark itself takes any name and
 * any case in silence; an option without effect is a user who believes otherwise.
 */
public final class ReaderOptions {
  /** How the dates of text are written, which we parse ourselves. */
  public static final String DATE = "dateFormat";

  /** How the timestamps of text are written. */
  public static final String TIMESTAMP = "timestampFormat";

  /** How the timestamps without a time zone are written. */
  public static final String TIMESTAMP_NTZ = "timestampNTZFormat";

  private static final List<String> CSV =
      List.of(
          "header",
          "sep",
          "encoding",
          "quote",
          "escape",
          "charToEscapeQuoteEscaping",
          "unescapedQuoteHandling",
          "comment",
          "nullValue",
          "emptyValue",
          "ignoreLeadingWhiteSpace",
          "ignoreTrailingWhiteSpace",
          "lineSep",
          "multiLine",
          "maxColumns",
          "maxCharsPerColumn",
          DATE,
          TIMESTAMP,
          TIMESTAMP_NTZ);

  private static final List<String> JSON =
      List.of(
          "encoding",
          "lineSep",
          "multiLine",
          "allowComments",
          "allowUnquotedFieldNames",
          "allowSingleQuotes",
          "allowNumericLeadingZeros",
          "allowNonNumericNumbers",
          "allowBackslashEscapingAnyCharacter",
          "allowUnquotedControlChars",
          "locale",
          DATE,
          TIMESTAMP,
          TIMESTAMP_NTZ);

  private static final List<String> PARQUET =
      List.of("mergeSchema", "datetimeRebaseMode", "int96RebaseMode");

  private static final List<String> ORC = List.of("mergeSchema");

  private static final Map<String, String> ALIASES =
      Map.of("delimiter", "sep", "charset", "encoding");

  private static final Set<String> FLAGS =
      Set.of(
          "header",
          "multiLine",
          "ignoreLeadingWhiteSpace",
          "ignoreTrailingWhiteSpace",
          "allowComments",
          "allowUnquotedFieldNames",
          "allowSingleQuotes",
          "allowNumericLeadingZeros",
          "allowNonNumericNumbers",
          "allowBackslashEscapingAnyCharacter",
          "allowUnquotedControlChars",
          "mergeSchema");

  private static final Set<String> CHARACTERS =
      Set.of("quote", "escape", "comment", "charToEscapeQuoteEscaping");

  /** Options that would lose rows or unpin what is read. */
  private static final Set<String> OURS =
      Set.of(
          "mode",
          "columnnameofcorruptrecord",
          "enforceschema",
          "ignorecorruptfiles",
          "ignoremissingfiles",
          "modifiedbefore",
          "modifiedafter",
          "pathglobfilter",
          "recursivefilelookup",
          "basepath",
          "path",
          "versionasof",
          "timestampasof");

  private static final String TYPES = "the types are those of schema";
  private static final String WRITING = "it is for writing";
  private static final String MAPPED = "say what the text means in the mapping";

  /** Options that Spark knows, and why they do nothing here. */
  private static final Map<String, String> WITHOUT_EFFECT =
      Map.ofEntries(
          Map.entry("inferschema", TYPES),
          Map.entry("samplingratio", TYPES),
          Map.entry("preferdate", TYPES),
          Map.entry("prefersdecimal", TYPES),
          Map.entry("primitivesasstring", TYPES),
          Map.entry("infertimestamp", TYPES),
          Map.entry("dropfieldifallnull", TYPES),
          Map.entry("columnpruning", "every column is read"),
          Map.entry("nanvalue", MAPPED + ", such as nullif(x, 'NaN')"),
          Map.entry("positiveinf", MAPPED),
          Map.entry("negativeinf", MAPPED),
          Map.entry("locale", MAPPED + "; docs/recipes.md has decimal commas"),
          Map.entry("timezone", "time_zone of the base says where a day begins"),
          Map.entry("timeformat", "no field takes a time of day"),
          Map.entry("enabledatetimeparsingfallback", "dates are read strictly"),
          Map.entry("compression", WRITING),
          Map.entry("codec", WRITING),
          Map.entry("extension", WRITING),
          Map.entry("quoteall", WRITING),
          Map.entry("escapequotes", WRITING),
          Map.entry("ignorenullfields", WRITING),
          Map.entry("pretty", WRITING));

  private static final List<String> PARTITIONS =
      List.of("partitionColumn", "lowerBound", "upperBound", "numPartitions");

  private static final List<String> JDBC =
      Stream.concat(
              PARTITIONS.stream(), Stream.of("fetchsize", "queryTimeout", "sessionInitStatement"))
          .toList();

  private static final String PATTERN_LETTERS = "yMLdDHhKkmsSaVzOXx";

  private ReaderOptions() {}

  /** The options that have an effect on a format, as Spark spells them. */
  public static List<String> known(SourceFormat format) {
    return switch (format) {
      case CSV -> CSV;
      case JSON -> JSON;
      case PARQUET -> PARQUET;
      case ORC -> ORC;
      case JDBC -> JDBC;
      case DELTA, TABLE -> List.of();
    };
  }

  /** The options of a source, spelled as Spark does; notes those that do nothing or cannot be. */
  static Map<String, String> read(SourceFormat format, Section section) {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> known = known(format);
    section
        .entries()
        .forEach(
            (written, value) -> {
              String lower = written.toLowerCase(Locale.ROOT);
              String name = ALIASES.getOrDefault(lower, lower);
              String spelled =
                  known.stream().filter(k -> k.equalsIgnoreCase(name)).findFirst().orElse("");
              if (spelled.isEmpty()) {
                section.problem(written, refusal(format, written, lower, known));
              } else if (options.put(spelled, value) != null) {
                section.problem(written, "'" + spelled + "' is set twice; keep one");
              } else {
                checkValue(spelled, written, value, section);
              }
            });
    return options;
  }

  /** A table is read in parts by a column, its bounds and a number, or whole. */
  static void checkPartitions(Map<String, String> options, Section section) {
    List<String> missing =
        PARTITIONS.stream().filter(option -> !options.containsKey(option)).toList();
    if (!missing.isEmpty() && missing.size() < PARTITIONS.size()) {
      section.problem(
          "options",
          "to read in parts give all of "
              + String.join(", ", PARTITIONS)
              + "; missing: "
              + String.join(", ", missing));
    }
  }

  private static String refusal(
      SourceFormat format, String written, String lower, List<String> known) {
    if (OURS.contains(lower)) {
      return "'" + written + "' cannot be set: what is read and refused is decided here";
    }
    if (lower.startsWith("fs.") || lower.startsWith("dfs.") || lower.startsWith("hadoop.")) {
      return "'"
          + written
          + "' is a setting of Hadoop: write it as spark.hadoop."
          + written
          + " in the section spark";
    }
    String kind = format.name().toLowerCase(Locale.ROOT);
    if (known.isEmpty()) {
      return "'" + written + "' has no effect: a source of format " + kind + " takes no options";
    }
    String why = WITHOUT_EFFECT.get(lower);
    if (why != null) {
      return "'" + written + "' has no effect here: " + why + ". Remove it";
    }
    List<String> names = new ArrayList<>(known);
    String nearest =
        Problems.nearest(lower, names.stream().map(n -> n.toLowerCase(Locale.ROOT)).toList())
            .flatMap(n -> names.stream().filter(k -> k.equalsIgnoreCase(n)).findFirst())
            .orElse("");
    return "'"
        + written
        + "' is no option of "
        + kind
        + (nearest.isEmpty()
            ? "; known: " + String.join(", ", names)
            : "; did you mean '" + nearest + "'?");
  }

  private static void checkValue(String name, String written, String value, Section section) {
    if (FLAGS.contains(name)) {
      section.flag(Key.flag(written, false, ""));
    } else if (CHARACTERS.contains(name) && value.length() > 1) {
      section.problem(written, "'" + value + "' is not one character");
    } else if (name.equals("sep") && value.isEmpty()) {
      section.problem(written, "is empty; for example sep: \";\"");
    } else if (name.equals("encoding")) {
      section.parsed(
          Key.text(written, "").orElse("UTF-8").matching("", "an encoding such as UTF-8"),
          v -> Charset.forName(v).name());
    } else if (name.startsWith("max")) {
      section.integer(Key.integer(written, 1, Integer.MAX_VALUE, "").orElse("1"));
    } else if (name.equals(DATE) || name.equals(TIMESTAMP) || name.equals(TIMESTAMP_NTZ)) {
      checkPattern(written, value, section);
    }
  }

  private static void checkPattern(String key, String pattern, Section section) {
    String letters = pattern.replaceAll("'[^']*'", "").replaceAll("[^A-Za-z]", "");
    boolean whole = letters.contains("y") && letters.contains("d") && letters.matches(".*[ML].*");
    boolean known = letters.chars().allMatch(letter -> PATTERN_LETTERS.indexOf(letter) >= 0);
    if (!whole || !known || letters.contains("D") || !isReadable(pattern)) {
      String mended = pattern.replace('Y', 'y').replace('D', 'd');
      if (!mended.contains("M") && !mended.matches(".*[hH].*")) {
        mended = mended.replace('m', 'M');
      }
      boolean confused = !mended.equals(pattern) && isReadable(mended);
      section.problem(
          key,
          "'"
              + pattern
              + "' is no pattern of a date: yyyy is the year, MM the month, dd the day, HH the hour"
              + " (hh … a with AM and PM), mm the minute, ss the second, for example dd.MM.yyyy"
              + (confused ? "; did you mean '" + mended + "'?" : ""));
    }
  }

  private static boolean isReadable(String pattern) {
    try {
      return !DateTimeFormatter.ofPattern(pattern, Locale.US).toString().isEmpty()
          && !pattern.matches(".*(y{7}|M{5}|d{3}|L{5}).*");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
