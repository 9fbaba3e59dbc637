package io.clientele.cli;

import io.clientele.failure.ConfigurationException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** What is printed for people, and how numbers are written, in a language. */
final class Words {
  static final String DEFAULT = "en";

  /** The languages there are. */
  static final List<String> LANGUAGES = List.of(DEFAULT, "ru", "pl");

  private final String language;
  private final ResourceBundle texts;
  private final DecimalFormatSymbols symbols;

  private Words(String language) {
    this.language = language;
    this.texts =
        ResourceBundle.getBundle(
            "io.clientele.cli.summary",
            Locale.forLanguageTag(language),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    this.symbols =
        DecimalFormatSymbols.getInstance(
            language.equals(DEFAULT) ? Locale.ROOT : Locale.forLanguageTag(language));
  }

  /**
   * The words of a language.
   *
   * @throws ConfigurationException naming the languages there are
   */
  static Words in(String language) {
    if (!LANGUAGES.contains(language)) {
      throw new ConfigurationException(
          "--language " + language + " is not known. Choose one of " + LANGUAGES + ".");
    }
    return new Words(language);
  }

  String language() {
    return language;
  }

  /** A text with its values in place. */
  String of(String key, Object... values) {
    return new MessageFormat(texts.getString(key), Locale.ROOT).format(values);
  }

  /** A text that a language need not have. */
  String orElse(String key, String otherwise) {
    return texts.containsKey(key) ? texts.getString(key) : otherwise;
  }

  String whole(long number) {
    return format("#,##0").format(number);
  }

  String money(BigDecimal amount, String measure) {
    return format(measure.equals("orders") ? "#,##0" : "#,##0.00##").format(amount);
  }

  String plain(@Nullable BigDecimal number) {
    return number == null ? "" : format("#,##0.#").format(number);
  }

  String percent(@Nullable BigDecimal share) {
    return share == null ? "" : format("0.0 %").format(share);
  }

  static String ratio(@Nullable BigDecimal ratio) {
    return ratio == null ? "undefined" : ratio.setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  private DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, symbols);
  }
}
