package io.clientele.notebook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of one column are written: all with the same places, so that they can be compared
 * at a glance.
 *
 * @param percent whether shares are written as per cent
 * @param places decimal places
 */
record NumberColumn(boolean percent, int places) {
  private static final int MOST_PLACES = 4;
  private static final String SHARE = "_share";

  /**
   * What suits a column. Names that end in {@code _share} are per cent with one place; others get
   * the places that their values need, at most four.
   */
  static NumberColumn of(String name, Collection<BigDecimal> values) {
    if (name.equals("share") || name.endsWith(SHARE)) {
      return new NumberColumn(true, 1);
    }
    int places =
        values.stream().mapToInt(value -> value.stripTrailingZeros().scale()).max().orElse(0);
    return new NumberColumn(false, Math.max(0, Math.min(MOST_PLACES, places)));
  }

  /** The number as text; a dash where there is none. */
  String text(@Nullable BigDecimal value) {
    if (value == null) {
      return "–";
    }
    BigDecimal shown = percent ? value.movePointRight(2) : value;
    DecimalFormat format =
        new DecimalFormat(
            "#,##0" + (places == 0 ? "" : "." + "0".repeat(places)),
            DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_UP);
    String text = format.format(shown.setScale(places, RoundingMode.HALF_UP));
    return percent ? text + " %" : text;
  }
}
