package io.clientele.solver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that people would choose between two bounds: those at the borders, and small ones. */
final class Borders {
  private static final List<Rational> STEPS =
      List.of(
          Rational.ONE,
          Rational.of(new java.math.BigDecimal("0.1")),
          Rational.of(new java.math.BigDecimal("0.01")));

  private Borders() {}

  /** In the order in which to try them; not all lie between the bounds. */
  static List<Rational> of(@Nullable Delta lower, @Nullable Delta upper, boolean whole) {
    List<Rational> values = new ArrayList<>();
    if (lower != null) {
      beside(values, lower, whole, 1);
    }
    if (upper != null && lower == null) {
      beside(values, upper, whole, -1);
    }
    for (long small = 0; small <= 2; small++) {
      values.add(Rational.of(small));
    }
    if (lower != null && upper != null) {
      values.add(lower.value().plus(upper.value()).dividedBy(Rational.of(2)));
      beside(values, upper, whole, -1);
    }
    if (lower != null) {
      values.add(lower.value().plus(Rational.of(2)));
    }
    if (whole) {
      values.removeIf(value -> !value.isWhole());
    }
    return values;
  }

  private static void beside(List<Rational> values, Delta bound, boolean whole, int sign) {
    if (whole) {
      values.add(sign > 0 ? bound.ceiling() : bound.floor());
      values.add((sign > 0 ? bound.ceiling() : bound.floor()).plus(Rational.of(sign)));
      return;
    }
    if (bound.delta().signum() == 0) {
      values.add(bound.value());
    }
    for (Rational step : STEPS) {
      values.add(bound.value().plus(step.times(Rational.of(sign))));
    }
  }
}
