package io.clientele.ingest;

import io.clientele.config.FieldType;
import io.clientele.config.SourceConfig;
import io.clientele.config.SourceFormat;
import io.clientele.config.TransactionField;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is likely wrong with refused text, and what to write instead. Looks at texts only. */
final class RefusalHints {
  private static final String RECIPES = " (docs/recipes.md#";
  private static final String DAY = "(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4}|\\d{2})";
  private static final Pattern DATE =
      Pattern.compile(DAY + "(?:( +)(\\d{1,2}):(\\d{2})(:\\d{2})?(\\.\\d+)?( ?[AaPp][Mm])?)?");
  private static final Pattern YEAR_FIRST = Pattern.compile("\\d{4}([./])\\d{1,2}\\1\\d{1,2}");
  private static final Pattern COMPACT = Pattern.compile("(19|20)\\d{2}[01]\\d[0-3]\\d");
  private static final Pattern SECONDS = Pattern.compile("\\d{10}");
  private static final Pattern MILLIS = Pattern.compile("\\d{13}");
  private static final Pattern SERIAL = Pattern.compile("[2-6]\\d{4}(\\.\\d+)?");
  private static final String GROUP = "[-+]?\\d{1,3}(?:[.'’\\u00a0\\u202f ]\\d{3})+,\\d+";
  private static final Pattern COMMA = Pattern.compile(GROUP + "|[-+]?\\d+,(?:\\d{1,2}|\\d{4,})");
  private static final Pattern THOUSANDS = Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
  private static final Pattern SPACED =
      Pattern.compile("[-+]?\\d{1,3}(?:['’\\u00a0\\u202f ]\\d{3})+(?:\\.\\d+)?");
  private static final Pattern MONEY_SIGN =
      Pattern.compile(
          "\\s*[-+]?\\s*(?:\\p{Sc}|\\p{L}{2,3})\\s*([-+]?[\\d.,'\\s\\u00a0]*\\d)\\s*"
              + "|\\s*([-+]?[\\d.,'\\s\\u00a0]*\\d)\\s*(?:\\p{Sc}|\\p{L}{2,3})\\s*");

  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
  private static final Pattern PLACES = Pattern.compile("[-+]?\\d*\\.\\d+");

  private final SourceConfig source;
  private final int declared;

  /**
   * Hints for one source.
   *
   * @param declared how many columns a row of it has; 0 where rows of several kinds are mixed
   */
  RefusalHints(SourceConfig source, int declared) {
    this.source = source;
    this.declared = declared;
  }

  /**
   * A field and what it is mapped from.
   *
   * @param field its name
   * @param kind what it takes
   * @param text the expression
   * @param columns the columns that the expression reads
   * @param types of the columns that are declared and not STRING
   */
  record Mapped(
      String field, Kind kind, String text, List<String> columns, Map<String, String> types) {}

  /** What a field takes. */
  enum Kind {
    DATE,
    NUMBER,
    OTHER
  }

  static Kind kind(TransactionField field) {
    return switch (field) {
      case ORDERED_AT -> Kind.DATE;
      case REVENUE, QUANTITY, COST, DISCOUNT -> Kind.NUMBER;
      default -> Kind.OTHER;
    };
  }

  static Kind kind(FieldType type) {
    return switch (type) {
      case DAY, MOMENT -> Kind.DATE;
      case AMOUNT, NUMBER, RATE -> Kind.NUMBER;
      case TEXT, FLAG -> Kind.OTHER;
    };
  }

  /** What the field that a reason is about is mapped from, part by part; nothing for whole rows. */
  static List<Mapped> of(String reason, List<Mapped> mapped) {
    return mapped.stream()
        .filter(m -> reason.equals(m.field()) || reason.endsWith("_" + m.field()))
        .map(Mapped::field)
        .max(Comparator.comparingInt(String::length))
        .map(field -> mapped.stream().filter(m -> m.field().equals(field)).toList())
        .orElse(List.of());
  }

  /** What to write for a column that could not be read; nothing where no shape is known. */
  Optional<String> values(Mapped of, String column, List<String> values) {
    List<String> there =
        values.stream().map(String::strip).filter(value -> !value.isEmpty()).toList();
    if (there.isEmpty()) {
      return Optional.empty();
    }
    if (there.stream().anyMatch(v -> v.indexOf('\uFFFD') >= 0)) {
      return Optional.of(encoding(column));
    }
    return switch (of.kind()) {
      case DATE -> date(of, column, there);
      case NUMBER -> number(of, column, there);
      case OTHER -> Optional.empty();
    };
  }

