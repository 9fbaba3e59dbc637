package io.clientele.explain;

import io.clientele.border.Border;
import io.clientele.border.Direction;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Says values and borders in words. */
final class Sentences {
  private Sentences() {}

  /** "12 more days without a purchase and this becomes regular_sleeping". */
  static String of(Border border, Feature feature) {
    return move(border, feature) + " and this becomes " + border.neighbour();
  }

  private static String move(Border border, Feature feature) {
    boolean up = border.direction() == Direction.UP;
    BigDecimal distance = border.distance();
    String amount = amount(distance, feature.type());
    boolean one = distance.compareTo(BigDecimal.ONE) == 0;
    String name = feature.name();
    if (name.equals(Features.RECENCY_DAYS)) {
      return up
          ? amount + (one ? " more day" : " more days") + " without a purchase"
          : "a last purchase " + amount + (one ? " day" : " days") + " more recent";
    }
    String more = amount + (up ? " more " : " fewer ");
    if (name.equals(Features.TENURE_DAYS)) {
      return more + (one ? "day" : "days") + " since the first purchase";
    }
    if (name.equals(Features.FREQUENCY)) {
      return more + (one ? "order" : "orders");
    }
    if (name.equals("purchase_days")) {
      return more + (one ? "purchase day" : "purchase days");
    }
    String much = amount + (up ? " more " : " less ");
    if (name.equals(Features.MONETARY)) {
      return much + "revenue";
    }
    if (feature.type() == FeatureType.INTEGER) {
      return more + feature.unit() + " (" + name + ")";
    }
    return much + name;
  }

  /** A value of a feature, a score or a scheme. */
  static @Nullable String value(@Nullable Object value, @Nullable FeatureType type) {
    if (value instanceof BigDecimal number) {
      return type == null ? Explanation.plain(number) : amount(number, type);
    }
    return value == null ? null : value.toString();
  }

  private static String amount(BigDecimal number, FeatureType type) {
    if (type != FeatureType.MONEY) {
      return Explanation.plain(number);
    }
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.setScale(Math.max(2, stripped.scale())).toPlainString();
  }
}
