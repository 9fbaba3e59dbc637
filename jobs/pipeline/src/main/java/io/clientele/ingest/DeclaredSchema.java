package io.clientele.ingest;

import io.clientele.config.Problems;
import io.clientele.config.ReaderOptions;
import io.clientele.config.SourceConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.spark.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a text source declares. Needs neither data nor a session. */
public final class DeclaredSchema {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final List<String> TYPES =
      List.of(
          "STRING",
          "DATE",
          "TIMESTAMP",
          "TIMESTAMP_NTZ",
          "DECIMAL",
          "INT",
          "BIGINT",
          "BOOLEAN",
          "DOUBLE",
          "FLOAT",
          "SMALLINT",
          "TINYINT",
          "BINARY",
          "ARRAY",
          "STRUCT",
          "MAP");

  /** What to declare where people write the name of another database's type. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "TEXT", "STRING",
          "DATETIME", "TIMESTAMP",
          "MONEY", "DECIMAL(12,2)",
          "NUMBER", "DECIMAL(12,2)",
          "BOOL", "BOOLEAN",
          "UUID", "STRING");

  /** Which declared type each pattern of dates is for. */
  private static final Map<String, String> PATTERNS =
      Map.of(
          ReaderOptions.DATE, "DATE",
          ReaderOptions.TIMESTAMP, "TIMESTAMP",
          ReaderOptions.TIMESTAMP_NTZ, "TIMESTAMP_NTZ");

  private DeclaredSchema() {}

  /**
   * Reads the declaration.
   *
   * @throws ConfigurationException naming each column that cannot be read, and how to write it
   */
  public static StructType of(SourceConfig config) {
    Problems problems = new Problems();
    Optional<StructType> declared = read(config, problems);
    problems.throwIfAny();
    return declared.orElseThrow();
  }

  /** Reads the declaration; notes each column that cannot be read, and how to write it. */
  public static Optional<StructType> read(SourceConfig config, Problems problems) {
    String ddl = Objects.requireNonNull(config.schema());
    StructType declared;
    try {
      declared = StructType.fromDDL(ddl);
    } catch (Exception e) {
      // Spark throws its checked ParseException without declaring it.
      diagnosed(ddl, e).forEach(message -> problems.add(config.key() + ".schema", message));
      return Optional.empty();
    }
    checkNames(config.key(), declared, problems);
    checkPatterns(config, declared, problems);
    return Optional.of(declared);
  }

  /** The name as SQL takes it: in backticks where it is more than letters, digits and '_'. */
  public static String quoted(String name) {
    return PLAIN.matcher(name).matches() ? name : Names.quoted(name);
  }

  private static void checkNames(String key, StructType declared, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (String name : declared.fieldNames()) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        problems.add(
            key + ".schema",
            "the column '"
                + name
                + "' is declared twice (upper and lower case are the same); give one another name");
      }
    }
  }

  private static void checkPatterns(SourceConfig config, StructType declared, Problems problems) {
    String types = declared.sql();
    PATTERNS.forEach(
        (option, type) -> {
          boolean used = Pattern.compile("\\b" + type + "\\b").matcher(types).find();
          if (config.options().containsKey(option) && !used) {
            problems.add(
                config.key() + ".options." + option,
                "has no effect: the schema declares no "
                    + type
                    + ". Declare the column as "
                    + type
                    + ", or remove the option");
          }
        });
  }

  private static List<String> diagnosed(String ddl, Exception failure) {
    List<String> found = new ArrayList<>();
    for (String piece : pieces(ddl)) {
      if (piece.isEmpty()) {
        found.add("a column is missing between two commas, or after the last one");
      } else if (!isReadable(piece)) {
        found.add(mended(piece));
      }
    }
    return found.isEmpty()
        ? List.of("not a list of NAME TYPE pairs: " + firstLine(failure))
        : found;
  }

  private static String mended(String piece) {
    for (int at = piece.length() - 1; at > 0; at--) {
      if (Character.isWhitespace(piece.charAt(at))) {
        String name = piece.substring(0, at).strip();
        String declared = quotedAlways(name) + " " + piece.substring(at).strip();
        if (isReadable(declared)) {
          return "'" + name + "' needs backticks: " + declared;
        }
      }
    }
    String[] words = piece.split("\\s+(?=[A-Za-z_][A-Za-z0-9_]*\\s*(\\(.*\\))?$)", 2);
    if (words.length == 1) {
      return "'" + piece + "' has no type; for example " + quoted(piece) + " STRING";
    }
    String type = words[1].replaceAll("\\(.*", "").strip().toUpperCase(Locale.ROOT);
    String meant = FOREIGN.get(type);
    Optional<String> near = meant == null ? Problems.nearest(type, TYPES) : Optional.of(meant);
    if (TYPES.contains(type)) {
      return "'" + piece + "' is no NAME TYPE; for example amount DECIMAL(12,2)";
    }
    return "'"
        + words[1].strip()
        + "' of '"
        + words[0].strip()
        + "' is no type"
        + near.map(n -> "; did you mean " + n + "?").orElse("; known: " + String.join(", ", TYPES));
  }

  private static String quotedAlways(String name) {
    return Names.quoted(name);
  }

  private static boolean isReadable(String ddl) {
    try {
      StructField[] fields = StructType.fromDDL(ddl).fields();
      return fields.length == 1;
    } catch (Exception e) {
      return false;
    }
  }

  /** The declarations of the single columns: commas in brackets and quotes do not part them. */
  private static List<String> pieces(String ddl) {
    List<String> pieces = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int from = 0;
    for (int i = 0; i < ddl.length(); i++) {
      char c = ddl.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '`' || c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(' || c == '<') {
        depth++;
      } else if (c == ')' || c == '>') {
        depth--;
      } else if (c == ',' && depth == 0) {
        pieces.add(ddl.substring(from, i).strip());
        from = i + 1;
      }
    }
    pieces.add(ddl.substring(from).strip());
    return pieces;
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("");
  }
}
