package io.clientele.config;

import io.clientele.failure.Redaction;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a document, read by the declarations of its keys. Each accessor notes a problem
 * instead of failing; {@link #close} refuses keys that are not declared.
 */
public final class Section {
  private final String path;
  private final YamlValue.Mapping mapping;
  private final Keys declared;
  private final Document document;
  private final boolean hasEffect;

  /**
   * What the sections of a document share.
   *
   * @param problems found
   * @param effects the values that results depend on, by path, those of absent keys too
   */
  private record Document(Problems problems, TreeMap<String, String> effects) {}

  private Section(
      String path, YamlValue.Mapping mapping, Keys declared, Document document, boolean hasEffect) {
    this.path = path;
    this.mapping = mapping;
    this.declared = declared;
    this.document = document;
    this.hasEffect = hasEffect && declared.withoutEffect() == null;
  }

  /** Reads a YAML text as the top section of a document. */
  public static Section parse(
      Keys declared, String name, String text, List<String> overrides, Problems problems) {
    YamlValue.Mapping root = YamlDocument.parse(name, text);
    overrides.forEach(assignment -> YamlDocument.override(root, assignment));
    return new Section("", root, declared, new Document(problems, new TreeMap<>()), true);
  }

  /** The file and line where this section begins. */
  public String origin() {
    return mapping.origin();
  }

  /** Whether the key is present with a value. */
  public boolean has(String key) {
    YamlValue value = mapping.entries().get(key);
    return value != null && !(value instanceof YamlValue.Scalar scalar && scalar.text() == null);
  }

  /** Whether the key is present with a value. */
  public boolean has(Key key) {
    return has(known(key).name());
  }

  /** Whether the section is present with a value. */
  public boolean has(Keys section) {
    return has(section.name());
  }

  /** The keys as written. */
  public Set<String> keys() {
    return mapping.entries().keySet();
  }

  private Key known(Key key) {
    boolean named = declared.shape() == Keys.Shape.ENTRIES;
    if (!named && declared.find(key.name()).filter(k -> k.type() == key.type()).isEmpty()) {
      throw new IllegalStateException(at(key.name()) + " is read and not declared");
    }
    return key;
  }

  private @Nullable String scalar(String key) {
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

  private void note(Key key, @Nullable Object value) {
    if (key.withoutEffect() == null) {
      note(key.name(), value);
    }
  }

  /** Notes a value that results depend on, where it is not simply what is written. */
  void note(String key, @Nullable Object value) {
    if (hasEffect) {
      String canonical =
          value instanceof BigDecimal number
              ? number.stripTrailingZeros().toPlainString()
              : String.valueOf(value);
      document.effects.put(at(key), canonical);
    }
  }

  /** The values that results depend on, a line each in the order of their paths. */
  String fingerprint() {
    List<String> lines = new ArrayList<>();
    document.effects.forEach((at, value) -> lines.add(at + "=" + value));
    return String.join("\n", lines);
  }

  /** Text, or null where the key is neither written nor has a default. */
  public @Nullable String optionalText(Key key) {
    String text = scalar(known(key).name());
    if (text == null) {
      text = key.absent();
    }
    if (text != null
        && !key.allowed().pattern().isEmpty()
        && !text.matches(key.allowed().pattern())) {
      problem(key.name(), "'" + text + "' is not " + key.inWords());
    }
    note(key, text);
    return text;
  }

  /** Text; a problem with the example, and an empty text, where a required key is missing. */
  public String text(Key key) {
    if (key.required()) {
      String text = scalar(known(key).name());
      if (text == null || text.isBlank()) {
        problem(key.name(), "missing; for example " + key.name() + ": " + key.example());
        return "";
      }
    }
    return Objects.requireNonNull(optionalText(key), key.name());
  }

  /** A value made from text by a parser that throws IllegalArgumentException on a bad one. */
  public <T> T parsed(Key key, Function<String, T> parser) {
    String text = scalar(known(key).name());
    T value = text == null ? parser.apply(key.whereAbsent()) : parsed(key, text, parser);
    note(key, value);
    return value;
  }

  private <T> T parsed(Key key, String text, Function<String, T> parser) {
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      problem(key.name(), "'" + text + "' is not " + key.inWords());
      return parser.apply(key.whereAbsent());
    }
  }

  /** A whole number within the bounds. */
  public int integer(Key key) {
    return parsed(
        key,
        text -> {
          int number = Integer.parseInt(text);
          if (number < key.allowed().least() || number > key.allowed().most()) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  /** A whole number within the bounds, or null where the key is absent. */
  public @Nullable Integer optionalInteger(Key key) {
    return has(key)
        ? Integer.valueOf(integer(key.orElse(Integer.toString(key.allowed().least()))))
        : null;
  }

  /** A number. */
  public BigDecimal number(Key key) {
    return parsed(key, BigDecimal::new);
  }

  /** A share from 0 to 1, both included. */
  public BigDecimal share(Key key) {
    return parsed(
        key,
        text -> {
          BigDecimal number = new BigDecimal(text);
          if (number.signum() < 0 || number.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  /** An amount of money: zero or more, with at most four decimal places. */
  public BigDecimal amount(Key key) {
    BigDecimal amount = number(key);
    boolean fits =
        amount.signum() >= 0
            && amount.stripTrailingZeros().scale() <= 4
            && amount.compareTo(BigDecimal.valueOf(1_000_000_000L)) < 0;
    if (!fits) {
      problem(key.name(), amount + " is no amount of money with at most 4 decimal places");
    }
    return fits ? amount : BigDecimal.ZERO;
  }

  /** A date, or null where the key is absent. */
  public @Nullable LocalDate optionalDate(Key key) {
    if (!has(key)) {
      note(key, null);
      return null;
    }
    return date(key.orElse(LocalDate.EPOCH.toString()));
  }

  /** A date. */
  public LocalDate date(Key key) {
    return parsed(key, LocalDate::parse);
  }

  /** True or false. */
  public boolean flag(Key key) {
    return parsed(
        key,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  /** One of a few words, written in lower case. */
  public <E extends Enum<E>> E word(Key key, Class<E> type) {
    return Enum.valueOf(type, word(key).toUpperCase(Locale.ROOT));
  }

  /** One of the words of the key. */
  public String word(Key key) {
    String text = scalar(known(key).name());
    String word = text == null ? key.absent() : text.strip();
    if (word == null || !key.allowed().words().contains(word)) {
      problem(
          key.name(),
          (text == null ? "missing; " : "'" + text + "' is not ")
              + key.inWords()
              + (text == null ? "" : nearestOnly(text, key.allowed().words())));
      word = key.absent() == null ? key.allowed().words().get(0) : key.absent();
    }
    note(key, word);
    return word;
  }

  /** A list of texts; a single value counts as a list of one. */
  public List<String> texts(Key key) {
    List<String> texts = has(key) ? written(key.name()) : items(key.absent());
    note(key, texts);
    return texts;
  }

  private static List<String> items(@Nullable String absent) {
    if (absent == null || absent.equals("[]")) {
      return new ArrayList<>();
    }
    return new ArrayList<>(List.of(absent.substring(1, absent.length() - 1).split(", ")));
  }

  private List<String> written(String key) {
    YamlValue value = mapping.entries().get(key);
    List<String> texts = new ArrayList<>();
    if (value instanceof YamlValue.Scalar scalar && scalar.text() != null) {
      texts.add(scalar.text());
    } else if (value instanceof YamlValue.Items items) {
      for (YamlValue item : items.values()) {
        if (item instanceof YamlValue.Scalar scalar && scalar.text() != null) {
          texts.add(scalar.text());
        } else {
          document.problems.add(item.origin(), at(key) + ": expected a list of plain values");
        }
      }
    } else if (value instanceof YamlValue.Mapping) {
      problem(key, "expected a list, found a mapping");
    }
    return texts;
  }

  /** A list of whole numbers within the bounds. */
  public List<Integer> integers(Key key) {
    List<Integer> numbers = new ArrayList<>();
    for (String text : texts(key)) {
      try {
        int number = Integer.parseInt(text.strip());
        if (number < key.allowed().least() || number > key.allowed().most()) {
          throw new NumberFormatException();
        }
        numbers.add(number);
      } catch (NumberFormatException e) {
        problem(
            key.name(),
            "'"
                + text
                + "' is not a whole number from "
                + key.allowed().least()
                + " to "
                + key.allowed().most());
      }
    }
    return numbers;
  }

  /** A list of numbers. */
  public List<BigDecimal> numbers(Key key) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (String text : texts(key)) {
      try {
        numbers.add(new BigDecimal(text.strip()));
      } catch (NumberFormatException e) {
        problem(key.name(), "'" + text + "' is not a number");
      }
    }
    return numbers;
  }

  /** A section below this one; empty where it is not written. */
  public Section section(Keys below) {
    require(below);
    return section(below.name(), below);
  }

  private void require(Keys below) {
    if (!declared.sections().contains(below)) {
      throw new IllegalStateException(at(below.name()) + " is read and not declared");
    }
  }

  private Section section(String key, Keys below) {
    YamlValue value = inFull(mapping.entries().get(key), below);
    if (value instanceof YamlValue.Mapping written) {
      return below(key, written, below);
    }
    if (value != null && !(value instanceof YamlValue.Scalar scalar && scalar.text() == null)) {
      problem(key, "expected key: value lines below it");
    }
    return below(key, YamlValue.Mapping.empty(mapping.origin()), below);
  }

  /** A plain value stands for the mapping with the section's main key. */
  private static @Nullable YamlValue inFull(@Nullable YamlValue value, Keys below) {
    String mainKey = below.shorthand();
    if (mainKey == null || !(value instanceof YamlValue.Scalar scalar) || scalar.text() == null) {
      return value;
    }
    YamlValue.Mapping full = YamlValue.Mapping.empty(scalar.origin());
    full.entries().put(mainKey, scalar);
    return full;
  }

  private Section below(String key, YamlValue.Mapping written, Keys keys) {
    return new Section(at(key), written, keys, document, hasEffect);
  }

  /** The declaration of a key of this section. */
  Key key(String name) {
    return declared.find(name).orElseThrow(() -> new IllegalStateException(at(name)));
  }

  /** A section below this one by its name; empty where it is not written. */
  Section section(String name) {
    return section(declared.below(name).orElseThrow(() -> new IllegalStateException(at(name))));
  }

  /** The section under one of the user's own names in a {@link Keys.Shape#NAMED} section. */
  Section named(String name) {
    Keys.Shape each =
        declared.shape() == Keys.Shape.NAMED_ENTRIES ? Keys.Shape.ENTRIES : Keys.Shape.PLAIN;
    return section(name, declared.as(name, each, declared.meaning()));
  }

  /** The sections under the user's own names in a {@link Keys.Shape#NAMED} section, as written. */
  public Map<String, Section> named() {
    Map<String, Section> sections = new LinkedHashMap<>();
    keys().forEach(name -> sections.put(name, named(name)));
    return sections;
  }

  /** The sections of a list. */
  public List<Section> items(Keys below) {
    require(below);
    String key = below.name();
    List<Section> sections = new ArrayList<>();
    YamlValue value = mapping.entries().get(key);
    if (value instanceof YamlValue.Items items) {
      int index = 0;
      for (YamlValue item : items.values()) {
        YamlValue full = inFull(item, below);
        if (full instanceof YamlValue.Mapping written) {
          sections.add(below(key + "[" + index + "]", written, below));
        } else {
          document.problems.add(
              item.origin(), at(key) + ": expected key: value lines in each item");
        }
        index++;
      }
    } else if (value != null) {
      problem(key, "expected a list");
    }
    return sections;
  }

  /** All entries as text, in a {@link Keys.Shape#ENTRIES} section. */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String key : keys()) {
      String text = scalar(key);
      if (text != null) {
        entries.put(key, text);
        note(key, Redaction.value(key, text));
      }
    }
    return entries;
  }

  /** An entry of a {@link Keys.Shape#ENTRIES} section, as its key says what it is. */
  public Key entry(String name) {
    return declared.keys().get(0).as(name);
  }

  /** Where a key is written. */
  String origin(String key) {
    YamlValue value = mapping.entries().get(key);
    return value == null ? mapping.origin() : value.origin();
  }

  /** Notes a problem with one key of this section. */
  public void problem(String key, String message) {
    document.problems.add(origin(key), at(key) + ": " + message);
  }

  /** Notes a problem with one key of this section. */
  public void problem(Key key, String message) {
    problem(key.name(), message);
  }

  /** The collector shared by the whole document. */
  public Problems problems() {
    return document.problems;
  }

  /** Refuses the keys that are not declared. */
  public void close() {
    Set<String> names = new LinkedHashSet<>();
    declared.keys().forEach(key -> names.add(key.name()));
    declared.sections().forEach(section -> names.add(section.name()));
    for (Map.Entry<String, YamlValue> entry : mapping.entries().entrySet()) {
      if (!names.contains(entry.getKey())) {
        document.problems.add(
            entry.getValue().origin(),
            "unknown key '" + at(entry.getKey()) + "'" + Problems.hint(entry.getKey(), names));
      }
    }
  }

  /** Refuses the names of a {@link Keys.Shape#NAMED} section that are not among these. */
  void closeNames(Collection<String> names) {
    for (Map.Entry<String, YamlValue> entry : mapping.entries().entrySet()) {
      if (!names.contains(entry.getKey())) {
        document.problems.add(
            entry.getValue().origin(),
            "unknown key '" + at(entry.getKey()) + "'" + Problems.hint(entry.getKey(), names));
      }
    }
  }

  private static String nearestOnly(String text, List<String> words) {
    return Problems.nearest(text, words).map(w -> "; did you mean '" + w + "'?").orElse("");
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
