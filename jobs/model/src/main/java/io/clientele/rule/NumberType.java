package io.clientele.rule;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The SQL type of a number, because it decides where a result is rounded and when it overflows.
 *
 * @param precision digits in all; for whole numbers those of the decimal that holds them
 * @param scale digits after the point
 * @param whole INT or BIGINT rather than DECIMAL
 */
record NumberType(int precision, int scale, boolean whole) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 38;
  private static final int LEAST_SCALE = 6;

  static final NumberType BIGINT = new NumberType(20, 0, true);
  static final NumberType INT = new NumberType(10, 0, true);

  /** What the left side of a division is cast to. */
  static final NumberType DIVIDEND = decimal(28, 8);

  static NumberType decimal(int precision, int scale) {
    return new NumberType(precision, scale, false);
  }

  /** The type of a literal: beside decimals a whole one counts with its own digits only. */
  static NumberType literal(BigDecimal value, boolean whole) {
    int scale = Math.max(0, value.scale());
    return new NumberType(Math.max(value.precision(), scale), scale, whole);
  }

  NumberType result(Expr.Operator by, NumberType right) {
    if (by != Expr.Operator.BY && whole && right.whole) {
      return BIGINT;
    }
    return switch (by) {
      case PLUS, MINUS -> {
        int digits = Math.max(precision - scale, right.precision - right.scale);
        int most = Math.max(scale, right.scale);
        yield adjusted(digits + most + 1, most);
      }
      case TIMES -> adjusted(precision + right.precision + 1, scale + right.scale);
      case BY -> {
        int most = Math.max(LEAST_SCALE, DIVIDEND.scale + right.precision + 1);
        yield adjusted(DIVIDEND.precision - DIVIDEND.scale + right.scale + most, most);
      }
    };
  }

  /** The type that holds the values of both, of coalesce, greatest and least. */
  NumberType wider(NumberType right) {
    if (whole && right.whole) {
      return BIGINT;
    }
    NumberType left = whole ? column() : this;
    NumberType other = right.whole ? right.column() : right;
    int most = Math.max(left.scale, other.scale);
    int digits = Math.max(left.precision - left.scale, other.precision - other.scale);
    return decimal(Math.min(MOST, digits + most), Math.min(MOST, most));
  }

  private NumberType column() {
    return precision == INT.precision ? INT : BIGINT;
  }

  NumberType floored() {
    return whole ? BIGINT : decimal(Math.min(MOST, precision - scale + 1), 0);
  }

  /** The value as this type holds it, rounded half up; null where it has too many digits. */
  @Nullable BigDecimal fit(BigDecimal value) {
    if (whole) {
      BigInteger integer = value.toBigInteger();
      return integer.bitLength() < Long.SIZE ? value : null;
    }
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    return rounded.precision() <= precision ? rounded : null;
  }

  private static NumberType adjusted(int precision, int scale) {
    if (precision <= MOST) {
      return decimal(precision, scale);
    }
    int digits = precision - scale;
    return decimal(MOST, Math.max(MOST - digits, Math.min(scale, LEAST_SCALE)));
  }
}