  private Optional<String> number(Mapped of, String column, List<String> values) {
    String name = DeclaredSchema.quoted(column);
    String type = Objects.requireNonNullElse(of.types().get(column), "DECIMAL(12,2)");
    String signed = first(values, MONEY_SIGN);
    if (signed != null) {
      Matcher matcher = MONEY_SIGN.matcher(signed);
      boolean matches = matcher.matches();
      String digits = matches ? Objects.requireNonNullElse(matcher.group(1), matcher.group(2)) : "";
      boolean comma = COMMA.matcher(digits.strip()).matches();
      String cleaned =
          comma
              ? "replace(regexp_replace(" + name + ", '[^0-9,-]', ''), ',', '.')"
              : "regexp_replace(" + name + ", '[^0-9.-]', '')";
      return Optional.of(
          mend(
              of,
              column,
              signed,
              "with a currency or a unit",
              cast(cleaned, type),
              "currency-signs"));
    }
    String comma = first(values, COMMA);
    if (comma != null) {
      String text = name;
      if (comma.matches(".*['’\\u00a0\\u202f ].*")) {
        text = "regexp_replace(" + name + ", '[^0-9,-]', '')";
      } else {
        text = "replace(" + name + ", '.', '')";
      }
      String value = cast("replace(" + text + ", ',', '.')", type);
      return Optional.of(mend(of, column, comma, "with a decimal comma", value, "decimal-commas"));
    }
    String grouped = first(values, THOUSANDS);
    if (grouped != null) {
      String value = cast("replace(" + name + ", ',', '')", type);
      return Optional.of(
          mend(of, column, grouped, "with thousands separators", value, "thousands-separators"));
    }
    String spaced = first(values, SPACED);
    if (spaced != null) {
      String value = cast("regexp_replace(" + name + ", '[^0-9.-]', '')", type);
      return Optional.of(
          mend(of, column, spaced, "with thousands separators", value, "thousands-separators"));
    }
    return finer(column, type, values);
  }

  private static Optional<String> finer(String column, String type, List<String> values) {
    Matcher declared = DECIMAL.matcher(type);
    if (!declared.matches()) {
      return Optional.empty();
    }
    int kept = Integer.parseInt(declared.group(2));
    Optional<String> value =
        values.stream()
            .filter(v -> PLACES.matcher(v).matches())
            .filter(v -> v.length() - v.indexOf('.') - 1 > kept)
            .findFirst();
    return value.map(
        found ->
            "the values of "
                + column
                + " look like "
                + RefusedText.visible(found, 40)
                + ", with more places than "
                + type
                + " keeps: declare as many places as there are, and each line is rounded to"
                + " money_scale; or, where the point parts thousands, declare STRING and map"
                + " cast(replace("
                + DeclaredSchema.quoted(column)
                + ", '.', '') AS "
                + type
                + ")");
  }

  private static String cast(String text, String type) {
    return "cast(" + text + " AS " + type + ")";
  }

  private Optional<String> date(Mapped of, String column, List<String> values) {
    String name = DeclaredSchema.quoted(column);
    String example = first(values, DATE);
    if (example != null) {
      Set<String> patterns = patterns(example, values);
      if (patterns.isEmpty()) {
        return Optional.empty();
      }
      String pattern = patterns.iterator().next();
      boolean timed = pattern.indexOf('m') >= 0;
      String function = timed ? "to_timestamp(" : "to_date(";
      String value = function + name + ", '" + pattern + "')";
      String said = mend(of, column, example, "", value, "european-dates");
      String either =
          patterns.size() > 1
              ? "; or '" + List.copyOf(patterns).get(1) + "', if the month comes first"
              : "";
      return Optional.of(said + either + option(of, column, pattern, timed));
    }
    for (Map.Entry<Pattern, String> shape :
        List.of(
            Map.entry(YEAR_FIRST, "to_date(%s, '%s')"),
            Map.entry(COMPACT, "to_date(%s, 'yyyyMMdd')"),
            Map.entry(MILLIS, "timestamp_millis(cast(%s AS BIGINT))"),
            Map.entry(SECONDS, "timestamp_seconds(cast(%s AS BIGINT))"),
            Map.entry(SERIAL, "date_add(DATE'1899-12-30', cast(cast(%s AS DOUBLE) AS INT))"))) {
      String found = first(values, shape.getKey());
      if (found != null) {
        String pattern =
            found
                .replaceAll("^\\d{4}", "yyyy")
                .replaceAll("(?<=^yyyy.)\\d{2}(?=\\D)", "MM")
                .replaceAll("(?<=^yyyy.)\\d(?=\\D)", "M")
                .replaceAll("\\d{2}$", "dd")
                .replaceAll("\\d$", "d");
        String value = String.format(shape.getValue(), name, pattern);
        return Optional.of(mend(of, column, found, "", value, "european-dates"));
      }
    }
    return Optional.empty();
  }

  /** The patterns that all values allow: days up to 31 and months up to 12 decide. */
  private static Set<String> patterns(String example, List<String> values) {
    boolean dayFirst = true;
    boolean monthFirst = true;
    boolean single = false;
    Matcher shape = DATE.matcher(example);
    if (!shape.matches()) {
      return Set.of();
    }
    for (String value : values) {
      Matcher date = DATE.matcher(value);
      if (date.matches() && date.group(2).equals(shape.group(2))) {
        dayFirst &= Integer.parseInt(date.group(3)) <= 12;
        monthFirst &= Integer.parseInt(date.group(1)) <= 12;
        single |= date.group(1).length() == 1 || date.group(3).length() == 1;
      }
    }
    String day = single ? "d" : "dd";
    String month = single ? "M" : "MM";
    String sep = shape.group(2);
    String rest = sep + "y".repeat(shape.group(4).length()) + time(shape);
    Set<String> patterns = new LinkedHashSet<>();
    if (dayFirst) {
      patterns.add(day + sep + month + rest);
    }
    if (monthFirst && !sep.equals(".")) {
      patterns.add(month + sep + day + rest);
    }
    return patterns;
  }

