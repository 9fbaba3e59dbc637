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
 * @param absent the value of a key that is not written, as one would write it; null where there is
 *     none
 * @param required whether it must be written
 * @param least the least number, or the least number of a list's items; included
 * @param most the greatest number; included
 * @param words the values that a word may have
 * @param pattern what a text must match; empty for any text
 * @param expected the value in words, for messages and documentation; empty where type and bounds
 *     say enough
 * @param example a value as one would write it
 * @param meaning one sentence without a full stop
 * @param withoutEffect why another value gives the same results, so that it is not part of the
 *     fingerprint; null where results depend on it
 */
public record Key(
    String name,
    Type type,
    @Nullable String absent,
    boolean required,
    int least,
    int most,
    List<String> words,
    String pattern,
    String expected,
    String example,
    String meaning,
    @Nullable String withoutEffect)
    implements KeyOrSection {

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
    return of(name, Type.TEXT, meaning);
  }

  /** A Spark SQL expression. */
  public static Key expression(String name, String meaning) {
    return of(name, Type.EXPRESSION, meaning);
  }

  /** A condition in the language of rules. */
  public static Key rule(String name, String meaning) {
    return of(name, Type.RULE, meaning);
  }

  /** A whole number within bounds, both included. */
  public static Key integer(String name, int least, int most, String meaning) {
    return of(name, Type.INTEGER, meaning).within(least, most);
  }

  /** A number. */
  public static Key number(String name, String meaning) {
    return of(name, Type.NUMBER, meaning);
  }

  /** A share from 0 to 1, both included. */
  public static Key share(String name, String meaning) {
    return of(name, Type.SHARE, meaning).expecting("a share from 0 to 1, such as 0.05");
  }

  /** An amount of money in the base's currency. */
  public static Key amount(String name, String meaning) {
    return of(name, Type.AMOUNT, meaning).expecting("an amount such as 2.50");
  }

  /** A date. */
  public static Key date(String name, String meaning) {
    return of(name, Type.DATE, meaning).expecting("a date such as 2025-01-31");
  }

  /** True or false. */
  public static Key flag(String name, boolean absent, String meaning) {
    return of(name, Type.FLAG, meaning).orElse(Boolean.toString(absent));
  }

  /** One of the constants of an enum, in lower case. */
  public static <E extends Enum<E>> Key word(String name, E absent, String meaning) {
    List<String> words = words(absent.getDeclaringClass());
    return word(name, words, meaning).orElse(word(absent));
  }

  /** One of some words. */
  public static Key word(String name, List<String> words, String meaning) {
    return new Key(name, Type.WORD, null, false, 0, 0, words, "", "", "", meaning, null);
  }

  /** A list of texts; a single text counts as a list of one. */
  public static Key texts(String name, String meaning) {
    return of(name, Type.TEXTS, meaning);
  }

  /** A list of whole numbers within bounds, both included. */
  public static Key integers(String name, int least, int most, String meaning) {
    return of(name, Type.INTEGERS, meaning).within(least, most);
  }

  /** A list of numbers. */
  public static Key numbers(String name, String meaning) {
    return of(name, Type.NUMBERS, meaning);
  }

  private static Key of(String name, Type type, String meaning) {
    return new Key(
        name,
        type,
        null,
        false,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        List.of(),
        "",
        "",
        "",
        meaning,
        null);
  }

  /** The constants of an enum as a file writes them. */
  static <E extends Enum<E>> List<String> words(Class<E> type) {
    return List.of(type.getEnumConstants()).stream().map(Key::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The same with a value for files that do not write it. */
  public Key orElse(String value) {
    return new Key(
        name,
        type,
        value,
        false,
        least,
        most,
        words,
        pattern,
        expected,
        example,
        meaning,
        withoutEffect);
  }

  /** The same, which every file must write. */
  public Key required(String shown) {
    return new Key(
        name,
        type,
        null,
        true,
        least,
        most,
        words,
        pattern,
        expected,
        shown,
        meaning,
        withoutEffect);
  }

  /** The same, of which another value gives the same results. */
  public Key withoutEffect(String why) {
    return new Key(
        name, type, absent, required, least, most, words, pattern, expected, example, meaning, why);
  }

  /** The same for texts of a pattern only, which is said in words too. */
  public Key matching(String regex, String inWords) {
    return new Key(
        name,
        type,
        absent,
        required,
        least,
        most,
        words,
        regex,
        inWords,
        example,
        meaning,
        withoutEffect);
  }

  private Key within(int from, int to) {
    return new Key(
        name,
        type,
        absent,
        required,
        from,
        to,
        words,
        pattern,
        expected,
        example,
        meaning,
        withoutEffect);
  }

  private Key expecting(String inWords) {
    return new Key(
        name,
        type,
        absent,
        required,
        least,
        most,
        words,
        pattern,
        inWords,
        example,
        meaning,
        withoutEffect);
  }

  /** The value of a file that does not write it. */
  String whereAbsent() {
    return Objects.requireNonNull(absent, name);
  }

  /** What is expected, in words: {@code a whole number from 1 to 10}. */
  public String inWords() {
    if (!expected.isEmpty()) {
      return expected;
    }
    if (type == Type.WORD) {
      return "one of " + String.join(", ", words);
    }
    boolean bounded = type == Type.INTEGER || type == Type.INTEGERS;
    if (!bounded || (least == Integer.MIN_VALUE && most == Integer.MAX_VALUE)) {
      return type.words;
    }
    return type.words
        + (most == Integer.MAX_VALUE ? " from " + least : " from " + least + " to " + most);
  }
}
