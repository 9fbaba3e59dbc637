package io.clientele.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature that customers are clustered by, and how it is made comparable, in this order: fill,
 * clip, log1p, standardise.
 *
 * @param name of a numeric feature
 * @param fill what a missing value counts as, in the feature's unit; null where a missing value
 *     refuses the run
 * @param clipLow values below this quantile count as the quantile, 0 to 1
 * @param clipHigh values above this quantile count as the quantile, 0 to 1, more than {@code
 *     clipLow}
 * @param log1p whether sign(x)·ln(1 + |x|) takes the place of x
 * @param standardise whether the mean becomes 0 and the standard deviation 1
 */
public record ClusterFeature(
    String name,
    @Nullable BigDecimal fill,
    BigDecimal clipLow,
    BigDecimal clipHigh,
    boolean log1p,
    boolean standardise) {

  private static final List<String> CLIP = List.of("0.01", "0.99");

  private static final Key FILL =
      Key.number(
          "fill",
          "what a missing value counts as, in the feature's unit; without it a missing value"
              + " refuses the run");

  private static final Key CLIPPED =
      Key.texts("clip", "two quantiles: values beyond them count as the quantile")
          .orElse("[0.01, 0.99]");

  private static final Key LOG1P =
      Key.flag("log1p", true, "whether sign(x)·ln(1 + |x|) takes the place of x");

  private static final Key STANDARDISE =
      Key.flag("standardise", true, "whether mean and standard deviation become 0 and 1");

  static final Keys KEYS =
      Keys.of(
          "transforms",
          Keys.Shape.NAMED,
          "how a feature is made comparable, in this order",
          FILL,
          CLIPPED,
          LOG1P,
          STANDARDISE);

  static ClusterFeature read(String name, Section section) {
    BigDecimal fill = null;
    if (section.has(FILL)) {
      fill = section.number(FILL.orElse("0"));
    }
    List<BigDecimal> clip = clip(section);
    ClusterFeature feature =
        new ClusterFeature(
            name, fill, clip.get(0), clip.get(1), section.flag(LOG1P), section.flag(STANDARDISE));
    section.close();
    return feature;
  }

  /** A feature with the default transforms, for descriptions: missing values stay missing. */
  public static ClusterFeature described(String name) {
    return new ClusterFeature(
        name, null, new BigDecimal(CLIP.get(0)), new BigDecimal(CLIP.get(1)), true, true);
  }

  /** This feature with missing values filled. */
  public ClusterFeature filled(@Nullable Double value) {
    BigDecimal other = value == null ? null : BigDecimal.valueOf(value);
    return new ClusterFeature(name, other, clipLow, clipHigh, log1p, standardise);
  }

  private static List<BigDecimal> clip(Section section) {
    List<String> texts = section.texts(CLIPPED);
    List<BigDecimal> quantiles = new ArrayList<>();
    try {
      texts.forEach(text -> quantiles.add(new BigDecimal(text.strip())));
    } catch (NumberFormatException e) {
      quantiles.clear();
    }
    boolean sound =
        quantiles.size() == 2
            && quantiles.get(0).signum() >= 0
            && quantiles.get(1).compareTo(BigDecimal.ONE) <= 0
            && quantiles.get(0).compareTo(quantiles.get(1)) < 0;
    if (!sound) {
      section.problem(
          CLIPPED, texts + " is no pair of ascending quantiles from 0 to 1, such as [0.01, 0.99]");
      return List.of(BigDecimal.ZERO, BigDecimal.ONE);
    }
    return quantiles;
  }

  /** Canonical text: equal texts are the same transforms of the same feature. */
  @Override
  public String toString() {
    return name
        + (fill == null ? "" : " fill " + plain(fill))
        + " clip "
        + plain(clipLow)
        + ".."
        + plain(clipHigh)
        + (log1p ? " log1p" : "")
        + (standardise ? " standardised" : "");
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