  private static String time(Matcher shape) {
    if (shape.group(6) == null) {
      return "";
    }
    boolean half = shape.group(10) != null;
    String hour = half ? "h" : "H";
    return shape.group(5)
        + hour.repeat(shape.group(6).length())
        + ":mm"
        + (shape.group(8) == null ? "" : ":ss")
        + (shape.group(9) == null ? "" : "." + "S".repeat(shape.group(9).length() - 1))
        + (half ? shape.group(10).replaceAll("[AaPp][Mm]", "a") : "");
  }

  /** Declared dates of text can keep their type: the reader's option says how they are written. */
  private String option(Mapped of, String column, String pattern, boolean timed) {
    String type = of.types().get(column);
    if (type == null || !source.format().textual()) {
      return "";
    }
    boolean fits = type.equals("DATE") ? !timed : timed && type.startsWith("TIMESTAMP");
    String option =
        switch (type) {
          case "DATE" -> "dateFormat";
          case "TIMESTAMP" -> "timestampFormat";
          default -> "timestampNTZFormat";
        };
    return fits
        ? "; or keep " + type + " and set options: {" + option + ": '" + pattern + "'}"
        : "";
  }

  private String mend(
      Mapped of, String column, String example, String how, String value, String recipe) {
    String declared =
        of.types().containsKey(column)
            ? "declare " + DeclaredSchema.quoted(column) + " STRING in schema and "
            : "";
    boolean plain = of.text().replace("`", "").strip().equalsIgnoreCase(column);
    String mapping =
        plain
            ? "map " + of.field() + ": " + value
            : "write " + value + " instead of that column in columns." + of.field();
    return "the values of "
        + column
        + " look like "
        + RefusedText.visible(example, 40)
        + (how.isEmpty() ? "" : ", " + how)
        + ": "
        + declared
        + mapping
        + RECIPES
        + recipe
        + ")";
  }

  /** What makes a row no row of its columns. */
  List<String> malformed(List<String> rows) {
    if (rows.isEmpty() || declared == 0 || source.format() != SourceFormat.CSV) {
      return List.of();
    }
    Map<String, String> options = source.options();
    String quote = options.getOrDefault("quote", "\"");
    String escape = options.getOrDefault("escape", quote);
    String sep = options.getOrDefault("sep", ",").replace("\\t", "\t");
    Set<String> found = new LinkedHashSet<>();
    for (String row : rows) {
      if (row.indexOf('\0') >= 0) {
        found.add("the file is UTF-16: set options: {encoding: UTF-16}");
      } else if (row.indexOf('\uFFFD') >= 0) {
        found.add(encoding("a row"));
      } else if (!quote.isEmpty() && !escape.equals("\\") && row.contains("\\" + quote)) {
        found.add(
            "quotes inside quotes are escaped by a backslash: set options: {escape: '\\'}"
                + " (without it they are doubled, as in RFC 4180)");
      } else if (escape.equals("\\") && row.contains(quote + quote)) {
        found.add("quotes inside quotes are doubled: remove options.escape");
      } else if (!quote.isEmpty() && row.split(Pattern.quote(quote), -1).length % 2 == 0) {
        found.add(
            "a text in quotes runs over several lines: set options: {multiLine: true}; or a quote"
                + " stands alone: set options: {quote: ''}");
      } else {
        other(row, sep).ifPresent(found::add);
      }
    }
    return found.stream().limit(2).toList();
  }

  private Optional<String> other(String row, String sep) {
    for (String candidate : List.of(";", "\t", "|", ",")) {
      boolean fits = row.split(Pattern.quote(candidate), -1).length == declared;
      if (!candidate.equals(sep) && declared > 1 && fits) {
        return Optional.of(
            "the columns are parted by another character: set options: {sep: \""
                + candidate.replace("\t", "\\t")
                + "\"}"
                + RECIPES
                + "semicolons)");
      }
    }
    int columns = row.split(Pattern.quote(sep), -1).length;
    return columns == declared
        ? Optional.empty()
        : Optional.of(
            "a row has "
                + columns
                + " columns and the schema declares "
                + declared
                + ": a text that holds the separator must stand in quotes, or a column is missing"
                + " in schema");
  }

  private static String encoding(String where) {
    return where
        + " holds characters that are not of the declared encoding (shown as \uFFFD): set options:"
        + " {encoding: windows-1252}, or what the file was exported in";
  }

  private static @Nullable String first(List<String> values, Pattern pattern) {
    return values.stream().filter(v -> pattern.matcher(v).matches()).findFirst().orElse(null);
  }
}
