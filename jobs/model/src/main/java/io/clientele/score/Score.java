package io.clientele.score;

import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import java.math.BigDecimal;
import java.util.Locale;

/** The three scores of every buyer. Higher is better for all of them. */
public enum Score {
  /** Days since the last purchase: fewer are better. */
  RECENCY(Features.RECENCY_DAYS, FeatureType.INTEGER, false),
  /** Purchases. */
  FREQUENCY(Features.FREQUENCY, FeatureType.INTEGER, true),
  /** Net revenue. */
  MONETARY(Features.MONETARY, FeatureType.MONEY, true);

  private final String feature;
  private final FeatureType type;
  private final boolean higherIsBetter;

  Score(String feature, FeatureType type, boolean higherIsBetter) {
    this.feature = feature;
    this.type = type;
    this.higherIsBetter = higherIsBetter;
  }

  /** The name in the configuration. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column that holds the score. */
  public String column() {
    return key() + "_score";
  }

  /** The feature that is scored. */
  public String feature() {
    return feature;
  }

  /** Whether more of the feature is better. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Whether the feature is money, so that its units are 10⁻⁴. */
  public boolean money() {
    return type == FeatureType.MONEY;
  }

  /** The ordered whole number of a value in the feature's own unit. */
  public long orderedOf(BigDecimal natural) {
    BigDecimal units = money() ? natural.movePointRight(4) : natural;
    BigDecimal whole = units.setScale(0, java.math.RoundingMode.CEILING);
    return higherIsBetter ? whole.longValueExact() : -whole.longValueExact();
  }

  /** The value in the feature's own unit of an ordered whole number. */
  public BigDecimal naturalOf(long ordered) {
    return money()
        ? BigDecimal.valueOf(ordered, 4)
        : BigDecimal.valueOf(higherIsBetter ? ordered : -ordered);
  }
}
