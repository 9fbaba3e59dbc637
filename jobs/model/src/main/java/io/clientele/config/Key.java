package io.clientele.config;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One key of a YAML file, declared once: reading, defaults, messages, the fingerprint, the
 * documentation and the schema that editors complete by follow from it.
 *
 * @param name as written in the file
 * @param type what the value is
 * @param allowed what the value may be
 * @param absent the value of a key that is not written, as one would write it; null where there is
 *     none
 * @param example a value as one would write it, of a key that every file must write; empty for
 *     others
 * @param meaning one sentence without a full stop
 * @param withoutEffect why another value gives the same results, so that it is not part of the
 *     fingerprint; null where results depend on it
 */
public record Key(
    String name,
    Type type,
    Allowed allowed,
    @Nullable String absent,
    String example,
    String meaning,
    @Nullable String withoutEffect)
    implements KeyOrSection {

  /**
   * What a value may be.
   *
   * @param least the least number, or the least number of a list's items; included
   * @param most the greatest number; included
   * @param words the values that a word may have
   * @param pattern what a text must match; empty for any text
   * @param expected the value in words, for messages and documentation; empty where type and bounds
   *     say enough
   */
  public record Allowed(int least, int most, List<String> words, String pattern, String expected) {
    static final Allowed ANY = within(Integer.MIN_VALUE, Integer.MAX_VALUE);

    static Allowed within(int least, int most) {
      return new Allowed(least, most, List.of(), "", "");
    }

    static Allowed among(List<String> words) {
      return new Allowed(0, 0, words, "", "");
    }

    static Allowed matching(String pattern, String expected) {
      return new Allowed(Integer.MIN_VALUE, Integer.MAX_VALUE, List.of(), pattern, expected);
    }
  }

  /** What a value is. */
  public enum Type {
    TEXT("a text"),
    /** A Spark SQL expression over the columns of a source. */
    EXPRESSION("an expression"),
    /** A condition in the language of rules. */
    RULE("a rule"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    SHARE("a share"),
    AMOUNT("an amount of money"),
    DATE("a date"),
    FLAG("true or false"),
    WORD("a word"),
    TEXTS("a list of texts"),
    INTEGERS("a list of whole numbers"),
    NUMBERS("a list of numbers");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  /** A text. */
  public static Key text(String name, String meaning) {
    return of(name, Type.TEXT, Allowed.ANY, meaning);
  }

  /** A Spark SQL expression. */
  public static Key expression(String name, String meaning) {
    return of(name, Type.EXPRESSION, Allowed.ANY, meaning);
  }

  /** A condition in the language of rules. */
  public static Key rule(String name, String meaning) {
    return of(name, Type.RULE, Allowed.ANY, meaning);
  }

  /** A whole number within bounds, both included. */
  public static Key integer(String name, int least, int most, String meaning) {
    return of(name, Type.INTEGER, Allowed.within(least, most), meaning);
  }

  /** A number. */
  public static Key number(String name, String meaning) {
    return of(name, Type.NUMBER, Allowed.ANY, meaning);
  }

  /** A share from 0 to 1, both included. */
  public static Key share(String name, String meaning) {
    return of(name, Type.SHARE, Allowed.matching("", "a share from 0 to 1, such as 0.05"), meaning);
  }

  /** An amount of money in the base's currency. */
  public static Key amount(String name, String meaning) {
    return of(name, Type.AMOUNT, Allowed.matching("", "an amount such as 2.50"), meaning);
  }

  /** A date. */
  public static Key date(String name, String meaning) {
    return of(name, Type.DATE, Allowed.matching("", "a date such as 2025-01-31"), meaning);
  }

  /** True or false. */
  public static Key flag(String name, boolean absent, String meaning) {
    return of(name, Type.FLAG, Allowed.ANY, meaning).orElse(Boolean.toString(absent));
  }

  /** One of the constants of an enum, in lower case. */
  public static <E extends Enum<E>> Key word(String name, E absent, String meaning) {
    List<String> words = words(absent.getDeclaringClass());
    return word(name, words, meaning).orElse(word(absent));
  }

  /** One of some words. */
  public static Key word(String name, List<String> words, String meaning) {
    return of(name, Type.WORD, Allowed.among(words), meaning);
  }

  /** A list of texts; a single text counts as a list of one. */
  public static Key texts(String name, String meaning) {
    return of(name, Type.TEXTS, Allowed.ANY, meaning);
  }

  /** A list of whole numbers within bounds, both included. */
  public static Key integers(String name, int least, int most, String meaning) {
    return of(name, Type.INTEGERS, Allowed.within(least, most), meaning);
  }

  /** A list of numbers. */
  public static Key numbers(String name, String meaning) {
    return of(name, Type.NUMBERS, Allowed.ANY, meaning);
  }

  /** The field of a source: an expression over its columns. */
  static Key field(String name, boolean required, String meaning) {
    Key field = expression(name, meaning);
    return required ? field.required(name) : field;
  }

  private static Key of(String name, Type type, Allowed allowed, String meaning) {
    return new Key(name, type, allowed, null, "", meaning, null);
  }

  /** The constants of an enum as a file writes them. */
  static <E extends Enum<E>> List<String> words(Class<E> type) {
    return List.of(type.getEnumConstants()).stream().map(Key::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The same under another name. */
  Key as(String other) {
    return new Key(other, type, allowed, absent, example, meaning, withoutEffect);
  }

  /** The same with a value for files that do not write it. */
  public Key orElse(String value) {
    return new Key(name, type, allowed, value, "", meaning, withoutEffect);
  }

  /** The same, which every file must write. */
  public Key required(String shown) {
    return new Key(name, type, allowed, null, shown, meaning, withoutEffect);
  }

  /** The same, of which another value gives the same results. */
  public Key withoutEffect(String why) {
    return new Key(name, type, allowed, absent, example, meaning, why);
  }

  /** The same for texts of a pattern only, which is said in words too. */
  public Key matching(String regex, String inWords) {
    Allowed matching = Allowed.matching(regex, inWords);
    return new Key(name, type, matching, absent, example, meaning, withoutEffect);
  }

  /** Whether every file must write it. */
  public boolean required() {
    return !example.isEmpty();
  }

  /** The value of a file that does not write it. */
  String whereAbsent() {
    return Objects.requireNonNull(absent, name);
  }

  /** What is expected, in words: {@code a whole number from 1 to 10}. */
  public String inWords() {
    if (!allowed.expected.isEmpty()) {
      return allowed.expected;
    }
    if (type == Type.WORD) {
      return "one of " + String.join(", ", allowed.words);
    }
    if (allowed.least == Integer.MIN_VALUE) {
      return type.words;
    }
    String upTo = allowed.most == Integer.MAX_VALUE ? "" : " to " + allowed.most;
    return type.words + " from " + allowed.least + upTo;
  }
}
