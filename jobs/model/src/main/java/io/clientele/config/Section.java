package io.clientele.config;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a document, read key by key. Each accessor marks its key as known and notes a
 * problem instead of failing; {@link #close} refuses the keys that nobody asked for.
 */
public final class Section {
  private final String path;
  private final YamlValue.Mapping mapping;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(String path, YamlValue.Mapping mapping, Problems problems) {
    this.path = path;
    this.mapping = mapping;
    this.problems = problems;
  }

  /** Reads a YAML text as the top section of a document. */
  public static Section parse(String name, String text, List<String> overrides, Problems problems) {
    YamlValue.Mapping root = YamlDocument.parse(name, text);
    overrides.forEach(assignment -> YamlDocument.override(root, assignment));
    return new Section("", root, problems);
  }

  /** The file and line where this section begins. */
  public String origin() {
    return mapping.origin();
  }

  /** Whether the key is present with a value. */
  public boolean has(String key) {
    known.add(key);
    YamlValue value = mapping.entries().get(key);
    return value != null && !(value instanceof YamlValue.Scalar scalar && scalar.text() == null);
  }

  /** The keys as written. */
  public Set<String> keys() {
    return mapping.entries().keySet();
  }

  /** Text, or null where the key is absent. */
  public @Nullable String text(String key) {
    known.add(key);
    YamlValue value = mapping.entries().get(key);
    if (value == null) {
      return null;
    }
    if (value instanceof YamlValue.Scalar scalar) {
      return scalar.text();
    }
    problem(key, "expected one value, found a list or a mapping");
    return null;
  }

  /** Text, or the default where the key is absent. */
  public String text(String key, String absent) {
    String text = text(key);
    return text == null ? absent : text;
  }

  /** Text that must be there; a problem with the example, and an empty text, where it is not. */
  public String requiredText(String key, String example) {
    String text = text(key);
    if (text == null || text.isBlank()) {
      problem(key, "missing; for example " + key + ": " + example);
      return "";
    }
    return text;
  }

  /** A value made from text by a parser that throws IllegalArgumentException on a bad one. */
  public <T> T parsed(String key, T absent, String expected, Function<String, T> parser) {
    String text = text(key);
    if (text == null) {
      return absent;
    }
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      problem(key, "'" + text + "' is not " + expected);
      return absent;
    }
  }

  /** A whole number within the bounds, both included. */
  public int integer(String key, int absent, int least, int most) {
    return parsed(
        key,
        absent,
        "a whole number from " + least + " to " + most,
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  /** A share from 0 to 1, both included. */
  public BigDecimal share(String key, BigDecimal absent) {
    return parsed(
        key,
        absent,
        "a share from 0 to 1, such as 0.05",
        text -> {
          BigDecimal number = new BigDecimal(text);
          if (number.signum() < 0 || number.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  /** A date, or null where the key is absent. */
  public @Nullable LocalDate date(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      problem(key, "'" + text + "' is not a date such as 2025-01-31");
      return null;
    }
  }

  /** A date, or the default where the key is absent. */
  public LocalDate date(String key, LocalDate absent) {
    LocalDate date = date(key);
    return date == null ? absent : date;
  }

  /** True or false. */
  public boolean flag(String key, boolean absent) {
    return parsed(
        key,
        absent,
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  /** One of a few words, written in lower case. */
  public <E extends Enum<E>> E choice(String key, E absent, Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    String text = text(key);
    if (text == null) {
      return absent;
    }
    if (!words.contains(text.strip())) {
      problem(
          key,
          "'" + text + "' is not one of " + String.join(", ", words) + nearestOnly(text, words));
      return absent;
    }
    return Enum.valueOf(type, text.strip().toUpperCase(Locale.ROOT));
  }

  /** A list of texts; a single value counts as a list of one; empty where the key is absent. */
  public List<String> texts(String key) {
    known.add(key);
    YamlValue value = mapping.entries().get(key);
    List<String> texts = new ArrayList<>();
    if (value instanceof YamlValue.Scalar scalar && scalar.text() != null) {
      texts.add(scalar.text());
    } else if (value instanceof YamlValue.Items items) {
      for (YamlValue item : items.values()) {
        if (item instanceof YamlValue.Scalar scalar && scalar.text() != null) {
          texts.add(scalar.text());
        } else {
          problems.add(item.origin(), named(key) + ": expected a list of plain values");
        }
      }
    } else if (value instanceof YamlValue.Mapping) {
      problem(key, "expected a list, found a mapping");
    }
    return texts;
  }

  /** A list of whole numbers. */
  public List<Integer> integers(String key, List<Integer> absent, int least, int most) {
    if (!has(key)) {
      return absent;
    }
    List<Integer> numbers = new ArrayList<>();
    for (String text : texts(key)) {
      try {
        int number = Integer.parseInt(text.strip());
        if (number < least || number > most) {
          throw new NumberFormatException();
        }
        numbers.add(number);
      } catch (NumberFormatException e) {
        problem(key, "'" + text + "' is not a whole number from " + least + " to " + most);
      }
    }
    return numbers;
  }

  /** A section below this one; empty where the key is absent. */
  public Section section(String key) {
    known.add(key);
    YamlValue value = mapping.entries().get(key);
    if (value instanceof YamlValue.Mapping below) {
      return new Section(named(key), below, problems);
    }
    if (value != null && !(value instanceof YamlValue.Scalar scalar && scalar.text() == null)) {
      problem(key, "expected key: value lines below it");
    }
    return new Section(named(key), YamlValue.Mapping.empty(mapping.origin()), problems);
  }

  /** A section that may be written as plain text, which then stands for its main key. */
  public Section shorthand(String key, String mainKey) {
    YamlValue value = mapping.entries().get(key);
    if (value instanceof YamlValue.Scalar scalar) {
      known.add(key);
      YamlValue.Mapping below = YamlValue.Mapping.empty(scalar.origin());
      below.entries().put(mainKey, scalar);
      return new Section(named(key), below, problems);
    }
    return section(key);
  }

  /** A list of sections. */
  public List<Section> sections(String key) {
    known.add(key);
    List<Section> sections = new ArrayList<>();
    YamlValue value = mapping.entries().get(key);
    if (value instanceof YamlValue.Items items) {
      int index = 0;
      for (YamlValue item : items.values()) {
        if (item instanceof YamlValue.Mapping below) {
          sections.add(new Section(named(key) + "[" + index + "]", below, problems));
        } else {
          problems.add(item.origin(), named(key) + ": expected key: value lines in each item");
        }
        index++;
      }
    } else if (value != null) {
      problem(key, "expected a list");
    }
    return sections;
  }

  /** All entries as text, for maps whose keys are the user's own. */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String key : keys()) {
      String text = text(key);
      if (text != null) {
        entries.put(key, text);
      }
    }
    return entries;
  }

  /** Where a key is written. */
  String origin(String key) {
    YamlValue value = mapping.entries().get(key);
    return value == null ? mapping.origin() : value.origin();
  }

  /** Notes a problem with one key of this section. */
  public void problem(String key, String message) {
    problems.add(origin(key), named(key) + ": " + message);
  }

  /** The collector shared by the whole document. */
  public Problems problems() {
    return problems;
  }

  /** Refuses the keys that were never asked for. */
  public void close() {
    for (Map.Entry<String, YamlValue> entry : mapping.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        problems.add(
            entry.getValue().origin(),
            "unknown key '" + named(entry.getKey()) + "'" + Problems.hint(entry.getKey(), known));
      }
    }
  }

  private static String nearestOnly(String text, List<String> words) {
    return Problems.nearest(text, words).map(w -> "; did you mean '" + w + "'?").orElse("");
  }

  private String named(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
